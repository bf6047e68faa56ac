"""Codes that a team watches: what came of a command, and how each stands."""

import re
from collections.abc import Sequence

from bot.codefiles.hcpcs_starter import hcpcs_starter
from bot.domain.codes.changes.watched import MOST, CodeName, State, WatchedStatus
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.icd.replaced import demotion
from bot.domain.codes.releases import System
from bot.services.team.watch_list import WatchAnswer
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import SectionBlock
from handlers.views.blocks import actions, code, context, cut, esc, section
from handlers.views.dates import day

LIST = "/codes watched"
EXAMPLE = "/codes watch 97140 97110 M54.5"

_NO_CODE = f"I found no code in that. Like this: {code(EXAMPLE)}."

_FIRST = 5
_PAGE = 20
_IN_SECTION = 5
_NAME = 70
_SUCCESSORS = 4
_TOLD = 12
_ALL = CommandButton("Watched codes", LIST)
_CHANGES = CommandButton("What changed", "/codes changes")
_WHAT_FOR = (
    "Watched codes rank a little higher in your team's searches, come first in `/codes changes`, and stay watched "
    "when a year rolls over: what has ended is shown with what follows it."
)


def watch_card(answer: WatchAnswer) -> Answer:
    """What is watched now, and what of the line could not be."""
    lines = [f"Now watched: {_codes(answer.done)}."] if answer.done else []
    if answer.already:
        lines.append(f"Watched before already: {_codes(answer.already)}.")
    lines += _problems(answer)
    back = [CommandButton("Unwatch", _line("unwatch", answer.done))] if answer.done else []
    return Answer(
        "Watched codes",
        (
            section("\n".join(lines or [_NO_CODE])),
            actions(*back, _ALL, _CHANGES),
            context(f"Your team watches {_count(answer.total)} of at most {MOST}. {_WHAT_FOR}"),
        ),
    )


def unwatch_card(answer: WatchAnswer) -> Answer:
    """What is no longer watched, and what was not."""
    lines = [f"No longer watched: {_codes(answer.done)}."] if answer.done else []
    if answer.already:
        lines.append(f"Not among your team's watched codes: {_codes(answer.already)}.")
    lines += _problems(answer)
    back = [CommandButton("Watch again", _line("watch", answer.done))] if answer.done else []
    return Answer(
        "Watched codes",
        (
            section("\n".join(lines or [_NO_CODE])),
            actions(*back, _ALL),
            context(f"Your team watches {_count(answer.total)}."),
        ),
    )


def watched_card(standings: Sequence[WatchedStatus], page: int | None = None) -> Answer:
    """All that the team watches, what ended first: the first few, or a page (from 1; past the end: the last)."""
    if not standings:
        how = f"*Watched codes*  none yet.\nWatch some with {code(EXAMPLE)}, or by *Watch* under any answer."
        return Answer("Watched codes", (section(how), context(_WHAT_FOR)))
    head = f"*Watched codes*  {len(standings)}{_summary(standings)}"
    if page is None or len(standings) <= _FIRST:
        more = (
            [CommandButton(f"More: all {len(standings)}", f"{LIST} page 1")]
            if len(standings) > _FIRST
            else []
        )
        lines = [head, *map(_standing, standings[:_FIRST])]
        blocks: tuple[SectionBlock, ...] = (section("\n".join(lines)),)
        return Answer("Watched codes", (*blocks, actions(*more, _CHANGES, share=LIST), context(_WHAT_FOR)))
    last = -(-len(standings) // _PAGE)
    page = min(page, last)
    shown = [_standing(each) for each in standings[(page - 1) * _PAGE : page * _PAGE]]
    go = [
        CommandButton(label, f"{LIST} page {n}")
        for label, n in (("Back", page - 1), ("Next", page + 1))
        if 1 <= n <= last
    ]
    return Answer(
        "Watched codes",
        (
            section(f"{head}, page {page} of {last}"),
            *(section("\n".join(shown[i : i + _IN_SECTION])) for i in range(0, len(shown), _IN_SECTION)),
            actions(*go, _CHANGES, share=f"{LIST} page {page}"),
        ),
    )


def command_of(system: System) -> str:
    """Which command answers codes of a system."""
    return "/icd" if system is System.ICD10CM else "/cpt"


_USER = re.compile(r"[UW][A-Z0-9]{1,20}")


def mention(user: str) -> str:
    """Somebody by their id as Slack shows it; plain words for a terminal."""
    return f"<@{user}>" if _USER.fullmatch(user) else "the terminal"


def _standing(each: WatchedStatus) -> str:
    name = each.name or _starter_words(each.watched.code)
    shown = f"  {esc(cut(name, _NAME))}" if name else ""
    return f"{code(each.watched.code)}{shown}  · {_state(each)}"


def _starter_words(written: str) -> str:
    if found := STARTER.get(written):
        return found.words
    row = hcpcs_starter().codes.get(written)
    return row.name if row else ""


def _state(each: WatchedStatus) -> str:
    edition = esc(each.edition)
    match each.state:
        case State.BILLABLE if each.last_day:
            return f"until {day(each.last_day)}, says {edition}"
        case State.BILLABLE:
            return f"in {edition}{f', which ended on {day(each.over)}' if each.over else ''}"
        case State.HEADER:
            since = demotion(each.watched.code)
            when = f" since {day(since.since)}" if since and since.exact else ""
            return f"*not billable*: a header{when}{_instead(each)}"
        case State.ENDED:
            when = f" on {day(each.last_day)}" if each.last_day else f", last in {edition}"
            return f"*ended*{when}{_instead(each)}"
    return _unsaid(each)


def _unsaid(each: WatchedStatus) -> str:
    if each.state is State.CUT_OFF:
        return f"in {esc(each.edition)}; the newer file seems cut off, so nobody can say"
    if each.state is State.NOT_LISTED:
        return f"in no loaded {each.watched.system} file"
    return f"no {each.watched.system} file of today is loaded, so nobody can say"


def _instead(each: WatchedStatus) -> str:
    """What follows it, as a file names it; never a guess."""
    if not each.successors:
        return "; no file names what follows it" if each.state is State.ENDED else ""
    left = len(each.successors) - _SUCCESSORS
    shown = ", ".join(map(code, each.successors[:_SUCCESSORS]))
    return f": now {shown}" + (f" and {left} more" if left > 0 else "")


def _summary(standings: Sequence[WatchedStatus]) -> str:
    counted = [(sum(s.state is state for s in standings), word) for state, word in _WORDS]
    told = [f"{count} {word}" for count, word in counted if count]
    return f" · {', '.join(told)}" if told else ""


_WORDS = ((State.ENDED, "ended"), (State.HEADER, "not billable"))


def _problems(answer: WatchAnswer) -> list[str]:
    lines = []
    if answer.unknown:
        lines.append(f"Not in the loaded ICD-10-CM, so left out: {_codes(answer.unknown)}.")
    if answer.unread:
        told = ", ".join(code(cut(token, 20)) for token in answer.unread[:_TOLD])
        lines.append(f"I couldn't read {told} as a code. Like this: {code(EXAMPLE)}.")
    return lines


def _codes(names: Sequence[CodeName]) -> str:
    shown = ", ".join(code(name.code) for name in names[:_TOLD])
    left = len(names) - _TOLD
    return f"{shown} and {left} more" if left > 0 else shown


def _line(what: str, names: Sequence[CodeName]) -> str:
    return f"/codes {what} {' '.join(name.code for name in names)}"


def _count(total: int) -> str:
    return "1 code" if total == 1 else f"{total} codes"
