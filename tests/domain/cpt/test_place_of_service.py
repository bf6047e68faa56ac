"""Place-of-service codes."""

from bot.domain.codes.cpt.place_of_service import EVERYDAY, PLACES, Rate

UNASSIGNED = {
    *range(28, 31),
    *range(35, 41),
    *range(43, 49),
    59,
    63,
    64,
    *range(67, 71),
    *range(73, 81),
    *range(82, 99),
}


def test_the_list_is_cms_s_from_01_to_99() -> None:
    """Without the numbers that CMS has not assigned."""
    assert set(PLACES) == {f"{n:02}" for n in range(1, 100) if n not in UNASSIGNED}


def test_telehealth_is_told_by_where_the_patient_is() -> None:
    """02 elsewhere, 10 at home; each leads to the other."""
    assert "elsewhere" in PLACES["02"].name
    assert "at home" in PLACES["10"].name
    assert (PLACES["02"].see, PLACES["10"].see) == (("10",), ("02",))


def test_medicare_pays_the_facility_amount_in_hospitals_only() -> None:
    """Office and home are non-facility, a Part A nursing stay is facility."""
    rates = {code: PLACES[code].rate for code in ("11", "12", "19", "21", "22", "23", "24", "31", "32")}

    assert {code for code, rate in rates.items() if rate is Rate.FACILITY} == {
        "19",
        "21",
        "22",
        "23",
        "24",
        "31",
    }


def test_every_neighbour_and_every_everyday_place_exists() -> None:
    """So that no button leads nowhere."""
    assert set(EVERYDAY) <= set(PLACES)
    assert all(set(place.see) <= set(PLACES) for place in PLACES.values())
