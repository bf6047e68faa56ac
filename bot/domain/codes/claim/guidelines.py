"""The ICD-10-CM Official Guidelines over the diagnoses of a claim, or over codes asked about together."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations

from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.finding import (
    Authority,
    ClaimFinding,
    ClaimRule,
    ClaimVerdict,
    GuidelineHit,
    SiblingHit,
)
from bot.domain.codes.diagnosis import Diagnosis, DiagnosisTable
from bot.domain.codes.guidelines.rule import GuidelineKind, GuidelineRule, is_sequela
from bot.domain.codes.guidelines.rule_table import GUIDELINE_RULES
from bot.domain.codes.guidelines.siblings import SiblingConflict, sibling_conflict

_LIKELY = (SiblingConflict.WITH_AND_WITHOUT, SiblingConflict.BOTH_AND_ONE, SiblingConflict.TWO_SIDES)


def findings(context: Context) -> Iterator[ClaimFinding]:
    """Each rule once for each code that breaks it. Rules by code need no edition; siblings need its names."""
    codes = [typed.code for typed in context.claim.diagnoses]
    positions = range(1, len(context.resolved) + 1)
    held = [(at, d) for at in positions if (d := context.diagnosis(at))]
    yield from _all(codes, held, context.reference.diagnoses, in_order=True)


def together(diagnoses: Sequence[Diagnosis], table: DiagnosisTable) -> tuple[ClaimFinding, ...]:
    """The same for codes without an order: nothing is said of what comes first."""
    codes = [diagnosis.code for diagnosis in diagnoses]
    return tuple(_all(codes, list(enumerate(diagnoses, start=1)), table, in_order=False))


def _all(
    codes: Sequence[str],
    held: Sequence[tuple[int, Diagnosis]],
    table: DiagnosisTable | None,
    *,
    in_order: bool,
) -> Iterator[ClaimFinding]:
    told: set[tuple[int, int]] = set()
    alone: set[int] = set()
    for finding in _by_rule(codes, in_order=in_order):
        position = finding.diagnosis or 0
        if not finding.others and position in alone:  # never first, and what it needs: one of them says it
            continue
        alone.update((position,) if not finding.others else ())
        told.update((position, other) for other in finding.others)
        yield finding
    if table is not None:
        yield from _siblings([(at, d) for at, d in held if d.billable], table, told)


def _by_rule(codes: Sequence[str], *, in_order: bool) -> Iterator[ClaimFinding]:
    concerned = set[int]().union(*map(_rules_of, codes))
    for rule in (GUIDELINE_RULES[at] for at in sorted(concerned)):
        if not in_order and rule.kind in _OF_ORDER:
            continue
        for position, others in _broken(rule, codes):
            verdict = ClaimVerdict.CONFLICT if rule.sure else ClaimVerdict.LOOK_AGAIN
            yield ClaimFinding(
                ClaimRule.GUIDELINES,
                verdict,
                GuidelineHit(rule),
                Authority.GUIDELINES,
                diagnosis=position,
                others=others,
            )


@lru_cache(maxsize=8192)
def _rules_of(code: str) -> frozenset[int]:
    """Places in the table of the rules that `code` can break. Worked out once for each code."""
    return frozenset(
        at
        for at, rule in enumerate(GUIDELINE_RULES)
        if code in rule.codes or (rule.sequela and is_sequela(code))
    )


_OF_ORDER = (GuidelineKind.NEVER_FIRST, GuidelineKind.ONLY_FIRST, GuidelineKind.GOES_BEFORE)


def _broken(  # noqa: C901 - one case for each kind of rule
    rule: GuidelineRule, codes: Sequence[str]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Positions (from 1) of codes that break the rule, with those of the others that it is about."""
    mine = [
        at
        for at, code in enumerate(codes, start=1)
        if code in rule.codes or (rule.sequela and is_sequela(code))
    ]
    others = [at for at, code in enumerate(codes, start=1) if code in rule.others]
    if not mine or any(code in rule.unless for code in codes):
        return
    match rule.kind:
        case GuidelineKind.COMBINES | GuidelineKind.INTEGRAL | GuidelineKind.NEVER_BOTH:
            if apart := [at for at in others if at != mine[0]]:
                yield mine[0], (apart[0],)
        case GuidelineKind.NEVER_FIRST:
            if mine[0] == 1:
                yield 1, ()
        case GuidelineKind.ONLY_FIRST:
            yield from ((at, ()) for at in mine if at > 1 and codes[0] not in rule.codes)
        case GuidelineKind.ALSO_NEEDED:
            if not others:
                yield mine[0], ()
        case GuidelineKind.GOES_BEFORE:
            if before := [at for at in others if at < mine[0] and at not in mine]:
                yield mine[0], (before[0],)


def _siblings(
    held: Sequence[tuple[int, Diagnosis]], table: DiagnosisTable, told: set[tuple[int, int]]
) -> Iterator[ClaimFinding]:
    for (first, one), (second, other) in combinations(held, 2):
        if (first, second) in told or (second, first) in told:
            continue
        if found := sibling_conflict(one, other, table):
            verdict = ClaimVerdict.CONFLICT if found.conflict in _LIKELY else ClaimVerdict.LOOK_AGAIN
            yield ClaimFinding(
                ClaimRule.GUIDELINES,
                verdict,
                SiblingHit(found),
                Authority.GUIDELINES,
                diagnosis=second,
                others=(first,),
            )
