"""Limits, add-ons, fees and loaded codes in mapped books: what goes in comes out."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.books.claim_books import open_add_ons, open_fees, open_units, write_add_ons, write_fees, write_units
from bot.books.errors import UnusableBook
from bot.books.procedure_book import ProceduresMaker, open_procedures
from bot.domain.codes.claim.reference_data import AddOnKind, Mai
from bot.domain.codes.editions import Gathered
from bot.domain.codes.fee_row import FeeRow
from bot.domain.codes.file_rows import AddOnRow, CodeRow, DescriptorRow, ModifierRow, MueRow
from bot.domain.codes.releases import Release, System
from tests.fakes_claim import fee

QUIET = [HealthCheck.function_scoped_fixture]
_TEXT = st.text(max_size=30)
_DAYS = st.none() | st.dates()


def edition(system: System) -> Gathered:
    """The first quarter of 2026."""
    return Gathered(Release(system, "2026 Q1", date(2026, 1, 1), date(2026, 3, 31), "invented"))


@settings(max_examples=40, suppress_health_check=QUIET)
@given(st.dictionaries(st.from_regex(r"[0-9]{5}", fullmatch=True), st.tuples(st.integers(0, 9999), _TEXT)))
def test_every_limit_is_found_again(tmp_path: Path, limits: dict[str, tuple[int, str]]) -> None:
    """Each code keeps its value; a code without a row has none."""
    rows = [MueRow(code, value, 1 + value % 3, why) for code, (value, why) in limits.items()]
    write_units(tmp_path / "units.book", edition(System.UNITS_PRACTITIONER), rows)
    book = open_units(tmp_path / "units.book", verify=True)
    for kept in rows:
        found = book.limit(kept.code)
        assert found
        assert (found.value, found.mai, found.rationale) == (kept.value, Mai(kept.mai), kept.rationale)
    assert book.limit("none") is None
    assert len(book) == len(rows)


def test_an_add_on_names_the_primaries_of_the_day(tmp_path: Path) -> None:
    """A primary that ended is not named any more, and after its last row the code is no add-on."""
    rows = [
        AddOnRow(1, "90833", "99213", date(2013, 1, 1), None),
        AddOnRow(1, "90833", "90791", date(2013, 1, 1), date(2020, 12, 31)),
        AddOnRow(2, "0071T", None, date(2013, 1, 1), date(2022, 6, 30)),
    ]
    write_add_ons(tmp_path / "add.book", edition(System.ADD_ONS), rows)
    book = open_add_ons(tmp_path / "add.book", verify=True)
    now = book.primaries("90833", date(2026, 1, 1))
    then = book.primaries("90833", date(2020, 12, 31))
    contractor = book.primaries("0071T", date(2022, 6, 30))
    assert now
    assert then
    assert contractor
    assert (now.kind, now.primaries) == (AddOnKind.LISTED, ("99213",))
    assert then.primaries == ("90791", "99213")
    assert (contractor.kind, contractor.primaries) == (AddOnKind.CONTRACTOR, ())
    assert book.primaries("0071T", date(2022, 7, 1)) is None
    assert book.primaries("99213", date(2026, 1, 1)) is None


def test_a_fee_comes_back_to_the_last_digit(tmp_path: Path) -> None:
    """Amounts are decimals as printed; the reading alone (26) is a row of its own."""
    whole: FeeRow = fee("71046")
    reading = fee("71046", modifier="26")
    write_fees(tmp_path / "fees.book", edition(System.FEES), [whole, reading])
    book = open_fees(tmp_path / "fees.book", verify=True)
    assert book.find("71046", "", date(2026, 2, 3)) == whole
    assert book.find("71046", "26", date(2026, 2, 3)) == reading
    assert str(whole.conversion_factor) == str(Decimal("33.4009"))
    assert book.find("71046", "TC", date(2026, 2, 3)) is None


@settings(max_examples=40, suppress_health_check=QUIET)
@given(
    st.lists(
        st.builds(
            CodeRow,
            st.from_regex(r"[0-9A-Z][0-9A-Z.\-]{1,14}", fullmatch=True),
            _TEXT,
            _TEXT,
            starts=_DAYS,
            ends=_DAYS,
            successors=st.lists(_TEXT, max_size=3).map(tuple),
            detail=st.dictionaries(_TEXT, _TEXT, max_size=3),
        ),
        unique_by=lambda row: row.code,
    )
)
def test_every_code_is_found_again(tmp_path: Path, codes: list[CodeRow]) -> None:
    """A team's own codes too, which may have fifteen characters."""
    maker = ProceduresMaker()
    maker.add(codes)
    maker.write(tmp_path / "codes.book", edition(System.OWN))
    book = open_procedures(tmp_path / "codes.book", verify=True)
    for row in codes:
        found = book.get(row.code)
        assert found
        assert (found.code, found.long, found.short) == (row.code, row.long, row.short)
        assert (found.starts, found.ends, found.successors) == (row.starts, row.ends, row.successors)
        assert dict(found.detail) == row.detail
    assert {listing.code for listing in book} == {row.code for row in codes}


def test_three_files_of_one_licence_are_one_code(tmp_path: Path) -> None:
    """Long, medium and short names, the consumer's words, and what clinicians call it."""
    maker = ProceduresMaker()
    maker.add([CodeRow("97140", "Invented long name")], "long")
    maker.add([CodeRow("97140", "Invented medium")], "medium")
    maker.add([CodeRow("97140", short="INVENTED")], "short")
    maker.add([DescriptorRow("97140", "1", "For patients")], "consumer")
    maker.add([DescriptorRow("97140", "1", "For clinicians", "7")], "clinician")
    maker.add([ModifierRow("59", "Invented modifier", group="CPT")])
    maker.write(tmp_path / "codes.book", edition(System.CPT))
    book = open_procedures(tmp_path / "codes.book", verify=True)
    found = book.get("97140")
    modifier = book.modifier("59")
    assert found
    assert (found.name, found.medium, found.short) == ("Invented long name", "Invented medium", "INVENTED")
    assert found.consumer == "For patients"
    assert book.texts("97140") == ("For clinicians",)
    assert modifier
    assert modifier.long == "Invented modifier"


def test_one_kind_of_book_is_not_taken_for_another(tmp_path: Path) -> None:
    """Limits are no fees, whatever a file is called."""
    write_units(tmp_path / "units.book", edition(System.UNITS_DME), [MueRow("97110", 6, 2, "")])
    with pytest.raises(UnusableBook):
        open_fees(tmp_path / "units.book")


def test_a_table_keeps_what_it_has_read_and_nothing_that_was_mistyped(tmp_path: Path) -> None:
    """A code asked for again is not decoded again; one that is not there leaves no trace."""
    write_units(tmp_path / "units.book", edition(System.UNITS_PRACTITIONER), [MueRow("97110", 4, 2, "why")])
    table = open_units(tmp_path / "units.book")._limits
    assert table.get("97110") is table.get("97110")
    assert table.get("97I40") is None
    assert set(table._kept) == {"97110"}
