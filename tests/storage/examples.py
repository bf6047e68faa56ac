"""Releases, rows and installations to store in tests."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from bot.domain.codes.releases import PUBLIC, Release, System
from bot.services.ports.database import CodeRecord, Database, Installation

NOW = datetime(2026, 11, 21, 14, 30, 15, 123456, tzinfo=UTC)
KEYS = ("Zm9yIHRlc3RzIG9ubHksIG5vdCBhIHNlY3JldCAhISE=",)


def release(
    edition: str = "April 2026", workspace: str = PUBLIC, effective: date = date(2026, 4, 1)
) -> Release:
    """A release of ICD-10-CM."""
    return Release(System.ICD10CM, edition, effective, date(2026, 9, 30), "icd10c-tabular.xml", workspace)


def record(code: str, name: str = "Low back pain", **detail: object) -> CodeRecord:
    """A billable row."""
    return CodeRecord(code, name, billable=True, detail=detail)


def installation(workspace: str = "T1", token: str = "xoxb-1", by: str = "U1") -> Installation:
    """The app in a workspace."""
    return Installation(workspace, token, "B1", NOW, by)


async def publish(
    database: Database, what: Release, records: Sequence[CodeRecord] = (record("M54.50"),)
) -> int:
    """Stage, fill and publish a release; its id."""
    async with database.write() as work:
        id_ = await work.releases.stage(what, "digest", NOW)
        await work.releases.add(what.workspace, id_, records)
        await work.releases.publish(what.workspace, id_, len(records))
        await work.commit()
    return id_


async def stage(
    database: Database, what: Release, records: Sequence[CodeRecord] = (record("M54.50"),)
) -> int:
    """Stage and fill a release that stays invisible; its id."""
    async with database.write() as work:
        id_ = await work.releases.stage(what, "digest", NOW)
        await work.releases.add(what.workspace, id_, records)
        await work.commit()
    return id_


async def codes(database: Database, workspace: str, release_id: int) -> list[CodeRecord]:
    """All rows of a release that the workspace may see."""
    async with database.read() as work:
        return [r async for r in work.releases.records(workspace, release_id)]


async def editions(database: Database, workspace: str) -> list[str]:
    """The editions that the workspace sees, in the repository's order."""
    async with database.read() as work:
        return [r.release.edition for r in await work.releases.visible(workspace)]


async def generation(database: Database) -> int:
    """The generation as a reader sees it."""
    async with database.read() as work:
        return await work.releases.generation()


def names(folder: Path) -> list[str]:
    """What stands in a folder, sorted."""
    return sorted(f.name for f in folder.iterdir())
