"""Map applications, codes and events to rows and back."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.domain.applications.advance import Move
from bot.domain.applications.application import (
    Application,
    ApplicationKind,
    ApplicationMember,
    Category,
    RequestedCode,
)
from bot.domain.applications.history import ApplicationEvent, EventKind, Snapshot
from bot.domain.applications.papers import Article, Design
from bot.domain.applications.stages import Phase, Stage, Valuation
from bot.domain.applications.targets import Target, target_of

_ATTRIBUTES = (
    "authors", "journal", "year", "link", "population", "patients", "in_the_us", "peer_reviewed",
    "full_article", "in_press", "editors_letter", "copy_held", "may_be_shared",
)  # fmt: skip


def application_values(of: Application) -> dict[str, object]:
    """The columns of `application`."""
    return {
        "workspace": of.workspace,
        "number": of.number,
        "title": of.title,
        "owner": of.owner,
        "channel": of.channel,
        "material": of.material,
        "stage": of.stage.value,
        "phase": of.phase.value,
        "is_over": of.over,
        "visited": _phases(of.visited),
        "version": of.version,
        "created_by": of.created_by,
        "created_at": of.created_at,
        "changed_at": of.changed_at,
        "submitted_at": of.submitted_at,
    }


def application(
    row: sa.Row[Any], codes: Sequence[RequestedCode], members: Sequence[ApplicationMember]
) -> Application:
    """An application from its row, its codes by position and its members in order of addition."""
    return Application(
        workspace=row.workspace,
        number=row.number,
        title=row.title,
        owner=row.owner,
        codes=tuple(codes),
        created_by=row.created_by,
        created_at=row.created_at,
        changed_at=row.changed_at,
        members=tuple(members),
        channel=row.channel,
        material=row.material,
        version=row.version,
        submitted_at=row.submitted_at,
        visited=_visited(row.visited),
    )


def code_values(code: RequestedCode) -> dict[str, object]:
    """The columns of `application_code` except workspace and application."""
    return {
        "position": code.position,
        "category": code.category.value,
        "kind": code.kind.value,
        "stage": code.stage.value,
        "stage_since": code.stage_since,
        "target": code.target.id if code.target else None,
        "existing": code.existing,
        "outcome": code.outcome.value if code.outcome else None,
        "outcome_on": code.outcome_on,
        "granted": code.granted.value if code.granted else None,
        "posted_on": code.posted_on,
        "complete_by": code.complete_by,
        "code": code.number,
        "valuation": code.valuation.value if code.valuation else None,
    }


def code(row: sa.RowMapping | Mapping[str, Any]) -> RequestedCode:
    """A code from the values of `code_values`."""
    return RequestedCode(
        position=row["position"],
        category=Category(row["category"]),
        kind=ApplicationKind(row["kind"]),
        stage=Stage(row["stage"]),
        stage_since=row["stage_since"],
        target=_target(row["target"]) if row["target"] else None,
        existing=row["existing"],
        outcome=Stage(row["outcome"]) if row["outcome"] else None,
        outcome_on=row["outcome_on"],
        granted=Category(row["granted"]) if row["granted"] else None,
        posted_on=row["posted_on"],
        complete_by=row["complete_by"],
        number=row["code"],
        valuation=Valuation(values_) if (values_ := row.get("valuation")) else None,  # older events have none
    )


def event_values(event: ApplicationEvent) -> dict[str, object]:
    """The columns of `application_event` except `seq`."""
    return {
        "workspace": event.workspace,
        "application": event.application,
        "kind": event.kind.value,
        "by": event.by,
        "at": event.at,
        "version": event.version,
        "source": event.source.value,
        "stage": event.to.value,
        "step": event.step,
        "about": event.about,
        "note": event.note,
        "detail": _detail(event),
    }


def event(row: sa.Row[Any]) -> ApplicationEvent:
    """An event from a row of `application_event`."""
    detail: Mapping[str, Any] = row.detail or {}
    before = detail.get("before")
    return ApplicationEvent(
        workspace=row.workspace,
        application=row.application,
        kind=EventKind(row.kind),
        by=row.by,
        at=row.at,
        version=row.version,
        source=Stage(row.source),
        to=Stage(row.stage),
        seq=row.seq,
        step=row.step,
        moves=tuple(Move(p, Stage(a), Stage(b)) for p, a, b in detail.get("moves", ())),
        about=row.about,
        note=row.note,
        before=_snapshot(before) if before else None,
    )


def article_detail(article: Article) -> dict[str, object]:
    """The article attributes stored in one JSON column."""
    values_ = {name: getattr(article, name) for name in _ATTRIBUTES}
    return {**values_, "design": article.design.value, "codes": list(article.codes)}


def article(row: sa.Row[Any]) -> Article:
    """An article from a row: `one` is the title, `detail` the values of `article_detail`."""
    values_: Mapping[str, Any] = row.detail
    return Article(
        title=row.one,
        by=row.by,
        at=row.at,
        id=row.id,
        design=Design(values_["design"]),
        codes=tuple(values_["codes"]),
        **{name: values_[name] for name in _ATTRIBUTES},
    )


def _detail(event: ApplicationEvent) -> dict[str, object] | None:
    detail: dict[str, object] = {}
    if event.moves:
        detail["moves"] = [[m.position, m.source.value, m.to.value] for m in event.moves]
    if event.before:
        detail["before"] = {
            "codes": [_plain(code_values(c)) for c in event.before.codes],
            "submitted_at": _iso(event.before.submitted_at),
            "visited": _phases(event.before.visited),
        }
    return detail or None


def _snapshot(values_: Mapping[str, Any]) -> Snapshot:
    submitted = values_["submitted_at"]
    return Snapshot(
        codes=tuple(code(_dated(part)) for part in values_["codes"]),
        submitted_at=datetime.fromisoformat(submitted) if submitted else None,
        visited=_visited(values_["visited"]),
    )


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {key: _iso(v) if isinstance(v, date) else v for key, v in values.items()}


def _dated(values: Mapping[str, Any]) -> dict[str, Any]:
    """Parse ISO dates, because JSON has no date type."""
    days = {
        key: date.fromisoformat(values[key]) if values[key] else None
        for key in ("outcome_on", "posted_on", "complete_by")
    }
    return {**values, **days, "stage_since": datetime.fromisoformat(values["stage_since"])}


def _iso(at: date | None) -> str | None:
    return at.isoformat() if at else None


def _phases(visited: frozenset[Phase]) -> str:
    return " ".join(phase.value for phase in Phase if phase in visited)


@cache
def _target(id_: str) -> Target:
    return target_of(id_)


@cache  # at most one entry per set of phases
def _visited(text: str) -> frozenset[Phase]:
    return frozenset(Phase(part) for part in text.split())
