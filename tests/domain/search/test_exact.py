"""A question that is a name comes first, before any row of our tables; rows hold from or until an edition."""

from datetime import date

import pytest

from bot.built_files.own_tables import own_tables, tables_digest
from bot.domain.codes.releases import System
from bot.domain.codes.search.build import build
from bot.domain.codes.search.entries import SearchEntry, TextOrigin
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.tables import BadTable, Tables, changing_days, rows, tables

APRIL, OCTOBER = date(2026, 4, 1), date(2026, 10, 1)
_LAY = "plantar fasciitis\tplantar fascial fibromatosis\nheel spur\tcalcaneal spur\n"
_ICD = System.ICD10CM


def _entry(
    code: str, name: str, parent: str | None = None, line: str = "", billable: bool = True
) -> SearchEntry:
    texts = ((TextOrigin.INDEX, line),) if line else ()
    return SearchEntry(_ICD, code, name, billable=billable, parent=parent, texts=texts)


ENTRIES = [
    _entry("M67.A", "Plantar fasciitis", billable=False),
    _entry("M67.A0", "Plantar fasciitis, foot", "M67.A", billable=False),
    _entry("M67.A01", "Plantar fasciitis, right foot", "M67.A0"),
    _entry("M67.A02", "Plantar fasciitis, left foot", "M67.A0"),
    _entry("M67.A09", "Plantar fasciitis, unspecified foot", "M67.A0"),
    _entry("M72.2", "Plantar fascial fibromatosis", line="Fasciitis (diffuse), plantar"),
    _entry("M77.30", "Calcaneal spur, unspecified foot", line="Spur, heel"),
    _entry("M72.9", "Fibroblastic disorder, unspecified"),
]


def _found(question: str, of: Tables, entries: list[SearchEntry] = ENTRIES) -> list[str]:
    return [hit.code for hit in Index(build(entries, of)).search(question).hits]


def test_a_name_comes_before_a_row_of_the_tables_and_its_header_s_codes_come_with_it() -> None:
    """Right, left and unspecified are one line, with the code to bill first."""
    index = Index(build(ENTRIES, tables(lay=_LAY, common="M72.2")))
    first, *_ = index.search("plantar fasciitis").hits

    assert first.code == "M67.A09"
    assert {"M67.A01", "M67.A02"} <= {member.code for member in first.members}


def test_a_line_of_the_index_comes_before_a_row_of_the_tables() -> None:
    """What stands in parentheses need not be asked for."""
    old = [entry for entry in ENTRIES if not entry.code.startswith("M67")]
    assert (
        _found("fasciitis plantar", tables(lay="plantar fasciitis\tfibroblastic disorder"), old)[0] == "M72.2"
    )


def test_the_order_of_words_and_small_words_do_not_matter() -> None:
    """As billers type."""
    assert _found("fasciitis of the plantar", tables(lay=_LAY))[0] == "M67.A09"


def test_a_row_holds_from_or_until_its_day() -> None:
    """By the first day of the edition that the index is built for."""
    text = "a b\tone\tuntil 2026-09-30\na b\ttwo\tfrom 2026-10-01\nc\tthree\n"

    assert rows(text, APRIL) == [("a b", ("one",)), ("c", ("three",))]
    assert rows(text, OCTOBER) == rows(text) == [("a b", ("two",)), ("c", ("three",))]
    assert changing_days(text) == {OCTOBER}


@pytest.mark.parametrize("line", ["a\tb\t2026", "a\tb\tuntil soon", "a\tb\tfrom 2026-10-01\tx"])
def test_a_row_with_other_words_at_its_end_is_a_bad_row(line: str) -> None:
    """It is not taken for one that always holds."""
    with pytest.raises(BadTable):
        rows(line)


def test_our_own_rows_for_new_codes_change_with_fy2027() -> None:
    """So its search index is another one than April's."""
    april, october = ({p.said: p.meanings for p in own_tables(day).phrases} for day in (APRIL, OCTOBER))

    assert april["plantar fasciitis"] == ("plantar fascial fibromatosis",)
    assert "plantar fasciitis" not in october
    assert "brugada" not in october
    assert tables_digest(APRIL) != tables_digest(OCTOBER)
    assert tables_digest(date(2025, 10, 1)) == tables_digest(APRIL)
    assert tables_digest(date(2030, 1, 1)) == tables_digest(OCTOBER) == tables_digest()
