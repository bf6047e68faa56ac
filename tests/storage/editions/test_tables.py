"""Limits, add-ons, fees, conversions and loaded codes in edition files: what goes in comes out."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.codes.claim.reference_data import AddOnKind, Mai
from bot.domain.codes.edition_file import Holds
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.file_rows import AddOnRow, Conversion, ModifierRow, MueRow
from bot.domain.codes.listing import Listing
from storage.editions.conversions import write_conversions
from storage.editions.edition import SqliteEdition
from storage.editions.medicare import write_add_ons, write_fees, write_units
from storage.editions.procedures import write_procedures
from tests.fakes_claim import fee

_QUIET = [HealthCheck.function_scoped_fixture]
_TEXT = st.text(max_size=30)
_DAYS = st.none() | st.dates()


@settings(max_examples=40, suppress_health_check=_QUIET, deadline=None)
@given(st.dictionaries(st.from_regex(r"[0-9]{5}", fullmatch=True), st.tuples(st.integers(0, 9999), _TEXT)))
def test_every_limit_is_found_again(tmp_path: Path, limits: dict[str, tuple[int, str]]) -> None:
    """Each code keeps its value; a code without a row has none."""
    rows = [MueRow(code, value, 1 + value % 3, why) for code, (value, why) in limits.items()]
    write_units(tmp_path / "units.edition", rows)
    edition = SqliteEdition(tmp_path / "units.edition")
    for kept in rows:
        found = edition.units.limit(kept.code)
        assert found
        assert (found.value, found.mai, found.rationale) == (kept.value, Mai(kept.mai), kept.rationale)
    assert edition.units.limit("none") is None
    assert len(edition.units) == len(rows)


def test_an_add_on_names_the_primaries_of_the_day(tmp_path: Path) -> None:
    """A primary that ended is not named any more, and after its last row the code is no add-on."""
    rows = [
        AddOnRow(1, "90833", "99213", date(2013, 1, 1), None),
        AddOnRow(1, "90833", "90791", date(2013, 1, 1), date(2020, 12, 31)),
        AddOnRow(2, "0071T", None, date(2013, 1, 1), date(2022, 6, 30)),
    ]
    write_add_ons(tmp_path / "add.edition", rows)
    edition = SqliteEdition(tmp_path / "add.edition")
    now = edition.add_ons.primaries("90833", date(2026, 1, 1))
    then = edition.add_ons.primaries("90833", date(2020, 12, 31))
    contractor = edition.add_ons.primaries("0071T", date(2022, 6, 30))
    assert now
    assert then
    assert contractor
    assert (now.kind, now.primaries) == (AddOnKind.LISTED, ("99213",))
    assert then.primaries == ("90791", "99213")
    assert (contractor.kind, contractor.primaries) == (AddOnKind.CONTRACTOR, ())
    assert edition.add_ons.primaries("0071T", date(2022, 7, 1)) is None
    assert edition.add_ons.primaries("99213", date(2026, 1, 1)) is None


def test_a_fee_comes_back_to_the_last_digit(tmp_path: Path) -> None:
    """Amounts are decimals as printed; the reading alone (26) is a row of its own."""
    whole: FeeRow = fee("71046")
    reading = fee("71046", modifier="26")
    write_fees(tmp_path / "fees.edition", [whole, reading])
    edition = SqliteEdition(tmp_path / "fees.edition")
    assert edition.fees.find("71046", "") == whole
    assert edition.fees.find("71046", "26") == reading
    assert str(whole.conversion_factor) == str(Decimal("33.4009"))
    assert edition.fees.find("71046", "TC") is None


def test_a_replaced_code_is_found_by_itself_and_by_its_range(tmp_path: Path) -> None:
    """Oldest first; a range counts for each code in it."""
    rows = [
        Conversion("H02.101-H02.106", "H02.109", date(2018, 10, 1)),
        Conversion("H02.103", "H02.10A", date(2017, 10, 1)),
        Conversion("", "H99.9", date(2018, 10, 1)),
    ]
    write_conversions(tmp_path / "conversions.edition", rows)
    edition = SqliteEdition(tmp_path / "conversions.edition")
    assert [found.new for found in edition.conversions.instead_of("H02.103")] == ["H02.10A", "H02.109"]
    assert [found.old for found in edition.conversions.instead_of("H02.101")] == ["H02.101"]
    assert edition.conversions.instead_of("H02.107") == ()
    assert edition.conversions.instead_of("") == ()


@settings(max_examples=40, suppress_health_check=_QUIET, deadline=None)
@given(
    st.lists(
        st.builds(
            Listing,
            st.from_regex(r"[0-9A-Z][0-9A-Z.\-]{1,14}", fullmatch=True),
            _TEXT,
            _TEXT,
            starts=_DAYS,
            ends=_DAYS,
            successors=st.lists(_TEXT, max_size=3).map(tuple),
            detail=st.lists(st.tuples(_TEXT, _TEXT), max_size=3).map(tuple),
        ),
        unique_by=lambda listing: listing.code,
    )
)
def test_every_code_is_found_again(tmp_path: Path, codes: list[Listing]) -> None:
    """A team's own codes too, which may have fifteen characters."""
    listings = {listing.code: listing for listing in codes}
    write_procedures(tmp_path / "codes.edition", listings, {}, {}, (Holds.NAMES,))
    edition = SqliteEdition(tmp_path / "codes.edition")
    found = edition.procedures
    assert [found.get(code) for code in listings] == list(listings.values())
    assert list(found.codes()) == sorted(listings)
    assert [listing.code for listing in found] == sorted(listings)
    assert all(code in found for code in listings)
    assert "no code" not in found


def test_modifiers_and_texts_for_clinicians_stand_next_to_the_codes(tmp_path: Path) -> None:
    """One edition, whatever files it came in."""
    modifiers = {"59": ModifierRow("59", "Invented modifier", group="CPT")}
    texts = {"97140": ("For clinicians",)}
    write_procedures(tmp_path / "codes.edition", {"97140": Listing("97140", "A")}, modifiers, texts, ())
    edition = SqliteEdition(tmp_path / "codes.edition")
    found = edition.procedures
    assert found.modifier("59") == modifiers["59"]
    assert list(found.modifiers()) == ["59"]
    assert found.has_modifiers
    assert found.texts("97140") == ("For clinicians",)
    assert found.texts("97110") == ()


def test_what_was_asked_is_kept_decoded_and_nothing_that_was_mistyped(tmp_path: Path) -> None:
    """A code asked for again is not decoded again; one that does not exist leaves no trace."""
    write_units(tmp_path / "units.edition", [MueRow("97110", 4, 2, "why")])
    edition = SqliteEdition(tmp_path / "units.edition")
    table = edition.units._limits
    assert table.get("97110") is table.get("97110")
    assert table.get("97I40") is None
    assert set(table._kept) == {"97110"}
