"""Check that a line's modifiers exist, fit its code, and fit each other.

Sources: CPT's modifier appendix, CMS's HCPCS list, the NCCI Policy Manual, chapter 1, Medicare's Claims Processing
Manual, chapter 5 (GP, GO, GN, CQ, CO), and the fee schedule's indicators if one is loaded.
"""

from collections.abc import Callable, Iterator
from datetime import date

from bot.domain.codes.billing.rule_table import RULE_INDEX
from bot.domain.codes.claim.add_ons import known as add_on
from bot.domain.codes.claim.broken_rules import MEDICARE, misplaced_modifiers
from bot.domain.codes.claim.claim import ClaimLine
from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.claim.em_visits import is_visit
from bot.domain.codes.claim.finding import (
    Authority,
    ClaimFinding,
    ClaimRule,
    ClaimVerdict,
    ModifierDoubt,
    Source,
    Trouble,
)
from bot.domain.codes.claim.ncci import DISTINCT, either_order
from bot.domain.codes.cpt.modifier_fit import Misfit, doubts
from bot.domain.codes.cpt.modifier_forms import may_modify
from bot.domain.codes.cpt.modifiers import MODIFIERS
from bot.domain.codes.cpt.procedure import Group
from bot.domain.codes.listing import ListedModifier

MOST_MODIFIERS = 4
_PLANS = frozenset({"GP", "GO", "GN"})
_ASSISTANTS = {"CQ": "GP", "CO": "GO"}
_CONFLICTS = frozenset({
    Misfit.DISTINCT_ON_VISIT, Misfit.MEASURE_ONLY, Misfit.ANESTHESIA_ONLY,
    Trouble.NOT_YET, Trouble.ENDED, Trouble.ASSISTANT_ALONE, Trouble.PARTS_TOGETHER, Trouble.BOTH_SIDES_TWICE,
    Trouble.WASTE_AND_NONE,
})  # fmt: skip
_BY_SCHEDULE = (
    Trouble.NO_PARTS_IN_SCHEDULE,
    Trouble.NO_HELPERS_IN_SCHEDULE,
    Trouble.NOT_BILATERAL_IN_SCHEDULE,
)
_ASSISTING = ("80", "81", "82", "AS")
_INSTEAD: dict[Misfit | Trouble, tuple[str, ...]] = {
    Misfit.DISTINCT_ON_VISIT: ("24", "25", "57"),
    Trouble.PLAN_MISSING: ("GP", "GO", "GN"),
}
_Doubts = Iterator[ModifierDoubt]


def findings(context: Context) -> Iterator[ClaimFinding]:
    """Each doubt about each line's modifiers."""
    for line in context.claim.lines:
        for rule in _RULES:
            for doubt in rule(line, context):
                yield _finding(line, doubt, context)


def _finding(line: ClaimLine, doubt: ModifierDoubt, context: Context) -> ClaimFinding:
    verdict = ClaimVerdict.CONFLICT if doubt.trouble in _CONFLICTS else ClaimVerdict.LOOK_AGAIN
    if doubt.trouble is Trouble.PLAN_MISSING and not _some_plan(context):
        verdict = ClaimVerdict.NO_PROBLEM  # a remark: payers differ, and the claim doesn't show a plan
    return ClaimFinding(ClaimRule.MODIFIERS, verdict, doubt, _source(doubt, context), line=line.number)


def _some_plan(context: Context) -> bool:
    return any(_PLANS & set(line.modifiers) for line in context.claim.lines)


def _source(doubt: ModifierDoubt, context: Context) -> Source:
    by_fees = doubt.trouble in _BY_SCHEDULE
    edition: ReferenceEdition | None = doubt.told_by
    if by_fees and context.reference.fees:
        edition = context.reference.fees.edition
    if doubt.trouble is Trouble.DISTINCT_UNNEEDED and context.reference.pairs:
        edition = context.reference.pairs.edition
    if doubt.trouble in (Trouble.PLAN_MISSING, Trouble.ASSISTANT_ALONE):
        return Authority.THERAPY
    return edition or Authority.MODIFIERS


def _existing(line: ClaimLine, context: Context) -> _Doubts:
    table = context.reference.modifiers
    for modifier in line.modifiers:
        listed = table.find(modifier) if table else None
        if listed:
            yield from _out_of_time(listed, context.on)
        elif not may_modify(modifier, line.code):
            yield ModifierDoubt(Trouble.NOT_PUBLISHED, (modifier,), consulted=table.editions if table else ())
        known = MODIFIERS.get(modifier)
        if known and known.since and context.on < known.since and not (listed and listed.starts):
            yield ModifierDoubt(Trouble.NOT_YET, (modifier,), since=known.since)
    if len(line.modifiers) > MOST_MODIFIERS:
        yield ModifierDoubt(Trouble.TOO_MANY, line.modifiers)


def _out_of_time(listed: ListedModifier, on: date) -> _Doubts:
    """What the loaded list says if the day is outside the modifier's own dates."""
    if listed.over(on):
        yield ModifierDoubt(Trouble.ENDED, (listed.modifier,), until=listed.ends, told_by=listed.edition)
    elif listed.not_yet(on):
        yield ModifierDoubt(Trouble.NOT_YET, (listed.modifier,), since=listed.starts, told_by=listed.edition)


def _fitting(line: ClaimLine, context: Context) -> _Doubts:
    found = doubts(line.billed.procedure, line.modifiers, context.reference.find(line.code))
    if not found:
        return
    by_rule = misplaced_modifiers(line, RULE_INDEX)  # those say their document, and are told there
    for doubt in found:
        if doubt.modifier in by_rule and doubt.misfit is not Misfit.TWO_PLANS:
            continue
        yield ModifierDoubt(doubt.misfit, (doubt.modifier,), _INSTEAD.get(doubt.misfit, ()))


def _therapy(line: ClaimLine, context: Context) -> _Doubts:
    """Each therapy line needs a plan-of-care modifier, and an assistant's modifier must match its plan."""
    for assistant, plan in _ASSISTANTS.items():
        if assistant in line.modifiers and plan not in line.modifiers:
            yield ModifierDoubt(Trouble.ASSISTANT_ALONE, (assistant,), (plan,))
    procedure = context.reference.find(line.code)
    therapy = procedure and procedure.group in (Group.THERAPY, Group.THERAPY_EVALUATION)
    assisted = _ASSISTANTS.keys() & set(line.modifiers)
    by_rule = context.claim.payer in MEDICARE  # there a billing rule says it, and is sure
    if therapy and not by_rule and not assisted and not _PLANS & set(line.modifiers):
        yield ModifierDoubt(Trouble.PLAN_MISSING, (), _INSTEAD[Trouble.PLAN_MISSING])


def _among_themselves(line: ClaimLine, context: Context) -> _Doubts:
    """Modifiers that repeat or contradict each other."""
    has = set(line.modifiers)
    sides = tuple(m for m in line.modifiers if m in ("LT", "RT"))
    if {"26", "TC"} <= has:
        yield ModifierDoubt(Trouble.PARTS_TOGETHER, ("26", "TC"))
    if {"JZ", "JW"} <= has:
        yield ModifierDoubt(Trouble.WASTE_AND_NONE, ("JZ", "JW"))
    elif "JZ" in has and any(
        "JW" in other.modifiers and other.code == line.code for other in context.claim.lines
    ):
        yield ModifierDoubt(Trouble.WASTE_ON_ANOTHER_LINE, ("JZ", "JW"))
    if "50" in has and sides:
        yield ModifierDoubt(Trouble.BOTH_SIDES_TWICE, ("50", *sides))
    elif len(sides) > 1:
        yield ModifierDoubt(Trouble.TWO_SIDES, sides, ("50",))
    if "59" in has and has & (DISTINCT - {"59"}):
        yield ModifierDoubt(Trouble.DISTINCT_TWICE, tuple(m for m in line.modifiers if m in DISTINCT))
    if "50" in has and line.units > 1:
        yield ModifierDoubt(Trouble.BILATERAL_UNITS, ("50",))
    if "51" in has and add_on(line, context):
        yield ModifierDoubt(Trouble.MULTIPLE_ON_ADD_ON, ("51",))


def _needed(line: ClaimLine, context: Context) -> _Doubts:
    """59 or X without a pair in the loaded file that needs it. A repeated code may need it for its units."""
    table = context.reference.pairs
    said = tuple(m for m in line.modifiers if m in DISTINCT)
    if table is None or not table.whole or not said or line.own:
        return
    others = [other.code for other in context.claim.lines if other is not line]
    explained = line.code in others or is_visit(line.billed.procedure)
    if (
        others
        and not explained
        and not any(either_order(table, line.code, other, context.on) for other in others)
    ):
        yield ModifierDoubt(Trouble.DISTINCT_UNNEEDED, said)


def _by_schedule(line: ClaimLine, context: Context) -> _Doubts:
    """26, TC and 50 compared with the fee schedule's indicators (PCTC 1, 6: components; BILAT 1, 3: both sides)."""
    fee = context.reference.fees.find(line.code, "", context.on) if context.reference.fees else None
    if fee is None:
        return
    parts = tuple(m for m in line.modifiers if m in ("26", "TC"))
    if parts and fee.pctc and fee.pctc not in ("1", "6"):
        yield ModifierDoubt(Trouble.NO_PARTS_IN_SCHEDULE, parts)
    unpaid: tuple[str, ...] = _ASSISTING if fee.assistant == "1" else ()
    unpaid += ("62",) if fee.co_surgeon == "0" else ()
    unpaid += ("66",) if fee.team == "0" else ()
    if helpers := tuple(m for m in line.modifiers if m in unpaid):
        yield ModifierDoubt(Trouble.NO_HELPERS_IN_SCHEDULE, helpers)
    if "50" in line.modifiers and fee.bilateral in ("0", "2", "9"):
        yield ModifierDoubt(Trouble.NOT_BILATERAL_IN_SCHEDULE, ("50",))


_RULES: tuple[Callable[[ClaimLine, Context], _Doubts], ...] = (
    _existing, _fitting, _therapy, _among_themselves, _needed, _by_schedule,
)  # fmt: skip
