"""An update's effect on watched codes: how old the loaded files are, and the changes."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from bot.domain.codes.changes.diff import ChangeKind, CodeChange
from bot.domain.codes.changes.parse import WATCHED, line_for
from bot.domain.codes.releases import System
from bot.services.reminders.campaign_codes import CampaignCodes, LoadedSet
from handlers.slack.block_kit import Block
from handlers.views.blocks import CommandButton, actions, code, esc, section
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
    lines = [_loaded(each, today) for each in codes.sets] if loaded else []
    if codes.watched:
        lines += [told for each in codes.sets if each.watched for told in _told(each)]
    else:
        example = "M54.50 E11.9" if any(s.system is System.ICD10CM for s in codes.sets) else "97140 97110"
        lines.append(f"This team watches no code of these sets: {code(f'/codes watch {example}')}.")
    every = sorted((c for each in codes.sets for c in each.changes), key=lambda c: _ORDER.index(c.kind))
    shown = [change_line(change, short=True) for change in every[:_SHOWN]]
    parts = [shown[i : i + _IN_SECTION] for i in range(0, len(shown), _IN_SECTION)]
    go = [found for each in codes.sets if (found := _rest(each, every[_SHOWN:]))]
    return [
        section("\n".join(lines)),
        *(section("\n".join(part)) for part in parts),
        *([actions(*go)] if go else []),
    ]


def _loaded(each: LoadedSet, today: date) -> str:
    if each.effective is None or each.loaded_at is None:
        return f"{each.system}: no file is loaded, so nobody can say what changes. {_load(each.system)}"
    age = (today - each.loaded_at.date()).days
    since = "today" if age < 1 else "yesterday" if age == 1 else f"{age} days ago"
    name = f": CMS's list of changes {esc(each.edition)}" if each.by_list else f" {esc(each.edition)}"
    told = f"{each.system}{name} is loaded (in force from {day(each.effective)}, loaded {since})"
    return f"{told}." if each.is_new else f"{told}: that is not the new one yet. {_load(each.system)}"


def _load(system: System) -> str:
    return f"Load it by {code('/codes load')} ({page_of(system)})."


def _told(each: LoadedSet) -> list[str]:
    """Lines about the watched codes of one code set."""
    if not each.is_new:
        return [f"Of the {_watched(each)} I can tell once the new one is loaded."]
    if each.ids is None:
        return [_without_earlier(each)]
    lines = [f"Of the {_watched(each)}: {_counted(each.changes)}."]
    if each.uncovered:
        lines.append(
            f"The loaded file is only a part of {each.system} {esc(each.edition)}: of "
            f"{_some(each.uncovered)} it tells nothing. Load the whole one."
        )
    if each.absent:
        lines.append(
            f"{_some(each.absent)}: in neither {esc(each.before)} nor {esc(each.edition)}, so ended before."
        )
    return lines


def _without_earlier(each: LoadedSet) -> str:
    lacks = f"it does not hold {_some(each.absent)}" if each.absent else "it holds every one"
    return (
        f"Of the {_watched(each)} {lacks}. What changed I can tell once the edition before it is loaded too: "
        f"{code('/codes load')}."
    )


def _counted(changes: Sequence[CodeChange]) -> str:
    counts = Counter(change.kind for change in changes)
    return ", ".join(f"{counts[kind]} {word}" for kind, word in _KINDS.items() if counts[kind]) or "no change"


def _rest(each: LoadedSet, left: Sequence[CodeChange]) -> CommandButton | None:
    """A button for all changes of a code set, if some are not shown."""
    if each.ids is None or not any(change in left for change in each.changes):
        return None
    return CommandButton(f"All {len(each.changes)} changes, {each.system}", line_for(*each.ids, WATCHED))


def _watched(each: LoadedSet) -> str:
    codes = "code" if each.watched == 1 else "codes"
    return f"{each.watched} {each.system} {codes} that this team watches"


def _some(codes: Sequence[str]) -> str:
    left = len(codes) - _NAMED
    return ", ".join(map(code, codes[:_NAMED])) + (f" and {left} more" if left > 0 else "")
