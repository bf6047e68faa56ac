"""The history of an application: one permanent event per user action."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.applications.advance import Move
from bot.domain.applications.application import Application, RequestedCode
from bot.domain.applications.errors import NothingToUndo, UndoTooLate
from bot.domain.applications.stages import Phase, Stage

UNDO_FOR = timedelta(minutes=10)


class EventKind(StrEnum):
    """What the user did."""

    CREATED = "created"
    STEP = "step"
    UNDONE = "undone"
    RETARGETED = "retargeted"
    CODES_CHANGED = "codes_changed"
    RETITLED = "retitled"
    MATERIAL = "material"  # the link to wording and Panel material
    CHANNEL = "channel"
    ASSIGNED = "assigned"
    MEMBER_ADDED = "member_added"
    MEMBER_REMOVED = "member_removed"
    SIGNED = "signed"
    TICKED = "ticked"
    UNTICKED = "unticked"
    EVIDENCE_ADDED = "evidence_added"
    EVIDENCE_REMOVED = "evidence_removed"
    CONTACT_ADDED = "contact_added"
    CONTACT_REMOVED = "contact_removed"
    ARTICLE_ADDED = "article_added"
    ARTICLE_REMOVED = "article_removed"
    CONSIDERED = "considered"
    NOT_CONSIDERED = "not_considered"
    NOTE = "note"
    VALUED = "valued"  # a valuation step; `about` holds the step and its codes: `survey#1,2`


RAISES_VERSION = frozenset(
    {
        EventKind.STEP,
        EventKind.VALUED,
        EventKind.UNDONE,
        EventKind.RETARGETED,
        EventKind.CODES_CHANGED,
        EventKind.ASSIGNED,
        EventKind.RETITLED,
    }
)
"""These change what a card's buttons do, so they raise the application's version."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a step changes, before the step."""

    codes: tuple[RequestedCode, ...]
    submitted_at: datetime | None
    visited: frozenset[Phase]


@dataclass(frozen=True, slots=True)
class ApplicationEvent:
    """One event. `seq` counts an application's events from 1 without gaps (0: not stored yet).

    `step` is the transition key. `source` and `to` are the leading stage before and after. `about` is the id of the
    subject: a checklist entry, user, target or code. `version` is the application's version after the event.
    """

    workspace: str
    application: int
    kind: EventKind
    by: str
    at: datetime
    version: int
    source: Stage
    to: Stage
    seq: int = 0
    step: str | None = None
    moves: tuple[Move, ...] = ()
    about: str | None = None
    note: str | None = None
    before: Snapshot | None = None

    @property
    def action(self) -> str:
        """The step's key, or else the event kind. WhoWasFirst reports it."""
        return self.step or self.kind


def snapshot(application: Application) -> Snapshot:
    """The state that undo restores."""
    return Snapshot(application.codes, application.submitted_at, application.visited)


def undo(
    application: Application, latest: ApplicationEvent | None, now: datetime
) -> tuple[Application, tuple[Move, ...]]:
    """The application before its last step, with its version raised by one, and the reversed moves.

    `latest` is the newest event of the kinds in `BLOCKS_UNDO`. Raises NothingToUndo, and UndoTooLate after 10 minutes.
    """
    if latest is None or latest.kind not in _UNDOABLE or latest.before is None:
        raise NothingToUndo
    if now - latest.at > UNDO_FOR:
        raise UndoTooLate(latest.at, int(UNDO_FOR.total_seconds()) // 60)
    before = latest.before
    back = replace(
        application,
        codes=before.codes,
        submitted_at=before.submitted_at,
        visited=before.visited,
        version=application.version + 1,
        changed_at=now,
    )
    return back, tuple(Move(m.position, m.to, m.source) for m in latest.moves)


_UNDOABLE = frozenset({EventKind.STEP, EventKind.VALUED})
BLOCKS_UNDO = _UNDOABLE | {EventKind.UNDONE, EventKind.RETARGETED, EventKind.CODES_CHANGED}
"""A step can be undone only if it is the newest of these; undoing an older one would lose later changes."""


def undoable(latest: ApplicationEvent | None, now: datetime) -> ApplicationEvent | None:
    """The step that can be undone now, or None. `latest` is as in `undo`."""
    if latest and latest.kind in _UNDOABLE and now - latest.at <= UNDO_FOR:
        return latest
    return None
