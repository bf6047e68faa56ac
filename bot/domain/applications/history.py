"""What happened to an application: one event for each thing that somebody did, kept for good."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.applications.advance import Move
from bot.domain.applications.application import Application, RequestedCode
from bot.domain.applications.errors import NothingToUndo, UndoTooLate
from bot.domain.applications.stages import Phase, Stage

UNDO_FOR = timedelta(minutes=10)


class EventKind(StrEnum):
    """What was done."""

    CREATED = "created"
    STEP = "step"
    UNDONE = "undone"
    RETARGETED = "retargeted"
    CODES_CHANGED = "codes_changed"
    RETITLED = "retitled"
    MATERIAL = "material"  # the link to where wording and Panel material are kept
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
    VALUED = "valued"  # a step of the valuation; `about` tells which and of which codes: `survey#1,2`


ON_THE_CARD = frozenset(
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
"""They change what a card's buttons stand for, so they raise the application's version."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a step changes, as it was before."""

    codes: tuple[RequestedCode, ...]
    submitted_at: datetime | None
    visited: frozenset[Phase]


@dataclass(frozen=True, slots=True)
class ApplicationEvent:
    """One entry. `seq` counts an application's events from 1 without gaps (0: not stored yet).

    `step`: the transition's key. `source` and `to`: the leading stage before and after. `about` names by id
    what it is about: a checklist entry, a user, a target, a code. `version`: the application's after it.
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
    def did(self) -> str:
        """The step's key, else the kind: what WhoWasFirst tells."""
        return self.step or self.kind


def snapshot(application: Application) -> Snapshot:
    """What undoing puts back."""
    return Snapshot(application.codes, application.submitted_at, application.visited)


def undo(
    application: Application, latest: ApplicationEvent | None, now: datetime
) -> tuple[Application, tuple[Move, ...]]:
    """The application as before its last step, its version one higher, and the moves back.

    `latest`: the newest event of the kinds in `BARS_UNDO`. Raises NothingToUndo, UndoTooLate after 10 minutes.
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
BARS_UNDO = _UNDOABLE | {EventKind.UNDONE, EventKind.RETARGETED, EventKind.CODES_CHANGED}
"""Only a step that is the newest of these can be undone: what came after it would be lost."""


def undoable(latest: ApplicationEvent | None, now: datetime) -> ApplicationEvent | None:
    """The step that could be undone now; `latest` as for `undo`."""
    if latest and latest.kind in _UNDOABLE and now - latest.at <= UNDO_FOR:
        return latest
    return None
