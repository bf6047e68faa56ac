"""NCCI pairs in a mapped book: what goes in comes out, and only for the days it holds."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.books.errors import BookFault, UnusableBook
from bot.books.pair_book import MappedPairs, open_pairs
from bot.books.pair_making import PairsMaker
from bot.domain.codes.claim.reference_data import Indicator
from bot.domain.codes.editions import Gathered
from bot.domain.codes.file_rows import PtpRow
from bot.domain.codes.releases import Release, System

QUARTER = Gathered(
    Release(System.PAIRS_PRACTITIONER, "2026 Q1", date(2026, 1, 1), date(2026, 3, 31), "invented")
)
_DAYS = st.dates(date(1996, 1, 1), date(2027, 12, 31))
_CODES = st.sampled_from(["00100", "20610", "97140", "97530", "99213", "0001A", "0592T", "G0283", "V5020"])


@st.composite
def rows(draw: st.DrawFn) -> PtpRow:
    """One row as a published file has it: its last day, if any, is not before its first."""
    since, indicator = draw(_DAYS), draw(st.sampled_from([0, 1, 9]))
    ends = draw(st.none() | st.integers(0, 4000).map(lambda days: since + timedelta(days)))
    last = since if indicator == 9 else ends
    return PtpRow(
        draw(_CODES), draw(_CODES), since, last, indicator, draw(st.sampled_from(["a", "b"])), False
    )


def made(folder: Path, *batches: Sequence[PtpRow]) -> MappedPairs:
    """The book of some rows, opened again and read to the end."""
    maker = PairsMaker()
    for batch in batches:
        maker.add(batch)
    maker.write(folder / "pairs.book", QUARTER)
    return open_pairs(folder / "pairs.book", verify=True)


def row(one: str, two: str, since: date, ends: date | None = None, indicator: int = 1) -> PtpRow:
    """An invented row."""
    return PtpRow(one, two, since, ends, indicator, "Invented", False)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(rows(), max_size=40), _CODES, _CODES, _DAYS)
def test_any_pair_on_any_day_is_what_its_rows_say(
    tmp_path: Path, given_rows: list[PtpRow], one: str, two: str, on: date
) -> None:
    """The book finds a row exactly where the file has one in force."""
    book = made(tmp_path, given_rows[:7], given_rows[7:])
    holding = [
        r
        for r in given_rows
        if (r.column1, r.column2) == (one, two)
        and r.indicator != 9
        and r.effective <= on
        and (r.deletion is None or on <= r.deletion)
    ]
    found = book.find(one, two, on)
    assert (found is not None) == bool(holding)
    if found:
        kept = (found.effective, found.deleted, int(found.indicator), found.rationale)
        assert kept in [(r.effective, r.deletion, r.indicator, r.rationale) for r in holding]
    assert len(book) == len(given_rows) == len(list(book))


def test_a_pair_holds_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    """Both dates are inclusive, and a pair taken up again holds anew."""
    book = made(
        tmp_path,
        [
            row("97530", "97140", date(2020, 1, 1), date(2021, 12, 31)),
            row("97530", "97140", date(2024, 7, 1), None, 0),
        ],
    )
    held = [
        (day, bool(book.find("97530", "97140", day)))
        for day in (
            date(2019, 12, 31),
            date(2020, 1, 1),
            date(2021, 12, 31),
            date(2022, 1, 1),
            date(2024, 7, 1),
        )
    ]
    assert [yes for _, yes in held] == [False, True, True, False, True]
    again = book.find("97530", "97140", date(2030, 1, 1))
    assert again
    assert again.indicator is Indicator.NEVER


def test_the_other_order_is_another_pair(tmp_path: Path) -> None:
    """The caller asks both orders; the book answers the one that was asked."""
    book = made(tmp_path, [row("97530", "97140", date(2020, 1, 1))])
    assert book.find("97140", "97530", date(2026, 1, 1)) is None


@pytest.mark.parametrize("code", ["", "9753", "975300", "97530\0", "９７５３０", "97530é"])
def test_what_is_no_code_is_in_no_pair(tmp_path: Path, code: str) -> None:
    """Nothing that people type raises."""
    book = made(tmp_path, [row("97530", "97140", date(2020, 1, 1))])
    assert book.find(code, "97140", date(2026, 1, 1)) is None
    assert book.find("97530", code, date(2026, 1, 1)) is None


def test_two_million_rows_take_ten_megabytes(tmp_path: Path) -> None:
    """Four bytes a row, whatever the number of rows; here with a hundred thousand."""
    codes = [f"{number:05d}" for number in range(320)]
    made(tmp_path, [row(one, two, date(2020, 1, 1)) for one in codes for two in codes])
    assert (tmp_path / "pairs.book").stat().st_size < 4.2 * len(codes) ** 2


@pytest.mark.parametrize("at", [0, 9, 40, -1])
def test_a_damaged_book_is_refused(tmp_path: Path, at: int) -> None:
    """One wrong byte at the front, in the header, or at the end: it is built anew and answers nothing."""
    made(tmp_path, [row("97530", "97140", date(2020, 1, 1))] * 3)
    path = tmp_path / "pairs.book"
    content = bytearray(path.read_bytes().rstrip(b"\0") if at == -1 else path.read_bytes())
    content[at] ^= 0xFF
    path.write_bytes(bytes(content))
    with pytest.raises(UnusableBook):
        open_pairs(path, verify=True)


def test_a_missing_book_says_so(tmp_path: Path) -> None:
    """Nobody has made it yet."""
    with pytest.raises(UnusableBook) as raised:
        open_pairs(tmp_path / "none.book")
    assert raised.value.fault is BookFault.MISSING
