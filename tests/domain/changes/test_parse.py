"""What is asked behind `/codes changes`, and which code set is due when."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.changes.diff import ChangeKind
from bot.domain.codes.changes.parse import (
    EXPORT,
    ChangesPage,
    ChangesRequest,
    edition_words,
    line_for,
    read_changes,
)
from bot.domain.codes.expected_editions import LoadedRelease, expected, upkeep
from bot.domain.codes.releases import Release, System
from bot.domain.csv_text import csv_text


def words(*each: str) -> frozenset[str]:
    """A set of them."""
    return frozenset(each)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("", ChangesRequest()),
        ("2027", ChangesRequest(None, words("2027"))),
        ("FY2026 April", ChangesRequest(None, words("2026", "apr"))),
        ("icd", ChangesRequest(System.ICD10CM)),
        (
            "ICD-10-CM FY2024 to April 2026",
            ChangesRequest(System.ICD10CM, words("apr", "2026"), words("2024")),
        ),
        ("from 2026 to 2027 cpt", ChangesRequest(System.CPT, words("2027"), words("2026"))),
        ("hcpcs level ii 2026 q4", ChangesRequest(System.HCPCS, words("2026", "q", "4"))),
        ("since FY2024", ChangesRequest(None, words(), words("2024"))),
    ],
)
def test_releases_are_named_as_people_name_them(text: str, asked: ChangesRequest) -> None:
    """In any order, with or without the code set."""
    assert read_changes(text) == asked


def test_an_edition_says_the_same_however_it_is_written() -> None:
    """`FY2026 April` is `April 2026`, and a quarter is not a year."""
    assert edition_words("FY2026 April") == edition_words("april 2026") == edition_words("Apr. 2026")
    assert edition_words("2026 Q4") > edition_words("2026")


@given(
    st.integers(0, 999_999_999),
    st.integers(0, 999_999_999),
    st.sampled_from(("", EXPORT, "watched", *ChangeKind)),
    st.integers(1, 9_999),
)
def test_a_buttons_line_is_read_back(earlier: int, later: int, part: ChangeKind | str, page: int) -> None:
    """Whatever it carries; a page alone belongs to a part."""
    page = page if part else 1
    line = line_for(earlier, later, part, page)

    assert read_changes(line.removeprefix("/codes changes ")) == ChangesPage(earlier, later, part, page)


@given(st.text(max_size=120))
def test_any_text_is_some_question(text: str) -> None:
    """Never an exception."""
    assert read_changes(text) is not None


@pytest.mark.parametrize(
    ("system", "today", "name"),
    [
        (System.ICD10CM, date(2026, 9, 30), "FY2026"),
        (System.ICD10CM, date(2026, 10, 1), "FY2027"),
        (System.CPT, date(2026, 12, 31), "2026"),
        (System.HCPCS, date(2026, 11, 21), "2026 Q4"),
        (System.FEES, date(2027, 1, 1), "2027 Q1"),
    ],
)
def test_each_set_has_its_calendar(system: System, today: date, name: str) -> None:
    """October, January, every quarter."""
    due = expected(system, today)

    assert due is not None
    assert due.name == name


def test_a_set_is_due_only_where_nothing_of_its_period_is_loaded() -> None:
    """April's edition stands for its fiscal year until it ends; a team's own list is never due."""
    april = LoadedRelease(Release(System.ICD10CM, "April 2026", date(2026, 4, 1), date(2026, 9, 30), ""))
    before, after = upkeep([april], date(2026, 9, 30))[0], upkeep([april], date(2026, 10, 1))[0]

    assert before.due is None
    assert after.due is not None
    assert (after.due.name, after.newest) == ("FY2027", april)
    assert expected(System.OWN, date(2026, 10, 1)) is None


def test_a_table_holds_no_formula_that_a_spreadsheet_would_run() -> None:
    """Quotes, commas and lines are kept; what begins like a formula is text."""
    told = csv_text(("a", "b"), [("=1+1", 'x,"y"'), ("@x", "-1"), ("plain", "")])

    assert told.splitlines() == ["\ufeffa,b", '\'=1+1,"x,""y"""', "'@x,'-1", "plain,"]


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("#4 #9", ChangesPage(4, 9)),
        ("#12 #13 gone", ChangesPage(12, 13, ChangeKind.GONE)),
        ("#12 #13 gone 0", ChangesPage(12, 13, ChangeKind.GONE)),
        ("#12 #13 gone 3", ChangesPage(12, 13, ChangeKind.GONE, 3)),
        ("#12 #13 nothing", ChangesPage(12, 13)),
    ],
)
def test_a_button_that_names_no_page_means_the_first(text: str, page: ChangesPage) -> None:
    """There is no page 0."""
    assert read_changes(text) == page


def test_a_teams_own_list_is_named_by_its_usual_words() -> None:
    """And is no HCPCS list."""
    assert read_changes("ours") == read_changes("own") == ChangesRequest(System.OWN)
