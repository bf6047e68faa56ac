"""An update's effect on watched codes: how old the loaded files are, and the changes."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.domain.codes.changes.diff import ChangeKind, CodeChange
from bot.domain.codes.changes.parse import WATCHED, line_for
from bot.domain.codes.releases import System
from bot.services.reminders.campaign_codes import CampaignCodes, LoadedSet
from handlers.slack.answer import CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, esc, section
from handlers.views.codes.changes import change_line
from handlers.views.codes.loaded import page_of
from handlers.views.dates import day

_SHOWN = 10
"""Changes in a message. A button shows the rest."""
_IN_SECTION = 5
_NAMED = 12
_KINDS = {
    ChangeKind.GONE: "gone",
    ChangeKind.DEMOTED: "a header now",
    ChangeKind.ADDED: "new",
    ChangeKind.BILLABLE: "billable now",
    ChangeKind.REVISED: "revised",
}
_ORDER = tuple(_KINDS)


def codes_blocks(codes: CampaignCodes, today: date, *, loaded: bool = True) -> list[Block]:
    """What is loaded, then changes to watched codes, deleted codes first. A button shows the rest.

    `loaded`: say first which editions are loaded.
    """
    lines = [_loaded(code_set, today) for code_set in codes.sets] if loaded else []
    if codes.watched:
        lines += [line for code_set in codes.sets if code_set.watched for line in _watched_lines(code_set)]
    else:
        example = "M54.50 E11.9" if any(s.system is System.ICD10CM for s in codes.sets) else "97140 97110"
        lines.append(f"This team watches no code of these sets: {code(f'/codes watch {example}')}.")
    every = sorted(
        (c for code_set in codes.sets for c in code_set.changes), key=lambda c: _ORDER.index(c.kind)
    )
    shown = [change_line(change, short=True) for change in every[:_SHOWN]]
    parts = [shown[i : i + _IN_SECTION] for i in range(0, len(shown), _IN_SECTION)]
    go = [found for code_set in codes.sets if (found := _rest(code_set, every[_SHOWN:]))]
    return [
        section("\n".join(lines)),
        *(section("\n".join(part)) for part in parts),
        *([actions(*go)] if go else []),
    ]


def _loaded(code_set: LoadedSet, today: date) -> str:
    if code_set.effective is None or code_set.loaded_at is None:
        return (
            f"{code_set.system}: no file is loaded, so nobody can say what changes. {_load(code_set.system)}"
        )
    age = (today - code_set.loaded_at.date()).days
    since = "today" if age < 1 else "yesterday" if age == 1 else f"{age} days ago"
    name = (
        f": CMS's list of changes {esc(code_set.edition)}"
        if code_set.by_list
        else f" {esc(code_set.edition)}"
    )
    line = f"{code_set.system}{name} is loaded (in force from {day(code_set.effective)}, loaded {since})"
    return f"{line}." if code_set.is_new else f"{line}: that is not the new one yet. {_load(code_set.system)}"


def _load(system: System) -> str:
    return f"Load it by {code('/codes load')} ({page_of(system)})."


def _watched_lines(code_set: LoadedSet) -> list[str]:
    """Lines about the watched codes of one code set."""
    if not code_set.is_new:
        return [f"Of the {_watched(code_set)} I can tell once the new one is loaded."]
    if code_set.ids is None:
        return [_without_earlier(code_set)]
    lines = [f"Of the {_watched(code_set)}: {_counted(code_set.changes)}."]
    if code_set.uncovered:
        lines.append(
            f"The loaded file is only a part of {code_set.system} {esc(code_set.edition)}: of "
            f"{_some(code_set.uncovered)} it tells nothing. Load the whole one."
        )
    if code_set.absent:
        lines.append(
            f"{_some(code_set.absent)}: in neither {esc(code_set.before)} nor {esc(code_set.edition)}, so ended before."
        )
    return lines


def _without_earlier(code_set: LoadedSet) -> str:
    lacks = f"it does not hold {_some(code_set.absent)}" if code_set.absent else "it holds every one"
    return (
        f"Of the {_watched(code_set)} {lacks}. What changed I can tell once the edition before it is loaded too: "
        f"{code('/codes load')}."
    )


def _counted(changes: Sequence[CodeChange]) -> str:
    counts = Counter(change.kind for change in changes)
    return ", ".join(f"{counts[kind]} {word}" for kind, word in _KINDS.items() if counts[kind]) or "no change"


def _rest(code_set: LoadedSet, rest: Sequence[CodeChange]) -> CommandButton | None:
    """A button for all changes of a code set, if some are not shown."""
    if code_set.ids is None or not any(change in rest for change in code_set.changes):
        return None
    return CommandButton(
        f"All {len(code_set.changes)} changes, {code_set.system}", line_for(*code_set.ids, WATCHED)
    )


def _watched(code_set: LoadedSet) -> str:
    codes = "code" if code_set.watched == 1 else "codes"
    return f"{code_set.watched} {code_set.system} {codes} that this team watches"


def _some(codes: Sequence[str]) -> str:
    rest = len(codes) - _NAMED
    return ", ".join(map(code, codes[:_NAMED])) + (f" and {rest} more" if rest > 0 else "")
