"""An export of billed lines, checked against invented files."""

from collections.abc import Sequence
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.audit.audit import Audit, AuditOptions, audit
from bot.domain.codes.audit.lines import RowProblem
from bot.domain.codes.claim.edition import ReferenceFile
from bot.domain.codes.claim.finding import ClaimRule
from bot.domain.codes.claim.reference_data import ReferenceData
from tests.fakes_claim import MemoryPairs, MemoryUnits, pair

TODAY = date(2026, 3, 1)
HEADER = ("Patient", "DOS", "CPT", "Mod", "Units", "Dx")
REFERENCE = ReferenceData(pairs=MemoryPairs(pair("97530", "97140")), units=MemoryUnits(("97110", 4, 3)))


def run(
    *rows: Sequence[str],
    header: Sequence[str] = HEADER,
    reference: ReferenceData = REFERENCE,
    over: float = 0.15,
) -> Audit:
    """The audit of a few rows."""
    return audit([header, *rows], lambda _: reference, AuditOptions(over=over), TODAY)


def test_a_pair_on_one_day_of_one_patient_is_found_at_its_row() -> None:
    """Column 2 of the pair is the one that is not paid."""
    result = run(("A", "2/3/2026", "97530", "", "1"), ("A", "2026-02-03", "97140", "", "1"))

    assert [(h.row, h.subject, h.other_row) for h in result.hits] == [(3, "97140", 2)]


def test_a_date_may_be_a_spreadsheet_s_count_of_days() -> None:
    """A column that was saved without its format: 46056 is 2026-02-03, and half a day behind it is noon."""
    result = run(("A", "46056", "97530", "", "1"), ("A", "46056.5", "97140", "", "1"))

    assert [(h.row, h.subject) for h in result.hits] == [(3, "97140")]
    assert run(("A", "97140", "97530")).passed[RowProblem.BAD_DATE].count == 1


def test_two_patients_or_two_days_are_no_pair() -> None:
    """NCCI speaks of one patient on one day."""
    apart = run(("A", "2/3/2026", "97530"), ("B", "2/3/2026", "97140"), ("A", "2/4/2026", "97140"))

    assert apart.hits == ()


def test_a_modifier_that_may_be_true_lets_the_pair_pass() -> None:
    """59 on the line of column 2."""
    assert run(("A", "2/3/2026", "97530"), ("A", "2/3/2026", "97140", "59")).hits == ()


def test_units_of_the_day_are_added_up() -> None:
    """Three and two are more than four a day."""
    result = run(("A", "2/3/2026", "97110", "GP", "3"), ("A", "2/3/2026", "97110", "GP", "2.00"))

    assert result.by_rule() == {ClaimRule.UNITS: 1}


def test_without_a_patient_each_line_stands_alone_and_that_is_said() -> None:
    """Lines of strangers are never held against each other."""
    result = run(
        ("2/3/2026", "97530"),
        ("2/3/2026", "97140"),
        header=("Service Date", "Procedure"),
    )

    assert (result.hits, result.together) == ((), False)


def test_a_high_share_of_a_modifier_is_flagged_and_a_usual_one_comes_last() -> None:
    """GP belongs on therapy; 59 on a third of the lines wants a look."""
    rows = [(f"P{n}", "2/3/2026", "97140", "GP 59" if n % 3 == 0 else "GP") for n in range(30)]

    result = run(*rows)

    assert [(s.modifier, s.usual) for s in result.flagged] == [("59", False), ("GP", True)]
    assert result.flagged[0].with_it == 10


def test_a_share_is_not_told_of_a_handful_of_lines() -> None:
    """One of three lines is chance."""
    assert run(*[(f"P{n}", "2/3/2026", "97140", "59") for n in range(3)]).flagged == ()


def test_rows_that_cannot_be_read_are_counted_with_their_numbers() -> None:
    """The header is row 1."""
    result = run(
        ("A", "2/3/2026", ""),
        ("A", "soon", "97110"),
        ("A", "2/3/2026", "97I10"),
        ("A", "2/3/2026", "97110", "", "x"),
    )

    assert {why: passed.rows for why, passed in result.passed.items()} == {
        RowProblem.NO_CODE: [2],
        RowProblem.BAD_DATE: [3],
        RowProblem.BAD_CODE: [4],
        RowProblem.BAD_UNITS: [5],
    }


def test_what_was_not_loaded_is_told_with_its_lines() -> None:
    """Nothing loaded, nothing checked, and nobody may take it for clean."""
    result = run(("A", "2/3/2026", "97110", "", "99", "M54.50"), reference=ReferenceData())

    assert result.not_loaded == {
        ReferenceFile.PAIRS: 1,
        ReferenceFile.UNITS: 1,
        ReferenceFile.PROCEDURES: 1,
        ReferenceFile.DIAGNOSES: 1,
    }


@given(st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=12))
def test_any_cells_are_read_without_an_exception(rows: list[list[str]]) -> None:
    """An export may hold anything."""
    result = run(*rows)

    assert result.lines + sum(p.count for p in result.passed.values()) <= len(rows)
