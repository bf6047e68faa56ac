"""Can these codes be billed together? The answer from NCCI's file of the quarter. No row does not mean permission."""

from dataclasses import dataclass
from datetime import date
from itertools import combinations

from bot.domain.codes.claim import billing
from bot.domain.codes.claim.claim import Claim, ClaimLine
from bot.domain.codes.claim.context import context
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.claim.finding import ClaimFinding
from bot.domain.codes.claim.ncci import findings
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.domain.codes.claim.together_request import TogetherRequest
from bot.domain.codes.cpt.grammar import BilledCode


@dataclass(frozen=True, slots=True)
class Two:
    """Two codes and the pair in force, if there is one."""

    first: BilledCode
    second: BilledCode
    finding: ClaimFinding | None


@dataclass(frozen=True, slots=True)
class TogetherAnswer:
    """`edition` None: no file for the date and setting is loaded, so there is no answer (`twos` is empty).

    `whole` False: a part of the quarter is missing, so two codes without a pair were not checked.
    """

    request: TogetherRequest
    on: date
    edition: ReferenceEdition | None
    twos: tuple[Two, ...]
    whole: bool = True
    rules: tuple[ClaimFinding, ...] = ()
    """What the billing rules say about the codes, regardless of the loaded files."""


def ask_together(request: TogetherRequest, reference: ReferenceData, today: date) -> TogetherAnswer:
    """Every pair of the codes, in either column order."""
    lines = tuple(ClaimLine(n, billed) for n, billed in enumerate(request.billed, start=1))
    about = context(
        Claim(lines, (), request.on, request.setting, place=request.place, payer=request.payer),
        ReferenceData(pairs=reference.pairs),
        today,
    )
    rules = tuple(billing.findings(about))
    if about.reference.pairs is None:
        return TogetherAnswer(request, about.on, None, (), rules=rules)
    found = {frozenset((f.line, *f.others)): f for f in findings(about)}
    twos = tuple(
        Two(one.billed, other.billed, found.get(frozenset((one.number, other.number))))
        for one, other in combinations(lines, 2)
    )
    table = about.reference.pairs
    return TogetherAnswer(request, about.on, table.edition, twos, table.whole, rules)
