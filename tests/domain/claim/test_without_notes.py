"""A claim is never said to be checked against notes that are not loaded; what needs none always runs."""

from datetime import date

import pytest

from bot.codefiles.shipped import shipped_spans
from bot.domain.codes.claim.check import CheckedClaim, check
from bot.domain.codes.claim.edition import ReferenceFile
from bot.domain.codes.claim.finding import (
    Authority,
    BadDiagnosis,
    BeforeICD10,
    ClaimFinding,
    ClaimRule,
    ClaimVerdict,
    Misplaced,
    NotOnList,
)
from bot.domain.codes.claim.missing import Missing
from bot.domain.codes.claim.parse import read_claim
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.icd.code_list import diagnoses_of
from bot.domain.codes.releases import Release, System
from bot.domain.text import clean
from tests.fakes_diagnoses import MemoryDiagnoses, april_diagnoses, october_diagnoses

TODAY = date(2026, 12, 1)
_ORDER = Release(System.ICD10CM, "FY2027 order", date(2026, 10, 1), date(2027, 9, 30), "order.txt")
LIST_ALONE = ReferenceData(
    diagnoses=MemoryDiagnoses(
        _ORDER,
        (),
        diagnoses_of(
            CodeRow(code, f"Invented {code}") for code in ("M54.50", "M51.360", "W19.XXXA", "S52.501A")
        ),
    ),
    find=STARTER.get,
)
HISTORY = ReferenceData(history=shipped_spans(), find=STARTER.get)
NOTES_MISSING = Missing(ReferenceFile.DIAGNOSES, notes=True)


def checked(text: str, reference: ReferenceData) -> CheckedClaim:
    """The check of a claim line."""
    return check(read_claim(clean(text), TODAY, STARTER, lambda _code: True), reference, TODAY)


def findings(result: CheckedClaim) -> list[ClaimFinding]:
    """At the diagnoses."""
    return [finding for each in result.diagnoses for finding in each.findings]


def test_a_plain_list_of_codes_checks_no_excludes_notes_and_says_so() -> None:
    """M54.50 with M51.360 is an Excludes1 note of the tabular list, which is not loaded."""
    result = checked("99213 dx M54.50 M51.360", LIST_ALONE)

    assert all(ClaimRule.EXCLUDES not in each.checked for each in result.diagnoses)
    assert all(ClaimRule.ORDER not in each.checked for each in result.diagnoses)
    assert NOTES_MISSING in result.missing
    notes = checked("99213 dx M54.50 M51.360 on 2026-06-01", ReferenceData(diagnoses=april_diagnoses()))
    assert NOTES_MISSING not in notes.missing
    assert all(ClaimRule.EXCLUDES in each.checked for each in notes.diagnoses)


@pytest.mark.parametrize(
    "reference",
    [LIST_ALONE, HISTORY, ReferenceData(), ReferenceData(diagnoses=october_diagnoses())],
    ids=["list", "history", "nothing", "notes"],
)
def test_an_external_cause_is_never_first_whatever_is_loaded(reference: ReferenceData) -> None:
    """The rule needs the code alone."""
    found = [f for f in findings(checked("99213 dx W19.XXXA", reference)) if f.rule is ClaimRule.ORDER]

    assert [(f.verdict, getattr(f.detail, "why", None)) for f in found] == [
        (ClaimVerdict.CONFLICT, Misplaced.EXTERNAL_CAUSE_FIRST)
    ]
    assert not [
        f for f in findings(checked("99213 dx S52.501A W19.XXXA", reference)) if f.rule is ClaimRule.ORDER
    ]


def test_a_past_day_is_answered_by_the_code_editor_s_list() -> None:
    """M54.5 could be billed until September 30, 2021."""
    before = checked("99213 dx M54.5 on 2021-09-30", HISTORY)
    after = checked("99213 dx M54.5 on 2025-10-15", HISTORY)

    assert findings(before) == []
    assert before.diagnoses[0].checked == (
        ClaimRule.BILLABLE,
        ClaimRule.EXTERNAL_CAUSE,
        ClaimRule.GUIDELINES,
    )
    assert NOTES_MISSING in before.missing
    assert [edition.name for edition in before.consulted] == ["Medicare code editor list"]
    [finding] = findings(after)
    assert isinstance(finding.detail, NotOnList)
    assert finding.verdict is ClaimVerdict.CONFLICT
    assert finding.detail.past.successors == ("M54.50", "M54.51", "M54.59")


def test_a_day_before_icd_10_takes_icd_9() -> None:
    """October 1, 2015 is the first day of ICD-10-CM."""
    [finding] = findings(checked("99213 dx M54.5 on 2015-09-30", HISTORY))

    assert (finding.detail, finding.source) == (BeforeICD10(), Authority.ICD9)
    assert findings(checked("99213 dx M54.5 on 2015-10-01", HISTORY)) == []


def test_a_code_that_is_gone_is_told_with_its_last_day() -> None:
    """T52.8X1A ended with September 2026."""
    reference = ReferenceData(diagnoses=october_diagnoses(), history=shipped_spans())
    [finding] = findings(checked("99213 dx T52.8X1A", reference))

    assert isinstance(finding.detail, BadDiagnosis)
    assert finding.detail.past
    assert finding.detail.past.runs[-1].last == date(2026, 9, 30)
