"""Check that each procedure code is valid on the date of service, and each diagnosis is billable."""

from collections.abc import Iterator

from bot.domain.codes.claim.context import Context, diagnosis_edition, history_edition
from bot.domain.codes.claim.finding import (
    Authority,
    BadDiagnosis,
    BadPointer,
    BeforeICD10,
    ClaimFinding,
    ClaimRule,
    ClaimVerdict,
    Demoted,
    NotOnList,
    NotValid,
    OutsideRanges,
    StatusHint,
)
from bot.domain.codes.claim.reference_data import CodeStatus
from bot.domain.codes.cpt.grammar import CodeKind
from bot.domain.codes.cpt.ranges import range_of
from bot.domain.codes.icd.billable_days import ICD10_BEGAN, BillableHistory, PastCode, past_code
from bot.domain.codes.icd.replaced import demotion
from bot.domain.codes.icd.resolve import Billable, Resolution, Unknown

MOST_POINTERS = 4
_PAID = frozenset("ARTCJ")  # by RVUs, by the contractor's own price, or as anesthesia
_ONLY_ALONE = "T"


def procedures(context: Context) -> Iterator[ClaimFinding]:
    """Codes that a loaded set shows as invalid on the date; without a set, numbers outside all CPT ranges."""
    table = context.reference.procedures
    for line in context.claim.lines:
        code = line.billed.procedure
        found = table.validity(code, context.on) if table else None
        if found is None and code.kind is CodeKind.CATEGORY_I and range_of(code) is None:
            yield ClaimFinding(
                ClaimRule.VALIDITY,
                ClaimVerdict.LOOK_AGAIN,
                OutsideRanges(),
                Authority.RANGES,
                line=line.number,
            )
        elif found and found.standing is not CodeStatus.VALID:
            yield ClaimFinding(
                ClaimRule.VALIDITY, ClaimVerdict.CONFLICT, NotValid(found), found.edition, line=line.number
            )


def diagnoses(context: Context) -> Iterator[ClaimFinding]:
    """Headers, codes without their 7th character, and codes that the release does not have.

    Without a release for the date, codes that are not on the Medicare Code Editor's list of the day.
    """
    edition = diagnosis_edition(context.reference)
    if edition is None:
        yield from _without_release(context)
        return
    demoted = {finding.diagnosis: finding for finding in _demoted(context)}
    for position, resolution in enumerate(context.resolved, start=1):
        if isinstance(resolution, Unknown) and position in demoted:  # a list of billable codes has no headers
            yield demoted[position]
        elif not isinstance(resolution, Billable):
            partly = isinstance(resolution, Unknown) and resolution.of_few is not None
            verdict = ClaimVerdict.LOOK_AGAIN if partly else ClaimVerdict.CONFLICT
            detail = BadDiagnosis(resolution, _past(resolution, context))
            yield ClaimFinding(ClaimRule.BILLABLE, verdict, detail, edition, diagnosis=position)


def _past(resolution: Resolution, context: Context) -> PastCode | None:
    """When a code that the release lacks was billable; None if it never was, or is unknown."""
    history, typed = context.reference.history, resolution.typed
    if history is None or not isinstance(resolution, Unknown) or typed.guessed:
        return None
    past = past_code(typed.code, context.on, history)
    return past if past.runs else None


def _without_release(context: Context) -> Iterator[ClaimFinding]:
    if context.on < ICD10_BEGAN:
        for position in range(1, len(context.claim.diagnoses) + 1):
            yield ClaimFinding(
                ClaimRule.BILLABLE, ClaimVerdict.CONFLICT, BeforeICD10(), Authority.ICD9, diagnosis=position
            )
    elif history := context.history:
        yield from _by_history(context, history)
    else:
        yield from _demoted(context)


def _by_history(context: Context, history: BillableHistory) -> Iterator[ClaimFinding]:
    for position, typed in enumerate(context.claim.diagnoses, start=1):
        past = past_code(typed.code, context.on, history)
        if typed.guessed or not past.billable:
            yield ClaimFinding(
                ClaimRule.BILLABLE,
                ClaimVerdict.CONFLICT,
                NotOnList(past),
                history_edition(history),
                diagnosis=position,
            )


def _demoted(context: Context) -> Iterator[ClaimFinding]:
    """Headers known for certain from the addenda: `M54.5` since October 2021.

    It applies without a release for the date, or if the release's list has no headers.
    """
    for position, typed in enumerate(context.claim.diagnoses, start=1):
        known = demotion(typed.code)
        if known and known.billable_on(context.on) is False:
            newest = context.reference.newest
            header = newest.get(known.code) if newest else None
            detail = Demoted(known, header.children if header else ())
            yield ClaimFinding(
                ClaimRule.BILLABLE, ClaimVerdict.CONFLICT, detail, Authority.ADDENDA, diagnosis=position
            )


def pointers(context: Context) -> Iterator[ClaimFinding]:
    """Box 24E takes up to four pointers, each to a diagnosis in box 21."""
    held = len(context.claim.diagnoses)
    for line in context.claim.lines:
        missing = tuple(p for p in line.pointers if p > held)
        if missing or len(line.pointers) > MOST_POINTERS:
            detail = BadPointer(missing, len(line.pointers))
            yield ClaimFinding(
                ClaimRule.POINTERS, ClaimVerdict.CONFLICT, detail, Authority.CLAIM_FORM, line=line.number
            )


def statuses(context: Context) -> Iterator[ClaimFinding]:
    """Fee schedule status letters with which Medicare does not pay the line separately."""
    table = context.reference.fees
    if table is None:
        return
    several = len(context.claim.lines) > 1
    for line in context.claim.lines:
        fee = table.find(line.code, "", context.on)
        if fee and (fee.status not in _PAID or (fee.status == _ONLY_ALONE and several)):
            yield ClaimFinding(
                ClaimRule.FEES,
                ClaimVerdict.LOOK_AGAIN,
                StatusHint(fee.status),
                table.edition,
                line=line.number,
            )
