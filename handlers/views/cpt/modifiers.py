"""Modifiers: the list by family, and one or several of them told."""

from datetime import date
from functools import lru_cache

from bot.domain.codes.cpt.grammar import BilledCode
from bot.domain.codes.cpt.modifier_fit import Misfit, doubts
from bot.domain.codes.cpt.modifier_forms import CPT_MODIFIERS, is_ride
from bot.domain.codes.cpt.modifiers import MODIFIERS
from bot.domain.codes.cpt.modifiers.modifier import Family, Modifier
from bot.domain.codes.cpt.place_of_service import PLACES
from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.listing import ListedModifier
from bot.services.lookup.modifiers import ModifierLists, NamedModifiers
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, choice, code, context, section
from handlers.views.cpt.listed_modifiers import days, list_words, printed, printed_shortened, wrong_day
from handlers.views.cpt.loaded import copyright_lines
from handlers.views.cpt.rules import modifier_rule_lines
from handlers.views.cpt.wording import asked_for, bullets, not_before
from handlers.views.dates import dated
from handlers.views.sources import of_starter, starter_words

_MOST = 6
_MOST_RULES = 6
_CHOICES = 100
_NO_LISTS = ModifierLists()
_NOTHING_LISTED = NamedModifiers()


@lru_cache(maxsize=8)
def modifiers_card(
    on: date | None, today: date, *, full: bool = False, lists: ModifierLists = _NO_LISTS
) -> Answer:
    """`/cpt modifiers`: those told here by family, the usual families first, the rest behind *More*.

    Behind them, those of the loaded lists.
    """
    families = tuple(Family) if full else _USUAL
    lines = [f"*{family}*  {_codes_of(family)}" for family in families]
    told = [m for m in MODIFIERS.values() if m.see or m.family is not Family.SIDE]
    more = () if full else (CommandButton("More", "/cpt modifiers more"),)
    return Answer(
        "Modifiers",
        (
            section("\n".join(lines)),
            *_further(lists, full=full),
            choice("Pick a modifier", [_option(m) for m in told[:_CHOICES]]),
            actions(
                *more,
                CommandButton("59 or X?", "/cpt modifiers 59 XE XS XP XU"),
                CommandButton("25", "/cpt modifiers 25"),
                share=dated("/cpt modifiers more" if full else "/cpt modifiers", on),
            ),
            context(
                *([f"Loaded: {list_words(lists.editions)}"] if lists.editions else []),
                _source("CPT and HCPCS Level II", on, today),
            ),
        ),
    )


def _further(lists: ModifierLists, *, full: bool) -> tuple[Block, ...]:
    """The modifiers of the loaded lists, and of the HCPCS starter, that are not told here in our words."""
    further = [m for m in lists.modifiers if m not in MODIFIERS]
    listed = ("As printed in your loaded lists", "are told as your loaded lists print them", further)
    starter = ("HCPCS starter", "stand in the HCPCS starter", lists.starter)
    return tuple(
        section(f"*{title}*  {' '.join(map(code, named))}")
        if full
        else context(f"{len(named)} more {told}: {code(f'/cpt modifiers {named[0]}')}")
        for title, told, named in (listed, starter)
        if named
    )


_USUAL = (Family.DISTINCT, Family.VISIT, Family.THERAPY, Family.WORK, Family.GLOBAL, Family.PART)


@lru_cache(maxsize=256)
def named_card(
    named: tuple[str, ...], on: date | None, today: date, loaded: NamedModifiers = _NOTHING_LISTED
) -> Answer:
    """`/cpt modifiers 59 XE`: each of those named; the first in full where it is alone.

    What a loaded list prints stands first, our own words behind it, marked.
    """
    shown = named[:_MOST]
    line = dated(f"/cpt modifiers {' '.join(shown)}", on)
    blocks = [
        section("\n".join(_lines(each, on, today, loaded.find(each), full=len(shown) == 1))) for each in shown
    ]
    left = (
        ()
        if len(named) == len(shown)
        else (context(f"The first {len(shown)}; ask for the others on their own."),)
    )
    return Answer(
        f"Modifier {', '.join(shown)}",
        (*blocks, *left, actions(*_near(shown), share=line), context(*_sources(shown, loaded, on, today))),
    )


def _sources(shown: tuple[str, ...], loaded: NamedModifiers, on: date | None, today: date) -> tuple[str, ...]:
    """The lists that print them, with the AMA's line; the rest, and what is marked so, are our own words."""
    printing = tuple(dict.fromkeys(each.edition for each in loaded.listed if each.modifier in shown))
    lists = [edition for edition in printing if not of_starter(edition)]
    there = (
        *((f"As printed in {list_words(lists)}", *copyright_lines(lists)) if lists else ()),
        *map(starter_words, filter(of_starter, printing)),
    )
    rest = [m for m in shown if not loaded.find(m)]
    asked = f" · in none of {list_words(loaded.editions)}" if rest and loaded.editions else ""
    ours = [m for m in shown if m in MODIFIERS or m in rest]
    if not ours:
        return there
    systems = " and ".join(
        dict.fromkeys("CPT" if m in CPT_MODIFIERS else "HCPCS Level II" for m in sorted(ours))
    )
    return (*there, f"{_source(systems, on, today)}{asked}")


def _lines(
    named: str, on: date | None, today: date, listed: ListedModifier | None, *, full: bool
) -> list[str]:
    """One modifier: what it says and where it belongs, and, in full, what to watch out for."""
    modifier = MODIFIERS.get(named)
    lines = [f"*{code(named)}*  {printed(listed)}", *days(listed, on, today)] if listed else []
    if modifier is None:
        return lines or [f"*{code(named)}*  {_UNTOLD}"]
    lines.append(f"In our words: {modifier.meaning}" if listed else f"*{code(named)}*  {modifier.meaning}")
    lines.append(f"{modifier.family} · goes {modifier.fits}")
    if not (listed and listed.starts):
        lines += not_before(modifier.since, on, today)
    if full and (watch := (*modifier.traps, *modifier_rule_lines(named)[:_MOST_RULES])):
        lines += ["Watch out for:", bullets(watch)]
    return lines


_UNTOLD = (
    "stands in CMS's list of HCPCS Level II modifiers. "
    "That list is not loaded with its meanings, so I can't tell you more."
)


def modifier_lines(
    billed: BilledCode,
    procedure: Procedure | None,
    listed: tuple[ListedModifier, ...] = (),
    on: date | None = None,
) -> list[str]:
    """The modifiers on a code's own card, one line each, and what to look at again about them on day `on`."""
    printing = {each.modifier: each for each in listed}
    look_again = [
        f"*Look again* at {code(doubt.modifier)}: {DOUBTS[doubt.misfit]}."
        for doubt in doubts(billed.procedure, billed.modifiers, procedure)
    ]
    if on:
        look_again += [line for each in listed for line in wrong_day(each, on)]
    told = (f"{code(each)}  {_short(each, billed, printing.get(each))}" for each in billed.modifiers)
    return [*told, *look_again]


def _short(named: str, billed: BilledCode, listed: ListedModifier | None) -> str:
    if is_ride(named, billed.procedure.code):
        return "where the ride began, and where it ended"
    if named in MODIFIERS:
        return MODIFIERS[named].meaning
    return printed_shortened(listed) if listed else "a HCPCS Level II modifier, not told here"


DOUBTS = {
    Misfit.DISTINCT_ON_VISIT: f"a visit takes {code('24')}, {code('25')} or {code('57')}, never {code('59')} or an X",
    Misfit.VISIT_ONLY: "it belongs on the visit, not on the procedure",
    Misfit.ANESTHESIA_ONLY: "it belongs on anesthesia codes, 00100-01999",
    Misfit.MEASURE_ONLY: "it belongs on Category II codes, which end in F",
    Misfit.THERAPY_ONLY: "it belongs on therapy lines",
    Misfit.NO_PARTS: "this service is not split into a reading and a machine",
    Misfit.NO_SIDES: "this service has no left and right",
    Misfit.NO_DRUG: "it belongs on the line of the drug",
    Misfit.NOT_A_TEST: "it belongs on laboratory tests",
    Misfit.QW_EXEMPT: "this test is waived without it",
    Misfit.TWO_PLANS: "one line has one plan of care",
}
"""What to look at again, behind the modifier's name."""


def _codes_of(family: Family) -> str:
    return " ".join(code(m.code) for m in MODIFIERS.values() if m.family is family)


def _option(modifier: Modifier) -> CommandButton:
    return CommandButton(f"{modifier.code}  {modifier.meaning}", f"/cpt modifiers {modifier.code}")


def _near(shown: tuple[str, ...]) -> list[CommandButton]:
    near = dict.fromkeys(other for each in shown if each in MODIFIERS for other in MODIFIERS[each].see)
    buttons = [CommandButton(other, f"/cpt modifiers {other}") for other in near if other not in shown]
    places = [
        CommandButton(f"Place of service {each}", f"/cpt pos {each}") for each in shown if each in PLACES
    ]
    return [*buttons[:6], *places[:1], CommandButton("All modifiers", "/cpt modifiers")]


def _source(systems: str, on: date | None, today: date) -> str:
    whose = "our own words, not AMA or CMS text"
    as_of = {"CPT": "CPT as of 2024", "HCPCS Level II": "HCPCS Level II as of Jan 2026"}
    told = " and ".join(as_of[system] for system in systems.split(" and "))
    return (
        f"{told}: modifiers in {whose} · not checked: later changes and payer rules ({asked_for(on, today)})"
    )
