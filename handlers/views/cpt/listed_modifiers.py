"""Modifiers as loaded lists print them: their text, their days, and whose words those are."""

from collections.abc import Iterable
from datetime import date

from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.cpt.grammar import BilledCode
from bot.domain.codes.cpt.modifiers import MODIFIERS
from bot.domain.codes.listing import ListedModifier
from handlers.views.blocks import code, cut, esc
from handlers.views.cpt.loaded import copyright_lines
from handlers.views.dates import day
from handlers.views.sources import of_starter, starter_words

_ALONE, _WITH_CODE = 700, 120


def printed(listed: ListedModifier, most: int = _ALONE) -> str:
    """Its text; CPT prints whole paragraphs, of which a card shows the beginning."""
    return esc(cut(listed.name, most))


def printed_shortened(listed: ListedModifier) -> str:
    """Its text on the line of a code."""
    return printed(listed, _WITH_CODE)


def days(listed: ListedModifier, on: date | None, today: date) -> tuple[str, ...]:
    """Whether it may be used on the day; a list that is over is told first."""
    when = on or today
    ended = (
        (f"*{esc(listed.edition.name)} ended on {day(listed.edition.ends)}*: nothing newer is loaded.",)
        if listed.edition.ended(when) and listed.edition.ends
        else ()
    )
    valid = () if of_starter(listed.edition) else (_valid(listed, when),)
    return (*ended, *(wrong_day(listed, when) or valid))


def wrong_day(listed: ListedModifier, on: date) -> tuple[str, ...]:
    """Said where the day lies outside of its own."""
    if listed.ends and listed.over(on):
        return (f"*Look again* at {code(listed.modifier)}: its last day was {day(listed.ends)}.",)
    if listed.starts and listed.not_yet(on):
        return (f"*Look again* at {code(listed.modifier)}: its first day is {day(listed.starts)}.",)
    return ()


def list_words(editions: Iterable[ReferenceEdition]) -> str:
    """`HCPCS Level II 2026 Q4 (Oct 1, 2026 to Dec 31, 2026), CPT modifiers 2026 (...)`"""
    return ", ".join(map(_words, dict.fromkeys(editions)))


def _words(edition: ReferenceEdition) -> str:
    if of_starter(edition):
        return starter_words(edition)
    return f"{esc(edition.name)} ({day(edition.effective)}{_until(edition)})"


def modifier_note_lines(billed: BilledCode, listed: tuple[ListedModifier, ...]) -> tuple[str, ...]:
    """The small print on a code's card for the modifiers whose printed text stands there."""
    shown = [each for each in listed if each.modifier in billed.modifiers and each.modifier not in MODIFIERS]
    if not shown:
        return ()
    named = " ".join(code(each.modifier) for each in shown)
    editions = dict.fromkeys(each.edition for each in shown)
    told = "by the" if all(map(of_starter, editions)) else "as printed in"
    return (f"{named} {told} {list_words(editions)}", *copyright_lines(editions))


def _valid(listed: ListedModifier, on: date) -> str:
    since = f", in use since {day(listed.starts)}" if listed.starts else ""
    until = f", last day {day(listed.ends)}" if listed.ends else ""
    return f"Valid on {day(on)}{since}{until}"


def _until(edition: ReferenceEdition) -> str:
    return f" to {day(edition.ends)}" if edition.ends else " on"
