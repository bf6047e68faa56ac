"""Releases and their shared rows, in SQL. Only methods for loading and the library's files take no workspace.

Rows that are read to be changed are read FOR UPDATE. PostgreSQL needs that; SQLite has one writer, and SQLAlchemy
omits it there.
"""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.codes.file_rows import PtpRow
from bot.domain.codes.releases import PUBLIC, Release
from bot.domain.errors import IncompleteRelease, NoSuchRelease
from bot.services.ports.database import CodeRecord, StoredRelease
from storage.bulk import insert_codes
from storage.mapping import code_record, release_values, stored_release
from storage.pair_rows import insert_pairs, pairs_after, pairs_of
from storage.session import whole
from storage.tables import CODE, CONTENT, GENERATION, NCCI_PAIR, RELEASE

_STREAMED = 2_000
_STORED: sa.Select[Any] = sa.select(RELEASE, CONTENT.c.digest, CONTENT.c.rows, CONTENT.c.complete).join(
    CONTENT, CONTENT.c.id == RELEASE.c.content_id
)
_NEWEST_FIRST = RELEASE.c.effective.desc(), RELEASE.c.id.desc()


class SqlReleases:
    """ReleaseRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def visible(self, workspace: str) -> Sequence[StoredRelease]:
        """The workspace's own and the public releases, newest effective date first."""
        return await self._stored(_STORED.where(*_seen(workspace)).order_by(*_NEWEST_FIRST))

    async def everywhere(self) -> Sequence[StoredRelease]:
        """The visible releases of all workspaces, newest effective date first."""
        return await self._stored(_STORED.where(RELEASE.c.visible).order_by(*_NEWEST_FIRST))

    async def visible_ids(self) -> frozenset[int]:
        """The ids of the visible releases of all workspaces."""
        return frozenset(await self._session.scalars(sa.select(RELEASE.c.id).where(RELEASE.c.visible)))

    async def with_ids(self, ids: Collection[int]) -> Sequence[StoredRelease]:
        """The visible releases with these ids, of all workspaces."""
        found: list[StoredRelease] = []
        left = iter(sorted(ids))
        while some := list(islice(left, _STREAMED)):
            found += await self._stored(_STORED.where(RELEASE.c.visible, RELEASE.c.id.in_(some)))
        return found

    async def unseen(self) -> Sequence[StoredRelease]:
        """The releases of all workspaces that are not visible, oldest first."""
        return await self._stored(
            _STORED.where(~RELEASE.c.visible).order_by(RELEASE.c.loaded_at, RELEASE.c.id)
        )

    async def stage(self, release: Release, digest: str, loaded_at: datetime) -> int:
        """Add a new invisible release with its own content. Returns its id."""
        new = {"digest": digest, "system": release.system.value, "rows": 0, "complete": False}
        made = await self._session.execute(sa.insert(CONTENT).values(new).returning(CONTENT.c.id))
        return await self._release_of(int(made.scalar_one()), release, loaded_at)

    async def share(self, release: Release, digest: str, loaded_at: datetime) -> StoredRelease | None:
        """Add a new invisible release that shares existing rows; None if there are none."""
        same = sa.select(sa.func.max(CONTENT.c.id)).where(
            CONTENT.c.digest == digest, CONTENT.c.system == release.system.value, CONTENT.c.complete
        )
        content_id = await self._session.scalar(same)
        if content_id is None:
            return None
        id_ = await self._release_of(content_id, release, loaded_at)
        return (await self._stored(_STORED.where(RELEASE.c.id == id_)))[0]

    async def add(self, workspace: str, release_id: int, records: Sequence[CodeRecord]) -> None:
        """Add rows to a staged release. About 2,000 per call keep other writers' waits short."""
        if grown := await self._growing(workspace, release_id, len(records)):
            await insert_codes(await self._session.connection(), grown[0], records)

    async def add_pairs(self, workspace: str, release_id: int, rows: Sequence[PtpRow]) -> None:
        """Add NCCI pairs to a staged release. About 5,000 per call keep other writers' waits short."""
        if grown := await self._growing(workspace, release_id, len(rows)):
            content_id, total = grown
            connection = await self._session.connection()
            await insert_pairs(connection, content_id, rows, after=total - len(rows))

    async def publish(self, workspace: str, release_id: int, rows: int) -> None:
        """Make a staged release visible. It replaces the one of the same system and edition."""
        await self._one_at_a_time()
        staged = await self._own(workspace, release_id, staged=True)
        if staged["rows"] != rows:
            raise IncompleteRelease(release_id, expected=rows, found=int(staged["rows"]))
        same = sa.and_(
            RELEASE.c.workspace == workspace,
            RELEASE.c.system == staged["system"],
            RELEASE.c.edition == staged["edition"],
            RELEASE.c.visible,
        )
        await self._session.execute(sa.update(RELEASE).where(same).values(visible=False))
        await self._session.execute(sa.update(RELEASE).where(_is(workspace, release_id)).values(visible=True))
        await self._mark(staged["content_id"], complete=True)
        await self._raise_generation()

    async def withdraw(self, workspace: str, release_id: int) -> None:
        """Make a release invisible. `shrink` then deletes it."""
        await self._one_at_a_time()
        if (await self._own(workspace, release_id))["visible"]:
            await self._session.execute(
                sa.update(RELEASE).where(_is(workspace, release_id)).values(visible=False)
            )
            await self._raise_generation()

    async def shrink(self, workspace: str, release_id: int, rows: int) -> bool:
        """If others share its rows, delete only the release; else up to `rows` rows of each table, then the release."""
        content_id = (await self._own(workspace, release_id, staged=True))["content_id"]
        others = sa.select(RELEASE.c.id).where(RELEASE.c.content_id == content_id, RELEASE.c.id != release_id)
        shared = await self._session.scalar(others.limit(1)) is not None
        if not shared and await self._delete_rows(content_id, rows):
            return False
        await self._session.execute(sa.delete(RELEASE).where(_is(workspace, release_id)))
        if not shared:
            await self._session.execute(sa.delete(CONTENT).where(CONTENT.c.id == content_id))
        return True

    async def generation(self) -> int:
        """The generation counter of the visible releases."""
        current = sa.select(GENERATION.c.value).where(GENERATION.c.workspace == PUBLIC)
        return int(await self._session.scalar(current) or 0)

    async def records(self, workspace: str, release_id: int) -> AsyncIterator[CodeRecord]:
        """All rows of a visible release in code order, as a stream. Rows of one code come in the order added."""
        rows = await self._session.stream(
            sa.select(CODE.c.code, CODE.c.name, CODE.c.billable, CODE.c.detail, CODE.c.starts, CODE.c.ends)
            .join(RELEASE, RELEASE.c.content_id == CODE.c.content_id)
            .where(RELEASE.c.id == release_id, *_seen(workspace))
            .order_by(CODE.c.code, CODE.c.id)
            .execution_options(yield_per=_STREAMED)
        )
        while part := await whole(rows.fetchmany(_STREAMED)):  # fetching row by row is four times slower
            for row in part:
                yield code_record(row)

    async def pairs(self, workspace: str, release_id: int) -> AsyncIterator[Sequence[PtpRow]]:
        """The pairs of a visible release in slices, in the order added."""
        content_id = await self._session.scalar(
            sa.select(RELEASE.c.content_id).where(RELEASE.c.id == release_id, *_seen(workspace))
        )
        if content_id is None:
            return
        after = 0
        while rows := (await self._session.execute(pairs_after(content_id, after))).all():
            after += len(rows)
            yield pairs_of(rows)

    async def _stored(self, query: sa.Select[Any]) -> Sequence[StoredRelease]:
        return [stored_release(row) for row in (await self._session.execute(query)).mappings()]

    async def _release_of(self, content_id: int, release: Release, loaded_at: datetime) -> int:
        values = release_values(release) | {
            "content_id": content_id, "loaded_at": loaded_at, "visible": False,
        }  # fmt: skip
        made = await self._session.execute(sa.insert(RELEASE).values(values).returning(RELEASE.c.id))
        return int(made.scalar_one())

    async def _growing(self, workspace: str, release_id: int, by: int) -> tuple[int, int] | None:
        """Add `by` to the row count of a staged content. Returns its id and the new count."""
        if not by:
            await self._own(workspace, release_id, staged=True)
            return None
        staged = sa.select(RELEASE.c.content_id).where(_is(workspace, release_id), ~RELEASE.c.visible)
        counted = await self._session.execute(
            sa.update(CONTENT)
            .where(CONTENT.c.id == staged.scalar_subquery(), ~CONTENT.c.complete)
            .values(rows=CONTENT.c.rows + by)
            .returning(CONTENT.c.id, CONTENT.c.rows)
        )
        row = counted.first()
        if row is None:
            raise NoSuchRelease(workspace, release_id)
        return int(row[0]), int(row[1])

    async def _delete_rows(self, content_id: int, rows: int) -> bool:
        """Delete up to `rows` rows of one table.

        Returns whether there were any. From now on, no one may share the content.
        """
        await self._mark(content_id, complete=False)
        for table, key in ((CODE, CODE.c.id), (NCCI_PAIR, NCCI_PAIR.c.number)):
            some = sa.select(key).where(table.c.content_id == content_id).order_by(key).limit(rows)
            gone = sa.delete(table).where(table.c.content_id == content_id, key.in_(some))
            if (await self._session.execute(gone)).rowcount:  # type: ignore[attr-defined]
                return True
        return False

    async def _mark(self, content_id: int, *, complete: bool) -> None:
        await self._session.execute(
            sa.update(CONTENT).where(CONTENT.c.id == content_id).values(complete=complete)
        )

    async def _own(self, workspace: str, release_id: int, *, staged: bool = False) -> sa.RowMapping:
        own = _STORED.where(_is(workspace, release_id)).with_for_update(of=RELEASE)
        found = await self._session.execute(own)
        row: sa.RowMapping | None = found.mappings().first()
        if row is None or (staged and row["visible"]):
            raise NoSuchRelease(workspace, release_id)
        return row

    async def _one_at_a_time(self) -> None:
        """Make the next transaction that changes what is visible wait until this one has committed."""
        counter = sa.select(GENERATION.c.value).where(GENERATION.c.workspace == PUBLIC)
        await self._session.execute(counter.with_for_update())

    async def _raise_generation(self) -> None:
        await self._session.execute(
            sa.update(GENERATION).where(GENERATION.c.workspace == PUBLIC).values(value=GENERATION.c.value + 1)
        )


def _is(workspace: str, release_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(RELEASE.c.workspace == workspace, RELEASE.c.id == release_id)


def _seen(workspace: str) -> tuple[sa.ColumnElement[bool], ...]:
    """What the workspace may see. This checks licenses, no matter who else shares the rows."""
    return RELEASE.c.visible, RELEASE.c.workspace.in_((workspace, PUBLIC))
