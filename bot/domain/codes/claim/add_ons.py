"""Check that each add-on code has a primary code on another line of the claim.

Source: NCCI's add-on code file (types 1, 2, 3) if it is loaded, else the starter set. A primary code may also be on
another claim of the same day; that can't be detected here.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.codes.claim.claim import ClaimLine
from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.finding import Authority, ClaimFinding, ClaimRule, ClaimVerdict, NoPrimary, Source
from bot.domain.codes.claim.reference_data import AddOnKind


def findings(context: Context) -> Iterator[ClaimFinding]:
    """One for each add-on without a primary code on another line."""
    billed = {line.code for line in context.claim.lines}
    for line in context.claim.lines:
        asked = known(line, context)
        if asked and not billed & set(asked[0].primaries):
            yield _finding(line, *asked, alone=billed == {line.code})


def known(line: ClaimLine, context: Context) -> tuple[NoPrimary, Source] | None:
    """What other code the line needs, and the source; None if it is not a known add-on."""
    table = context.reference.add_ons
    if table and (listed := table.primaries(line.code, context.on)):
        return NoPrimary(listed.primaries, listed.kind), table.edition
    procedure = context.reference.find(line.code)
    if procedure is None or not procedure.add_on:
        return None
    kind = AddOnKind.SOME_LISTED if procedure.other_primaries else AddOnKind.LISTED
    return NoPrimary(procedure.primaries, kind), Authority.ADD_ONS


def _finding(line: ClaimLine, need: NoPrimary, source: Source, *, alone: bool) -> ClaimFinding:
    """A missing primary is certain if the list is complete, or the claim has no other code."""
    certain = need.kind is AddOnKind.LISTED or alone
    verdict = ClaimVerdict.CONFLICT if certain else ClaimVerdict.LOOK_AGAIN
    return ClaimFinding(ClaimRule.ADD_ON, verdict, replace(need, alone=alone), source, line=line.number)
