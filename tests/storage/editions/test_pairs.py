"""NCCI pairs in an edition file: what goes in comes out, and only for the days it holds."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.codes.claim.reference_data import Indicator
from bot.domain.codes.edition_file import Holds
from bot.domain.codes.file_rows import PtpRow
from storage.editions.edition import SqliteEdition
from storage.editions.pairs import PairBuilder, SqlitePairs

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


_OPEN: list[SqliteEdition] = []


def made(folder: Path, *batches: Sequence[PtpRow]) -> SqlitePairs:
    """The edition of some rows, opened again."""
    builder = PairBuilder()
    for batch in batches:
        builder.add(batch)
    builder.write(folder / "pairs.edition")
    _OPEN[:] = [SqliteEdition(folder / "pairs.edition")]
    assert _OPEN[0].holds == {Holds.PAIRS}
    return _OPEN[0].pairs


def row(one: str, two: str, since: date, ends: date | None = None, indicator: int = 1) -> PtpRow:
    """An invented row."""
    return PtpRow(one, two, since, ends, indicator, "Invented", False)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(rows(), max_size=40), _CODES, _CODES, _DAYS)
def test_any_pair_on_any_day_is_what_its_rows_say(
    tmp_path: Path, given_rows: list[PtpRow], one: str, two: str, on: date
) -> None:
    """A row is found exactly where the file has one in force."""
    pairs = made(tmp_path, given_rows[:7], given_rows[7:])
    holding = [
        r
        for r in given_rows
        if (r.column1, r.column2) == (one, two)
        and r.indicator != 9
        and r.effective <= on
        and (r.deletion is None or on <= r.deletion)
    ]
    found = pairs.find(one, two, on)
    assert (found is not None) == bool(holding)
    if found:
        kept = (found.effective, found.deleted, int(found.indicator), found.rationale)
        assert kept in [(r.effective, r.deletion, r.indicator, r.rationale) for r in holding]
    assert len(pairs) == len(set(given_rows)) == len(list(pairs))


def test_a_pair_holds_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    """Both dates are inclusive, and a pair taken up again holds anew."""
    pairs = made(
        tmp_path,
        [
            row("97530", "97140", date(2020, 1, 1), date(2021, 12, 31)),
            row("97530", "97140", date(2024, 7, 1), None, 0),
        ],
    )
    held = [
        bool(pairs.find("97530", "97140", day))
        for day in (
            date(2019, 12, 31),
            date(2020, 1, 1),
            date(2021, 12, 31),
            date(2022, 1, 1),
            date(2024, 7, 1),
        )
    ]
    assert held == [False, True, True, False, True]
    again = pairs.find("97530", "97140", date(2030, 1, 1))
    assert again
    assert again.indicator is Indicator.NEVER


def test_the_other_order_is_another_pair(tmp_path: Path) -> None:
    """The caller asks both orders; the file answers the one that was asked."""
    pairs = made(tmp_path, [row("97530", "97140", date(2020, 1, 1))])
    assert pairs.find("97140", "97530", date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    "code",
    ["", "9753", "975300", "97530\0", "９７５３０", "97530é", "\ud800", "+9753", "9_530", " 9753", "0001a"],
)
def test_text_that_is_no_code_is_in_no_pair(tmp_path: Path, code: str) -> None:
    """Nothing that people type raises."""
    pairs = made(tmp_path, [row("97530", "97140", date(2020, 1, 1))])
    assert pairs.find(code, "97140", date(2026, 1, 1)) is None
    assert pairs.find("97530", code, date(2026, 1, 1)) is None


def test_two_and_a_half_million_rows_take_less_than_forty_megabytes(tmp_path: Path) -> None:
    """Less than 16 bytes a row, whatever the number of rows; here with a hundred thousand."""
    codes = [f"{number:05d}" for number in range(320)]
    made(tmp_path, [row(one, two, date(2020, 1, 1)) for one in codes for two in codes])
    assert (tmp_path / "pairs.edition").stat().st_size < 16 * len(codes) ** 2


def test_a_code_of_another_length_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    """The reader of the file has checked it: this is a fault of ours."""
    builder = PairBuilder()
    builder.add([row("9753", "97140", date(2020, 1, 1))])
    with pytest.raises(ValueError, match="code"):
        builder.write(tmp_path / "pairs.edition")
    assert list(tmp_path.iterdir()) == []


def test_all_pairs_of_a_claim_in_one_question(tmp_path: Path) -> None:
    """The same as asking for each two codes in both orders, for one line or for two hundred."""
    codes = [f"{n:05}" for n in range(97000, 97100)]
    day = date(2026, 1, 1)
    pairs = made(
        tmp_path,
        [row(a, b, date(2020, 1, 1)) for a, b in zip(codes, codes[7:], strict=False)],
        [row("97530", "97140", date(2020, 1, 1), date(2021, 12, 31))],
    )
    asked = [*codes, "97530", "97140", "no", "KITE-1"]
    each = {(a, b): found for a in asked for b in asked if a != b and (found := pairs.find(a, b, day))}
    assert len(each) == 93
    assert pairs.among(asked, day) == each
    assert pairs.among(["97530"], day) == {}
    assert ("97530", "97140") in pairs.among(["97530", "97140"], date(2021, 1, 1))
