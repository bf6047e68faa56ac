"""Delivery outcomes as statements that run once for many rows.

A statement and transaction per mark used most of a delivery's CPU time.
"""

import sqlalchemy as sa

from bot.domain.deadlines.delivery import Status
from bot.services.ports.delivery_outcomes import Dead, DeliveredOutcome, Outcome, Retry, Started, Unsure
from storage.reminder_tables import DELIVERY

_T = DELIVERY.c
_ROW = sa.bindparam("row", type_=_T.id.type)


def _param(column: sa.Column[object]) -> sa.BindParameter[object]:
    return sa.bindparam(f"new_{column.name}", type_=column.type)


def _update(**values: object) -> sa.Update:
    return sa.update(DELIVERY).where(_T.id == _ROW).values(**values)


OUTCOMES: dict[type[Outcome], sa.Update] = {
    Started: _update(
        status=Status.POSTING,
        marker=_param(_T.marker),
        thread=_param(_T.thread),
        attempts=_T.attempts + 1,
        first_sent_at=sa.func.coalesce(_T.first_sent_at, _param(_T.first_sent_at)),
    ),
    DeliveredOutcome: _update(
        status=Status.POSTED,
        posted_ts=_param(_T.posted_ts),
        posted_at=_param(_T.posted_at),
        next_at=None,
        holder=None,
        suspect=False,
    ),
    Retry: _update(
        status=Status.DUE,
        next_at=_param(_T.next_at),
        holder=None,
        suspect=_param(_T.suspect),
        attempts=_T.attempts - sa.bindparam("unbegun", type_=_T.attempts.type),
    ),
    Unsure: _update(status=Status.UNCERTAIN, next_at=_param(_T.next_at), holder=None, suspect=True),
    Dead: _update(
        status=Status.DEAD, reason=_param(_T.reason), next_at=None, holder=None, suspect=_param(_T.suspect)
    ),
}
"""The statement for each outcome type. `outcome_values` gives its parameters."""


def outcome_values(row: int, outcome: Outcome) -> dict[str, object]:
    """The parameters of the outcome's statement for one row."""
    match outcome:
        case Started(marker=marker, at=at, thread=thread):
            return {"row": row, "new_marker": marker, "new_thread": thread, "new_first_sent_at": at}
        case DeliveredOutcome(ts=ts, at=at):
            return {"row": row, "new_posted_ts": ts, "new_posted_at": at}
        case Retry(at=at, suspect=suspect, unbegun=unbegun):
            return {"row": row, "new_next_at": at, "new_suspect": suspect, "unbegun": int(unbegun)}
        case Unsure(at=again):
            return {"row": row, "new_next_at": again}
        case Dead(reason=reason, suspect=suspect):
            return {"row": row, "new_reason": reason, "new_suspect": suspect}
