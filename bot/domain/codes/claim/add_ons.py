"""Add-on codes and the primary code that one of the claim's lines has to be.

Source: NCCI's add-on code file (types 1, 2, 3) where it is loaded, else the starter set. A primary may also
stand on another claim of the same day: that cannot be seen here.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.codes.claim.claim import ClaimLine
from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.finding import Authority, ClaimFinding, ClaimRule, ClaimVerdict, NoPrimary, Source
from bot.domain.codes.claim.reference_data import AddOnKind


def findings(context: Context) -> Iterator[ClaimFinding]:
    """One for each add-on that no other line of the claim carries."""
    billed = {line.code for line in context.claim.lines}
    for line in context.claim.lines:
        asked = known(line, context)
        if asked and not billed & set(asked[0].primaries):
            yield _finding(line, *asked, alone=billed == {line.code})


def known(line: ClaimLine, context: Context) -> tuple[NoPrimary, Source] | None:
    """What the line needs beside it and who says so; None where it is no add-on as far as is known."""
    table = context.reference.add_ons
    if table and (listed := table.primaries(line.code, context.on)):
        return NoPrimary(listed.primaries, listed.kind), table.edition
    procedure = context.reference.find(line.code)
    if procedure is None or not procedure.add_on:
        return None
    kind = AddOnKind.SOME_LISTED if procedure.other_primaries else AddOnKind.LISTED
    return NoPrimary(procedure.primaries, kind), Authority.ADD_ONS


def _finding(line: ClaimLine, need: NoPrimary, source: Source, *, alone: bool) -> ClaimFinding:
    """Where the list is whole, or nothing else is billed at all, a primary is missing for certain."""
    certain = need.kind is AddOnKind.LISTED or alone
    verdict = ClaimVerdict.CONFLICT if certain else ClaimVerdict.LOOK_AGAIN
    return ClaimFinding(ClaimRule.ADD_ON, verdict, replace(need, alone=alone), source, line=line.number)
