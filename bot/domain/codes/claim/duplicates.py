"""The same service on two lines. Payers treat the second as a duplicate unless something distinguishes them."""

from collections.abc import Iterator

from bot.domain.codes.claim.claim import ClaimLine
from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.finding import Authority, ClaimFinding, ClaimRule, ClaimVerdict, Repeated
from bot.domain.codes.cpt.grammar import CodeKind


def findings(context: Context) -> Iterator[ClaimFinding]:
    """One for each further line with the same code and the same modifiers, in any order."""
    first: dict[tuple[str, frozenset[str]], ClaimLine] = {}
    for line in context.claim.lines:
        key = (line.code, frozenset(line.modifiers))
        before = first.setdefault(key, line)
        if before is not line:
            yield ClaimFinding(
                ClaimRule.REPEATED, ClaimVerdict.LOOK_AGAIN, Repeated(_is_lab(line)), Authority.CLAIM_FORM,
                line=line.number, others=(before.number,),
            )  # fmt: skip


def _is_lab(line: ClaimLine) -> bool:
    code = line.billed.procedure
    return code.kind is CodeKind.CATEGORY_I and "80047" <= code.code <= "89398"
