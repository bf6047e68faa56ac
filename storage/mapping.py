"""Map rows to the services' types and back. No SQL type leaves this package."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from bot.domain.codes.abbreviations import Abbreviation
from bot.domain.codes.code_uses import CodeUse
from bot.domain.codes.releases import Release, System
from bot.services.ports.database import CodeRecord, StoredRelease


def release_values(release: Release) -> dict[str, object]:
    """The columns of `release` from the domain's release."""
    return {
        "workspace": release.workspace,
        "system": release.system.value,
        "edition": release.edition,
        "effective": release.effective,
        "ends": release.ends,
        "source": release.source,
        "notes": release.notes or None,
    }


def stored_release(row: sa.RowMapping) -> StoredRelease:
    """A row of `release` with `rows` and `digest` of its content."""
    release = Release(
        system=System(row["system"]),
        edition=row["edition"],
        effective=row["effective"],
        ends=row["ends"],
        source=row["source"],
        workspace=row["workspace"],
        notes=row["notes"] or "",
    )
    return StoredRelease(row["id"], release, row["rows"], row["digest"], row["loaded_at"])


def code_record(row: Sequence[Any]) -> CodeRecord:
    """A row of (code, name, billable, detail, starts, ends)."""
    code, name, billable, detail, starts, ends = row
    return CodeRecord(code, name, billable, _json_object(detail), starts, ends)


def abbreviation(row: sa.RowMapping) -> Abbreviation:
    """A row of `abbreviation`."""
    return Abbreviation(row["short"], tuple(row["expansions"]), row["added_by"], row["added_at"])


def code_use(row: sa.RowMapping) -> CodeUse:
    """A row of `code_use`."""
    return CodeUse(System(row["system"]), row["code"], row["uses"], row["last_used"])


def _json_object(detail: object) -> Mapping[str, object]:
    if not isinstance(detail, dict):
        raise TypeError("detail is no JSON object")
    return detail
