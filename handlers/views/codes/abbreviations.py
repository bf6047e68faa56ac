"""A team's own abbreviations: the list, one of them, added and taken out, and how to write one."""

import re
from collections.abc import Sequence

from bot.domain.codes.abbreviations import Abbreviation
from bot.services.team.team_cache import Added
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import SectionBlock
from handlers.views.blocks import actions, code, context, cut, esc, section
from handlers.views.dates import day

LIST = "/codes abbreviation"
EXAMPLE = f"{LIST} pfps = patellofemoral pain syndrome"

_FIRST = 4
_PAGE = 20
_IN_SECTION = 5
_MEANING_LIMIT = 100  # in a list; with every sign escaped, five lines still fit into a section
_USER = re.compile(r"[UW][A-Z0-9]{1,20}")
_ALL_OWN = CommandButton("Your team's abbreviations", LIST)
_KEPT = "Kept for this workspace alone. Everybody here uses the same ones, and anyone may change them."


def own_card(own: Sequence[Abbreviation], page: int | None = None) -> Answer:
    """The team's own by short form: the first few, or a page of them (from 1; past the end: the last)."""
    if not own:
        return Answer(_TITLE, (section(f"*{_TITLE}*  none yet.\n{_how()}"), context(_known_anyway())))
    if page is not None and len(own) > _FIRST:
        return _page(own, page)
    lines = [f"*{_TITLE}*  {len(own)}", *(_line(each) for each in own[:_FIRST])]
    more = (CommandButton(f"More: all {len(own)}", f"{LIST} page 1"),) if len(own) > _FIRST else ()
    return Answer(
        _TITLE, (section("\n".join(lines)), actions(*more, share=LIST), context(_how(), _known_anyway()))
    )


def one_card(short: str, own: Sequence[Abbreviation]) -> Answer:
    """What the team means by `short`, who added it and when; or that it is none of the team's."""
    found = next((each for each in own if each.short == short), None)
    if found is None:
        return Answer(
            "Abbreviation",
            (
                section(f"{_quoted(short)} is none of your team's own abbreviations.\n{_how()}"),
                actions(_ALL_OWN),
            ),
        )
    by = f"Added by <@{found.added_by}>" if _USER.fullmatch(found.added_by) else "Added"
    return Answer(
        "Abbreviation",
        (
            section(f"{code(short)}  {_meanings(found)}"),
            actions(_search(short), _remove(short), _ALL_OWN),
            context(f"{by} on {day(found.added_at.date())}. {_KEPT}"),
        ),
    )


def added_card(added: Added) -> Answer:
    """It is kept; and what it meant before, where it meant something else."""
    new = added.abbreviation
    lines = [f"{code(new.short)} now stands for *{_meanings(new)}* in your team's searches."]
    if added.before is not None and added.before.expansions != new.expansions:
        lines.append(f"Before, it stood for {_meanings(added.before)}.")
    return Answer(
        "Abbreviation added",
        (
            section("\n".join(lines)),
            actions(_search(new.short), _remove(new.short), _ALL_OWN),
            context(_KEPT),
        ),
    )


def removed_card(short: str, *, removed: bool) -> Answer:
    """It is gone, or it never was there: either way it is not there now."""
    if removed:
        text = f"{_quoted(short)} is taken out of your team's abbreviations."
    else:
        text = f"{_quoted(short)} is not among your team's abbreviations, so there was nothing to take out."
    return Answer("Abbreviation removed", (section(text), actions(_ALL_OWN)))


def unread_card() -> Answer:
    """Several words, and no sign between the short form and what it stands for."""
    text = f"I look for {code('=')} between the short form and what it stands for.\n{_how()}"
    return Answer("Abbreviation", (section(text), actions(_ALL_OWN)))


_TITLE = "Your team's own abbreviations"


def _page(own: Sequence[Abbreviation], page: int) -> Answer:
    last = -(-len(own) // _PAGE)
    page = min(max(1, page), last)
    shown = own[(page - 1) * _PAGE : page * _PAGE]
    go = [
        CommandButton(label, f"{LIST} page {n}")
        for label, n in (("Back", page - 1), ("Next", page + 1))
        if 1 <= n <= last
    ]
    return Answer(
        _TITLE,
        (
            section(f"*{_TITLE}*  {len(own)}, page {page} of {last}"),
            *_sections(shown),
            actions(*go, share=f"{LIST} page {page}"),
            context(_how()),
        ),
    )


def _sections(shown: Sequence[Abbreviation]) -> list[SectionBlock]:
    lines = [_line(each) for each in shown]
    return [section("\n".join(lines[i : i + _IN_SECTION])) for i in range(0, len(lines), _IN_SECTION)]


def _line(each: Abbreviation) -> str:
    return f"{code(each.short)}  {esc(cut(' | '.join(each.expansions), _MEANING_LIMIT))}"


def _meanings(each: Abbreviation) -> str:
    return " or ".join(esc(meaning) for meaning in each.expansions)


def _how() -> str:
    return (
        f"Add one with {code(EXAMPLE)}; more meanings go behind {code('|')}, likeliest first. "
        f"Take one out with {code(f'{LIST} remove pfps')}."
    )


def _known_anyway() -> str:
    return "Common ones such as `htn` or `rt` are known without being added."


def _search(short: str) -> CommandButton:
    return CommandButton(f"Search {short}", f"/icd {short}")


def _remove(short: str) -> CommandButton:
    return CommandButton("Take it out", f"{LIST} remove {short}")


def _quoted(short: str) -> str:
    return code(cut(short, 40)) if short.strip("`") else "That"
