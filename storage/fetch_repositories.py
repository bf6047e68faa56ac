"""Fetching, in SQL."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense
from bot.domain.codes.fetching.records import FetchedFile, FetchSchedule, LicenseAcceptance
from storage.fetch_tables import FETCH_SCHEDULE, FETCHED_FILE, LICENSE_ACCEPTANCE
from storage.upsert import upsert


class SqlFetches:
    """FetchRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def accept(self, workspace: str, acceptance: LicenseAcceptance) -> None:
        """Add an acceptance; earlier ones stay on record."""
        values = {
            "license": acceptance.license.value,
            "accepted_by": acceptance.accepted_by,
            "accepted_at": acceptance.accepted_at,
            "until": acceptance.until,
        }
        await self._session.execute(sa.insert(LICENSE_ACCEPTANCE).values(workspace=workspace, **values))

    async def acceptances(self, workspace: str) -> Sequence[LicenseAcceptance]:
        """Every acceptance of this workspace, newest first."""
        row = LICENSE_ACCEPTANCE.c
        wanted = (
            sa.select(LICENSE_ACCEPTANCE)
            .where(row.workspace == workspace)
            .order_by(row.accepted_at.desc(), row.id.desc())
        )
        found = await self._session.execute(wanted)
        return [
            LicenseAcceptance(DataLicense(r["license"]), r["accepted_by"], r["accepted_at"], r["until"])
            for r in found.mappings()
        ]

    async def record(self, workspace: str, file: FetchedFile) -> None:
        """Save it, replacing the earlier fetch from the same address."""
        values = {
            "code_set": file.code_set.value,
            "edition": file.edition,
            "sha256": file.sha256,
            "size": file.size,
            "etag": file.etag,
            "last_modified": file.last_modified,
            "fetched_at": file.fetched_at,
        }
        insert = upsert(self._session, FETCHED_FILE).values(workspace=workspace, url=file.url, **values)
        await self._session.execute(
            insert.on_conflict_do_update(index_elements=["workspace", "url"], set_=values)
        )

    async def fetched(self, workspace: str) -> Sequence[FetchedFile]:
        """The files that were fetched for this workspace, by address."""
        wanted = (
            sa.select(FETCHED_FILE).where(FETCHED_FILE.c.workspace == workspace).order_by(FETCHED_FILE.c.url)
        )
        found = await self._session.execute(wanted)
        return [
            FetchedFile(
                r["url"],
                CodeSet(r["code_set"]),
                r["edition"],
                r["sha256"],
                r["size"],
                r["etag"],
                r["last_modified"],
                r["fetched_at"],
            )
            for r in found.mappings()
        ]

    async def schedule(self, workspace: str) -> FetchSchedule | None:
        """The workspace's daily check; None if it was never turned on or off."""
        found = await self._session.execute(
            sa.select(FETCH_SCHEDULE).where(FETCH_SCHEDULE.c.workspace == workspace)
        )
        row = found.mappings().first()
        if row is None:
            return None
        return FetchSchedule(row["enabled"], row["changed_by"], row["changed_at"], row["looked_on"])

    async def put_schedule(self, workspace: str, schedule: FetchSchedule) -> None:
        """Save it, replacing the previous one."""
        values = {
            "enabled": schedule.enabled,
            "changed_by": schedule.changed_by,
            "changed_at": schedule.changed_at,
            "looked_on": schedule.looked_on,
        }
        insert = upsert(self._session, FETCH_SCHEDULE).values(workspace=workspace, **values)
        await self._session.execute(insert.on_conflict_do_update(index_elements=["workspace"], set_=values))

    async def looks_due(self, today: date) -> bool:
        """Whether any workspace's daily check is on and has not run today."""
        found = await self._session.execute(
            sa.select(FETCH_SCHEDULE.c.workspace).where(*_due(today)).limit(1)
        )
        return found.first() is not None

    async def begin_look(self, today: date) -> str | None:
        """Claim one workspace whose daily check is on and has not run today. No other process gets it again."""
        row = FETCH_SCHEDULE.c
        due = (
            sa.select(row.workspace)
            .where(*_due(today))
            .order_by(row.workspace)
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        taken = await self._session.execute(
            sa.update(FETCH_SCHEDULE)
            .where(row.workspace == due)
            .values(looked_on=today)
            .returning(row.workspace)
        )
        found = taken.first()
        return str(found.workspace) if found else None


def _due(today: date) -> tuple[sa.ColumnElement[bool], ...]:
    row = FETCH_SCHEDULE.c
    return row.enabled, sa.or_(row.looked_on.is_(None), row.looked_on < today)
