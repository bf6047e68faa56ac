"""The terminal wording of changes between releases and of a team's notes."""

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from bot.domain.codes.changes.diff import BEGUN, ENDED, ChangeKind, CodeChange, CodeSetChanges, counts
from bot.domain.codes.changes.words import WordMark, marked
from bot.domain.codes.notes.note import TeamNote
from bot.domain.codes.releases import System
from bot.services.team.compare_releases import NoSuchReleases, NotTwoReleases

_LISTED = 20
_MARKS = {WordMark.SAME: "{}", WordMark.OUT: "[-{}-]", WordMark.IN: "{{+{}+}}"}


def changes_lines(changes: CodeSetChanges, watched: Collection[str]) -> Iterator[str]:
    """Counts, then all watched codes, then the first of each kind."""
    old, new = changes.earlier, changes.later
    each = counts(changes)
    added, gone = sum(each[k] for k in BEGUN), sum(each[k] for k in ENDED)
    headers = f" ({each[ChangeKind.DEMOTED]:,} of them headers now)" if each[ChangeKind.DEMOTED] else ""
    if changes.by_list:
        yield f"{new.system}: {new.edition}, as CMS lists them; it names no days and no earlier wording"
    else:
        yield f"{new.system}: {old.edition} to {new.edition}"
    yield f"{added:,} added, {gone:,} gone{headers}, {each[ChangeKind.REVISED]:,} revised"
    if changes.uncovered:
        under = ", ".join(changes.uncovered)
        yield f"{new.edition} is not whole under {under}: what it lacks there is not told as gone"
    if changes.cut_before:
        under = ", ".join(changes.cut_before)
        yield f"{old.edition} is not whole under {under}: what it lacks there is not told as added"
    if hit := changes.watched(watched):
        yield f"\nWatched: {len(hit):,}"
        yield from map(_line, hit)
    for kind in (kind for kind in ChangeKind if each[kind]):
        found = changes.of(kind)
        yield f"\n{str(kind).capitalize()}: {len(found):,}"
        yield from map(_line, found[:_LISTED])
        if len(found) > _LISTED:
            yield f"  and {len(found) - _LISTED:,} more; all of them with --csv FILE"


def notes_lines(notes: Sequence[TeamNote]) -> Iterator[str]:
    """One line for each note."""
    if not notes:
        yield "There are no notes in this workspace."
    for note in notes:
        payer = f" {note.payer}:" if note.payer else ""
        yield f"{note.code}{payer} {note.text}  ({note.by}, {note.at:%b} {note.at.day}, {note.at.year})"


def wrote(file: Path, rows: int) -> str:
    """The message after a CSV was written."""
    return f"{rows:,} rows are in {file}."


def no_such_set(named: str, known: Sequence[System]) -> str:
    """The error if the first word is not a comparable code set."""
    return f"{named} is no code set that I compare: {', '.join(known)}."


def no_pair(error: NotTwoReleases | NoSuchReleases) -> str:
    """The error if there is nothing to compare, or no release with that name."""
    there = "; ".join(f"{r.system} {r.edition}" for r in error.there) or "none"
    if isinstance(error, NotTwoReleases):
        return f"To tell what changed I need two releases; loaded: {there}. Load another: codedesk codes load FILE"
    return f"No two loaded releases are called that. Loaded: {there}."


def _line(change: CodeChange) -> str:
    ways = f"  now {' '.join(change.successors)}" if change.successors else ""
    last = f"  last day {change.last_day.isoformat()}" if change.last_day else ""
    if change.kind is ChangeKind.REVISED and change.before:
        told = "".join(_MARKS[p.mark].format(p.text) for p in marked(change.before, change.after))
        return f"  {change.code}  {told}"
    return f"  {change.code}  {change.after or change.before}{last}{ways}"
