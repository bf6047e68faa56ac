"""What an operator reads when a file is loaded or refused."""

from datetime import UTC, date, datetime

import pytest

from bot.cli.code_sentences import outcome_lines, stored_lines
from bot.cli.sentences import operator_sentence
from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.installed import INSTALLED_FY2027, INSTALLED_ICD10CM
from bot.domain.codes.completeness import Lack
from bot.domain.codes.files import FileKind, Skipped, SkipReason
from bot.domain.codes.releases import Release, System
from bot.services.loading.outcome import LoadedFile, NoSuchEdition, Outcome, SameRelease
from bot.services.loading.release_names import FROM_EVER, NeedsToKnow, Unsaid
from bot.services.ports.database import StoredRelease

_PAIRS = Release(
    System.PAIRS_PRACTITIONER, "2026 Q1 f1", date(2026, 1, 1), date(2026, 3, 31), "ccipra-v320r0-f1.TXT", "T1"
)


@pytest.mark.parametrize("fault", list(Fault))
def test_every_fault_of_a_file_has_a_sentence_that_says_that_nothing_changed(fault: Fault) -> None:
    """With the file's name and the line where there is one; never the bare word of the program."""
    told = operator_sentence(UnreadableFile(fault, 17, member="f.txt", near="f.txt"))

    assert "f.txt" in told
    assert told.endswith("Nothing was changed.")
    assert fault is Fault.NOT_FOUND or "(line 17)" in told


@pytest.mark.parametrize("what", list(Unsaid))
@pytest.mark.parametrize("kind", [FileKind.PTP, FileKind.MUE, FileKind.FEES, FileKind.OWN_CODES])
def test_whatever_has_to_be_said_is_told_with_the_option_that_says_it(what: Unsaid, kind: FileKind) -> None:
    """The very words to type."""
    told = operator_sentence(NeedsToKnow(what, kind, "f.txt", ("T1", "T2")))

    assert f"--{what}" in told
    assert "f.txt" in told


def test_a_load_tells_rows_workspace_and_what_was_left_out_by_line() -> None:
    """The first lines by number and reason, all of them counted; that a workspace was taken for granted is said."""
    skipped = tuple(Skipped(line, SkipReason.NOT_A_DATE) for line in range(7, 17))
    loaded = LoadedFile(_PAIRS, 612_345, skipped=skipped, left_out=12)

    assumed = "(the one workspace that this database knows; another: --workspace)"

    told = list(outcome_lines(Outcome((loaded,), ("readme.pdf",)), workspace_said=False))

    assert told == [
        f"ccipra-v320r0-f1.TXT: NCCI pairs, practitioner 2026 Q1 f1, 612,345 rows, for T1 alone {assumed}.",
        "  12 left out: line 7: no date; line 8: no date; line 9: no date; line 10: no date; line 11: no date ...",
        "Passed over, as no code files or the same table in another form: readme.pdf.",
        "A running bot uses it within seconds.",
    ]


def test_the_same_file_again_is_told_as_that() -> None:
    """Nothing was changed, so no bot has anything new."""
    told = list(outcome_lines(Outcome((LoadedFile(_PAIRS, 5, again=True),)), workspace_said=True))

    assert told == [
        "ccipra-v320r0-f1.TXT: already loaded as NCCI pairs, practitioner 2026 Q1 f1; nothing was changed."
    ]


def test_a_release_that_takes_another_s_place_says_how_large_that_was() -> None:
    """Two rows in place of 74,044 is a slip that somebody should see."""
    told = list(outcome_lines(Outcome((LoadedFile(_PAIRS, 2, replaced=74_044),)), workspace_said=True))

    assert told[0].endswith("It takes the place of the NCCI pairs, practitioner 2026 Q1 f1 with 74,044 rows.")


def test_a_file_that_seems_cut_off_is_told_with_what_to_do() -> None:
    """A list of codes by its last code, any other by the rows of the one before it."""
    codes = Release(System.HCPCS, "2026 Q4", date(2026, 10, 1), None, "anweb.csv")
    told = [
        list(outcome_lines(Outcome((loaded,)), workspace_said=True))[1]
        for loaded in (
            LoadedFile(codes, 5_000, lacks=Lack(5_000, "K0742", 8_510)),
            LoadedFile(_PAIRS, 200, lacks=Lack(200, before=300)),
        )
    ]

    assert told == [
        (
            "  It seems cut off (5,000 codes, the last K0742; the edition before has 8,510): load it again. "
            "Until then nothing is said of codes that it lacks."
        ),
        (
            "  It seems cut off: 200 rows, where the edition before has 300. "
            "Hold its size against the publisher's, and load it again."
        ),
    ]


def test_a_code_that_stands_twice_is_named() -> None:
    """Nobody should have to count lines."""
    told = operator_sentence(UnreadableFile(Fault.DOUBLED, 17, member="f.csv", near="G0283"))

    assert "one code twice" in told
    assert "(G0283, line 17)" in told


def test_the_list_tells_what_has_ended_how_old_it_is_and_whose_it_is() -> None:
    """One line for each release."""
    at = datetime(2026, 11, 18, 15, tzinfo=UTC)
    [told] = stored_lines([StoredRelease(1, _PAIRS, 612_345, "d", at)], date(2026, 11, 21))

    assert "Jan 1, 2026 to Mar 31, 2026  ENDED" in told
    assert told.endswith("612,345 rows, loaded 3 days ago, for T1 alone")


def test_a_team_s_own_list_holds_for_any_day() -> None:
    """No first day from centuries ago is shown."""
    own = Release(System.OWN, "ours", FROM_EVER, None, "ours.csv", "T1")

    [told] = stored_lines([StoredRelease(1, own, 2, "d", datetime.now(UTC))], datetime.now(UTC).date())

    assert "any date of service, as each code says" in told


def test_a_name_that_fits_two_releases_is_answered_with_all_names() -> None:
    """To be copied from."""
    told = operator_sentence(
        NoSuchEdition("2026 Q1", ("MUE, practitioner 2026 Q1", "NCCI add-on codes 2026 Q1"))
    )

    assert "MUE, practitioner 2026 Q1; NCCI add-on codes 2026 Q1" in told


def test_two_files_for_one_place_are_both_named() -> None:
    """And what would happen."""
    told = operator_sentence(SameRelease("HCPCS Level II 2026 Q4", ("a.txt", "b.xlsx")))

    assert told.startswith("a.txt and b.xlsx would both be HCPCS Level II 2026 Q4")


def test_an_ended_release_asks_for_a_newer_one_only_where_none_is_in_force() -> None:
    """FY2027 answers, so April 2026 is over and nothing is missing."""
    at = datetime(2026, 12, 1, tzinfo=UTC)
    both = [
        StoredRelease(n, each, 1, "d", at) for n, each in enumerate((INSTALLED_FY2027, INSTALLED_ICD10CM))
    ]
    today, april = stored_lines(both, date(2026, 12, 1))

    assert "FY2027, notes April 2026: dates of service Oct 1, 2026 to Sep 30, 2027" in today
    assert "Sep 30, 2026  ended" in april
    assert "ENDED: load the newer release" in next(stored_lines(both[1:], date(2026, 12, 1)))
