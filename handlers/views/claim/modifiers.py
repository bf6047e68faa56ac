"""Doubts about modifiers, in words: what it is, then what mends it."""

from bot.domain.codes.claim.finding import ModifierDoubt, Trouble
from bot.domain.codes.cpt.modifier_fit import Misfit
from handlers.views.blocks import code, esc
from handlers.views.cpt.modifiers import DOUBTS
from handlers.views.dates import day


def modifier_words(doubt: ModifierDoubt) -> str:
    """One or two short sentences."""
    named = " ".join(map(code, doubt.modifiers))
    if isinstance(doubt.trouble, Misfit):
        return f"{named}: {DOUBTS[doubt.trouble]}."
    if doubt.trouble in (Trouble.NOT_YET, Trouble.ENDED, Trouble.NOT_PUBLISHED):
        return f"{named} {_of_lists(doubt)}"
    if doubt.trouble is Trouble.ASSISTANT_ALONE:
        return f"{named} goes with {code(doubt.instead[0])}, its plan of care: add it first."
    if doubt.trouble is Trouble.TOO_MANY:
        return f"{len(doubt.modifiers)} modifiers; a line takes four. Keep those that decide payment."
    return _WORDS[doubt.trouble].format(named)


def _of_lists(doubt: ModifierDoubt) -> str:
    """Whether a list holds it, and on which days."""
    if doubt.since:
        return f"began on {day(doubt.since)}: not on this date of service."
    if doubt.until:
        return f"ended on {day(doubt.until)}: not on this date of service."
    lists = ", ".join(esc(edition.name) for edition in doubt.consulted)
    consulted = f"Asked: {lists} and my own list (HCPCS of Jan 2026, CPT of 2024). " if lists else ""
    return f"is in no modifier list that I know. {consulted}Please look at the two characters again."


_WORDS = {
    Trouble.PLAN_MISSING: (
        f"no {code('GP')}, {code('GO')} or {code('GN')}: Medicare and many payers want the plan of care on therapy."
    ),
    Trouble.PARTS_TOGETHER: "{} on one line mean the whole service: leave both off, or bill the parts on two lines.",
    Trouble.WASTE_AND_NONE: (
        f"{{}}: {code('JZ')} says that nothing was thrown away, {code('JW')} is for what was, on a line of its own."
    ),
    Trouble.WASTE_ON_ANOTHER_LINE: (
        f"{code('JZ')} says that nothing was thrown away, and another line of this drug has {code('JW')}: of one "
        "vial only one of them is true."
    ),
    Trouble.BOTH_SIDES_TWICE: f"{{}}: {code('50')} already says both sides. Keep it alone, or use two lines.",
    Trouble.TWO_SIDES: f"{{}} on one line: both sides are {code('50')}, or two lines, as the payer wants it.",
    Trouble.DISTINCT_TWICE: f"{{}}: one of them is enough; an X modifier says more than {code('59')}.",
    Trouble.DISTINCT_UNNEEDED: (
        "{}, but no pair in the loaded NCCI file asks for it on this claim. Leave it off unless the payer wants it."
    ),
    Trouble.BILATERAL_UNITS: f"{code('50')} with more than one unit: Medicare wants one line with one unit.",
    Trouble.MULTIPLE_ON_ADD_ON: f"{code('51')} never goes on an add-on code: leave it off.",
    Trouble.NO_PARTS_IN_SCHEDULE: "{}: the fee schedule does not split this code into a reading and a machine.",
    Trouble.NO_HELPERS_IN_SCHEDULE: "{}: by the fee schedule Medicare pays no such helper for this code.",
    Trouble.NOT_BILATERAL_IN_SCHEDULE: f"{code('50')}: by the fee schedule both sides change nothing for this code.",
}
