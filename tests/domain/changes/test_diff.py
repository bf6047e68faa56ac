"""What changed between two releases, on small invented ones and on the real ICD-10-CM."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from bot.domain.codes.changes.diff import ChangeKind, CodeSetChanges, compare, is_watched
from bot.domain.codes.changes.rows import ComparedRelease, ComparedRow
from bot.domain.codes.releases import Release, System

DATA = Path(__file__).parents[4] / "shared" / "data" / "icd10cm_2024"
OLD = Release(System.ICD10CM, "FY2026", date(2025, 10, 1), date(2026, 9, 30), "old")
NEW = Release(System.ICD10CM, "FY2027", date(2026, 10, 1), date(2027, 9, 30), "new")


def side(release: Release, rows: Iterable[ComparedRow]) -> ComparedRelease:
    """All rows of an invented release."""
    kept = tuple(rows)
    return ComparedRelease(release, kept, Counter(row.code[0] for row in kept if row.billable))


def row(code: str, name: str = "Name", *, billable: bool = True, ends: date | None = None) -> ComparedRow:
    """One row."""
    return ComparedRow(code, name, billable, None, ends)


def changed(
    old: Iterable[ComparedRow], new: Iterable[ComparedRow], **named: tuple[str, ...]
) -> CodeSetChanges:
    """What changed between two invented releases."""
    return compare(side(OLD, old), side(NEW, new), named)


def kinds(changes: CodeSetChanges) -> dict[str, ChangeKind]:
    """Code to what became of it."""
    return {change.code: change.kind for change in changes.found}


def test_each_code_is_told_by_what_became_of_it() -> None:
    """Added, gone, a header now, billable now, worded anew; what stayed is not told."""
    old = [
        row("A01"),
        row("A02"),
        row("A03"),
        row("A04", billable=False),
        row("A05", "Pain in hand"),
        row("A06"),
    ]
    new = [
        row("A01"),
        row("A03", billable=False),
        row("A04"),
        row("A05", "Pain in wrist"),
        row("A06"),
        row("A07"),
    ]

    assert kinds(changed(old, new)) == {
        "A02": ChangeKind.GONE,
        "A03": ChangeKind.DEMOTED,
        "A04": ChangeKind.BILLABLE,
        "A05": ChangeKind.REVISED,
        "A07": ChangeKind.ADDED,
    }


def test_headers_that_come_and_go_are_not_told() -> None:
    """Nobody bills them."""
    assert changed([row("A01", billable=False)], [row("A02", billable=False)]).found == ()


def test_a_terminated_code_that_stays_in_the_file_is_gone_with_its_last_day() -> None:
    """HCPCS keeps them for years: the date tells, not that the row is there."""
    last = date(2026, 9, 30)
    found = changed([row("A01")], [row("A01", ends=last)]).found

    assert [(c.kind, c.last_day) for c in found] == [(ChangeKind.GONE, last)]


def test_a_code_that_ends_during_the_later_release_is_still_there() -> None:
    """It can be billed on the release's first day."""
    assert changed([row("A01")], [row("A01", ends=date(2026, 12, 31))]).found == ()


def test_a_code_that_was_over_before_the_earlier_release_is_no_news() -> None:
    """Both files list it as terminated."""
    over = [row("A01", ends=date(2020, 12, 31))]

    assert changed(over, over).found == ()


def test_a_header_is_followed_by_its_new_codes() -> None:
    """M54.5 by M54.50, M54.51 and M54.59; and a 7th character by those under the same one."""
    old = [row("M54.5"), row("T78.1XXA")]
    new = [row("M54.5", billable=False), *map(row, ("M54.50", "M54.51", "M54.59", "T78.11XA", "T78.11XD"))]
    found = {c.code: c.successors for c in changed(old, new).of(ChangeKind.GONE, ChangeKind.DEMOTED)}

    assert found == {"M54.5": ("M54.50", "M54.51", "M54.59"), "T78.1XXA": ("T78.11XA",)}


def test_what_a_file_names_in_a_codes_place_comes_first() -> None:
    """A conversion table knows more than the codes' form."""
    found = changed([row("G0008")], [row("G0009")], G0008=("90471",)).of(ChangeKind.GONE)

    assert [c.successors for c in found] == [("90471",)]


def test_accents_and_punctuation_alone_are_no_revision() -> None:
    """They are counted, so that nobody wonders."""
    found = changed(
        [row("M35.00", "Sjogren syndrome, unspecified")], [row("M35.00", "Sjögren syndrome unspecified")]
    )

    assert (found.found, found.respelled) == ((), 1)


def test_a_file_that_covers_one_chapter_does_not_end_the_others() -> None:
    """Nor does one that holds a handful of codes; what it names itself is told all the same."""
    old = [row(f"{letter}{n:02}") for letter in "AB" for n in range(40)]
    only_a = [*(row(f"A{n:02}") for n in range(39)), row("B00", billable=False)]
    found = changed(old, only_a)

    assert kinds(found) == {"A39": ChangeKind.GONE, "B00": ChangeKind.DEMOTED}
    assert found.uncovered == ("B",)
    assert changed(old, [row("A00"), row("A99")]).of(ChangeKind.GONE) == ()


def test_a_file_that_was_cut_off_makes_no_code_look_gone_and_none_look_new() -> None:
    """Cut in the middle of a series, the rest of it is not gone; in the other direction none of it came."""
    whole = [row(f"{letter}{n:02}") for letter in "ABC" for n in range(100)]
    cut = [each for each in whole[1:] if each.code < "B80"]
    onward, back = changed(whole, cut), changed(cut, whole)

    assert kinds(onward) == {"A00": ChangeKind.GONE}
    assert onward.uncovered == ("B", "C")
    assert kinds(back) == {"A00": ChangeKind.ADDED}
    assert back.cut_before == ("B", "C")


def test_a_watched_header_stands_for_the_codes_below_it() -> None:
    """Of ICD-10-CM; a CPT code stands for itself alone."""
    assert is_watched("M54.50", {"M54"})
    assert is_watched("M54.50", {"M54.5"})
    assert is_watched("97140", {"97140"})
    assert not is_watched("M54.50", {"M54.51", "M5"})
    assert not is_watched("97140", {"971", "9714"})


def test_a_list_of_short_names_against_one_of_long_names_tells_no_rewording() -> None:
    """Only that codes came and went: every wording differs, and none was changed."""
    long, short = (
        side(OLD, [row("K02", "Dental caries"), row("K03")]),
        side(NEW, [row("K02", "Caries"), row("K04")]),
    )

    assert kinds(compare(long, short, reworded=False)) == {"K03": ChangeKind.GONE, "K04": ChangeKind.ADDED}
    assert kinds(compare(long, short))["K02"] is ChangeKind.REVISED


def test_a_few_codes_of_one_letter_may_all_go_in_a_year_but_a_whole_series_never_does() -> None:
    """All else being there: five codes are gone, thirty are a file that does not hold their series."""
    stay = [row(f"H{n:02}") for n in range(60)]
    few, many = [row(f"P{n:02}") for n in range(5)], [row(f"Q{n:02}") for n in range(30)]

    assert kinds(changed([*stay, *few], stay)) == {each.code: ChangeKind.GONE for each in few}
    assert changed([*stay, *many], stay).found == ()
    assert changed([*stay, *many], stay).uncovered == ("Q",)


def test_the_last_day_of_a_code_is_the_latest_that_the_later_file_states() -> None:
    """CMS moved it once: the older file's day holds no more."""
    spring, summer = date(2026, 3, 31), date(2026, 8, 31)
    old = [row("L01", ends=date(2026, 12, 31))]
    new = [row("L01", ends=summer), row("L01", ends=spring)]

    assert [c.last_day for c in changed(old, new).found] == [summer]


def test_a_header_whose_subcode_became_billable_is_followed_by_it() -> None:
    """The code stood in the old list already, as a header."""
    old, new = [row("N18.3"), row("N18.31", billable=False)], [row("N18.3", billable=False), row("N18.31")]

    assert [c.successors for c in changed(old, new).of(ChangeKind.DEMOTED)] == [("N18.31",)]


def test_a_team_is_told_of_its_watched_codes_alone() -> None:
    """Below a watched header too."""
    found = changed([row("G43.1"), row("J45.2")], [row("J45.3")])

    assert [c.code for c in found.watched({"J45"})] == ["J45.2", "J45.3"]
    assert found.watched({"M54"}) == ()


def test_of_several_intervals_the_name_of_the_latest_counts() -> None:
    """One code, two rows: another wording from April on."""
    new = [
        ComparedRow("V20", "Rider hurt", True, None, date(2027, 3, 31)),
        ComparedRow("V20", "Rider injured", True, date(2027, 4, 1)),
    ]

    assert [c.after for c in changed([row("V20", "Rider hurt")], new).found] == ["Rider injured"]
    assert [c.after for c in changed([row("V20", "Rider hurt")], new[::-1]).found] == ["Rider injured"]


def test_a_code_that_begins_after_the_release_is_not_in_it_yet() -> None:
    """A release without a last day holds whatever begins later."""
    later = [ComparedRow("S01", "Cut", True, date(2027, 10, 1))]
    endless = Release(System.HCPCS, "2026 Q4", date(2026, 10, 1), None, "new")

    assert changed([], later).found == ()
    assert kinds(compare(side(OLD, []), side(endless, later))) == {"S01": ChangeKind.ADDED}


@pytest.mark.parametrize(("count", "gone"), [(19, 19), (20, 0)])
def test_twenty_codes_of_one_letter_are_a_series(count: int, gone: int) -> None:
    """Nineteen may all go at once in a whole file; twenty are rather not covered by it."""
    stay = [row(f"H{n:02}") for n in range(60)]
    ended = [row(f"P{n:02}") for n in range(count)]

    assert len(changed([*stay, *ended], stay).of(ChangeKind.GONE)) == gone


def test_a_part_of_a_file_ends_nothing_however_few_the_codes_are() -> None:
    """A third of the codes is no whole file, so the five that it lacks are not gone."""
    old = [*(row(f"H{n:02}") for n in range(60)), *(row(f"P{n:02}") for n in range(5))]

    assert changed(old, old[:20]).found == ()


def test_a_code_that_a_file_itself_ends_is_gone_although_the_file_does_not_cover_its_series() -> None:
    """It stands there with a last day."""
    old = [row(f"{letter}{n:02}") for letter in "HP" for n in range(40)]
    new = [*old[:40], row("P07", ends=date(2026, 9, 30))]

    assert kinds(changed(old, new)) == {"P07": ChangeKind.GONE}


def test_a_code_that_a_file_that_was_cut_off_announced_is_new_in_the_next_one() -> None:
    """What else the cut series holds may be old."""
    whole = [row(f"{letter}{n:02}") for letter in "HPQ" for n in range(100)]
    announced = ComparedRow("Q50", "Name", True, date(2026, 10, 1))
    cut = [*(each for each in whole if each.code < "Q40"), announced]

    assert kinds(changed(cut, whole)) == {"Q50": ChangeKind.ADDED}
