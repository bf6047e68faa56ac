"""The other side and the other encounter, in the real list."""

import pytest

from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.icd.code_list import diagnoses_of
from bot.domain.codes.icd.neighbours import Laterality, other_encounters, other_sides, side
from tests.fakes_diagnoses import INVENTED, MemoryDiagnoses, april_diagnoses


def _get(code: str) -> Diagnosis:
    found = april_diagnoses().get(code)
    assert found
    return found


@pytest.mark.parametrize(
    ("code", "sides"),
    [
        ("M25.561", {Laterality.LEFT: "M25.562", Laterality.UNSPECIFIED: "M25.569"}),
        ("S43.421D", {Laterality.LEFT: "S43.422D", Laterality.UNSPECIFIED: "S43.429D"}),
        ("S43.421", {Laterality.LEFT: "S43.422", Laterality.UNSPECIFIED: "S43.429"}),
        ("I83.011", {Laterality.LEFT: "I83.021", Laterality.UNSPECIFIED: "I83.001"}),
        (
            "E11.3211",
            {
                Laterality.LEFT: "E11.3212",
                Laterality.BILATERAL: "E11.3213",
                Laterality.UNSPECIFIED: "E11.3219",
            },
        ),
        (
            "H34.8110",
            {
                Laterality.LEFT: "H34.8120",
                Laterality.BILATERAL: "H34.8130",
                Laterality.UNSPECIFIED: "H34.8190",
            },
        ),
        ("H25.13", {Laterality.RIGHT: "H25.11", Laterality.LEFT: "H25.12", Laterality.UNSPECIFIED: "H25.10"}),
        ("M79.10", {}),
        ("M54.50", {}),
        ("H54.0X33", {}),
        ("H90.3", {}),  # H90.5 is the same 'unspecified', which is no side
    ],
)
def test_the_other_sides_of_a_code(code: str, sides: dict[Laterality, str]) -> None:
    """By the names and by one character of the code, at whichever place it stands."""
    assert {s: d.code for s, d in other_sides(_get(code), april_diagnoses())} == sides


def test_sides_lead_back_to_where_one_came_from() -> None:
    """Left of right of a code is the code itself, all over one chapter's shoulder and knee."""
    table, compared = april_diagnoses(), 0
    for code in [*table.starting("S43.4"), *table.starting("M25.5"), *table.starting("M17")]:
        mine = side(_get(code))
        for _, other in other_sides(_get(code), table):
            compared += 1
            assert mine
            assert dict(other_sides(other, table))[mine].code == code
    assert compared > 50


@pytest.mark.parametrize("headers", [(), ("M25.5",), ("M25", "M25.56"), ("M25", "M25.5", "M25.56")])
def test_sides_are_found_in_a_plain_list_whichever_headers_it_has(headers: tuple[str, ...]) -> None:
    """A list of billable codes alone has none, a list of additions a few."""
    codes = [*headers, "M25.561", "M25.562", "M25.569", "M25.461", "M25.551"]
    listed = diagnoses_of(CodeRow(c, _get(c).name, billable=_get(c).billable) for c in codes)
    table = MemoryDiagnoses(INVENTED, (), listed)

    found = other_sides(next(d for d in listed if d.code == "M25.561"), table)

    assert {s: d.code for s, d in found} == {Laterality.LEFT: "M25.562", Laterality.UNSPECIFIED: "M25.569"}


def test_other_encounters_of_an_injury() -> None:
    """Rehabilitation is usually D; A and S are one press away."""
    assert [d.code for d in other_encounters(_get("S43.421D"), april_diagnoses())] == ["S43.421A", "S43.421S"]


def test_a_side_in_the_seventh_place_is_no_encounter() -> None:
    """Diabetic retinopathy has the eye there."""
    assert other_encounters(_get("E11.3211"), april_diagnoses()) == ()
    assert other_encounters(_get("M54.50"), april_diagnoses()) == ()
