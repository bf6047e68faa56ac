"""The ports' repositories in SQL. Only what serves loading and books does without the workspace.

What is read in order to be changed is read FOR UPDATE, which PostgreSQL needs and SQLite's one writer does not
(SQLAlchemy leaves it out there).
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.codes.file_rows import PtpRow
from bot.domain.codes.releases import PUBLIC, Release
from bot.domain.errors import IncompleteRelease, NoSuchRelease
from bot.services.ports.database import CodeRecord, Installation, StoredRelease
from storage.bulk import insert_codes
from storage.mapping import code_record, release_values, stored_release
from storage.pair_rows import insert_pairs, pairs_after, pairs_of
from storage.secrets import Vault
from storage.session import whole
from storage.tables import CODE, GENERATION, INSTALLATION, NCCI_PAIR, RELEASE, SEEN
from storage.upsert import upsert

_STREAMED = 2_000


class SqlReleases:
    """ReleaseRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def visible(self, workspace: str) -> Sequence[StoredRelease]:
        """The workspace's own and the public releases, newest effective date first."""
        found = await self._session.execute(
            sa.select(RELEASE)
            .where(RELEASE.c.visible, RELEASE.c.workspace.in_((workspace, PUBLIC)))
            .order_by(RELEASE.c.effective.desc(), RELEASE.c.id.desc())
        )
        return [stored_release(row) for row in found.mappings()]

    async def everywhere(self) -> Sequence[StoredRelease]:
        """The visible releases of all workspaces, newest effective date first."""
        found = await self._session.execute(
            sa.select(RELEASE)
            .where(RELEASE.c.visible)
            .order_by(RELEASE.c.effective.desc(), RELEASE.c.id.desc())
        )
        return [stored_release(row) for row in found.mappings()]

    async def unseen(self) -> Sequence[StoredRelease]:
        """The releases of all workspaces that are not visible, oldest first."""
        found = await self._session.execute(
            sa.select(RELEASE).where(~RELEASE.c.visible).order_by(RELEASE.c.loaded_at, RELEASE.c.id)
        )
        return [stored_release(row) for row in found.mappings()]

    async def stage(self, release: Release, digest: str, loaded_at: datetime) -> int:
        """A new release that nobody sees yet; its id."""
        new = {"digest": digest, "loaded_at": loaded_at, "rows": 0, "visible": False}
        values = release_values(release) | new
        made = await self._session.execute(sa.insert(RELEASE).values(values).returning(RELEASE.c.id))
        return int(made.scalar_one())

    async def add(self, workspace: str, release_id: int, records: Sequence[CodeRecord]) -> None:
        """Rows of a staged release; about 2,000 a call keep other writers' waits short."""
        if await self._growing(workspace, release_id, len(records)):
            await insert_codes(await self._session.connection(), workspace, release_id, records)

    async def add_pairs(self, workspace: str, release_id: int, rows: Sequence[PtpRow]) -> None:
        """Rows of NCCI pairs of a staged release; about 5,000 a call keep other writers' waits short."""
        if total := await self._growing(workspace, release_id, len(rows)):
            connection = await self._session.connection()
            await insert_pairs(connection, workspace, release_id, rows, after=total - len(rows))

    async def publish(self, workspace: str, release_id: int, rows: int) -> None:
        """Flip a staged release to visible in place of the one of the same system and edition."""
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
        await self._raise_generation()

    async def withdraw(self, workspace: str, release_id: int) -> None:
        """Let nobody see a release any more; `shrink` then takes its rows out."""
        await self._one_at_a_time()
        if (await self._own(workspace, release_id))["visible"]:
            await self._session.execute(
                sa.update(RELEASE).where(_is(workspace, release_id)).values(visible=False)
            )
            await self._raise_generation()

    async def shrink(self, workspace: str, release_id: int, rows: int) -> bool:
        """Delete up to `rows` rows of each table; the release itself once it has none, and then True."""
        await self._own(workspace, release_id, staged=True)
        for table, key in ((CODE, CODE.c.id), (NCCI_PAIR, NCCI_PAIR.c.number)):
            own = sa.select(key).where(table.c.release_id == release_id).order_by(key).limit(rows)
            gone = sa.delete(table).where(table.c.release_id == release_id, key.in_(own))
            if (await self._session.execute(gone)).rowcount:  # type: ignore[attr-defined]
                return False
        await self._session.execute(sa.delete(RELEASE).where(_is(workspace, release_id)))
        return True

    async def generation(self) -> int:
        """The counter of what is visible."""
        current = sa.select(GENERATION.c.value).where(GENERATION.c.workspace == PUBLIC)
        return int(await self._session.scalar(current) or 0)

    async def records(self, workspace: str, release_id: int) -> AsyncIterator[CodeRecord]:
        """All rows of a visible release in order of code, streamed; rows of one code as they were added."""
        rows = await self._session.stream(
            sa.select(CODE.c.code, CODE.c.name, CODE.c.billable, CODE.c.detail, CODE.c.starts, CODE.c.ends)
            .join(RELEASE, RELEASE.c.id == CODE.c.release_id)
            .where(
                CODE.c.release_id == release_id, CODE.c.workspace.in_((workspace, PUBLIC)), RELEASE.c.visible
            )
            .order_by(CODE.c.code, CODE.c.id)
            .execution_options(yield_per=_STREAMED)
        )
        while part := await whole(rows.fetchmany(_STREAMED)):  # row by row is four times slower
            for row in part:
                yield code_record(row)

    async def pairs(self, workspace: str, release_id: int) -> AsyncIterator[Sequence[PtpRow]]:
        """The pairs of a visible release in the order in which they were added, in slices."""
        seen = sa.and_(RELEASE.c.workspace.in_((workspace, PUBLIC)), RELEASE.c.visible)
        if not await self._session.scalar(sa.select(sa.true()).where(RELEASE.c.id == release_id, seen)):
            return
        after = 0
        while rows := (await self._session.execute(pairs_after(release_id, after))).all():
            after += len(rows)
            yield pairs_of(rows)

    async def _growing(self, workspace: str, release_id: int, by: int) -> int:
        """Count the rows that a staged release is about to get; how many it then has, 0 where `by` is 0."""
        if not by:
            await self._own(workspace, release_id, staged=True)
            return 0
        counted = await self._session.scalar(
            sa.update(RELEASE)
            .where(_is(workspace, release_id), ~RELEASE.c.visible)
            .values(rows=RELEASE.c.rows + by)
            .returning(RELEASE.c.rows)
        )
        if counted is None:
            raise NoSuchRelease(workspace, release_id)
        return int(counted)

    async def _own(self, workspace: str, release_id: int, *, staged: bool = False) -> sa.RowMapping:
        own = sa.select(RELEASE).where(_is(workspace, release_id)).with_for_update()
        found = await self._session.execute(own)
        row = found.mappings().first()
        if row is None or (staged and row["visible"]):
            raise NoSuchRelease(workspace, release_id)
        return row

    async def _one_at_a_time(self) -> None:
        """Let the next one who changes what is visible wait until this one has committed."""
        counter = sa.select(GENERATION.c.value).where(GENERATION.c.workspace == PUBLIC)
        await self._session.execute(counter.with_for_update())

    async def _raise_generation(self) -> None:
        await self._session.execute(
            sa.update(GENERATION).where(GENERATION.c.workspace == PUBLIC).values(value=GENERATION.c.value + 1)
        )


class SqlSeen:
    """SeenRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def first_time(self, workspace: str, key: str, at: datetime) -> bool:
        """True for exactly one caller per (workspace, key): the primary key decides."""
        insert = upsert(self._session, SEEN).values(workspace=workspace, key=key, at=at)
        made = await self._session.execute(insert.on_conflict_do_nothing().returning(SEEN.c.key))
        return made.first() is not None

    async def forget_before(self, workspace: str, at: datetime) -> int:
        """Drop marks older than `at`; how many."""
        gone = await self._session.execute(
            sa.delete(SEEN).where(SEEN.c.workspace == workspace, SEEN.c.at < at).returning(SEEN.c.key)
        )
        return len(gone.all())


class SqlInstallations:
    """InstallationRepository on SQL, with tokens sealed by `vault`."""

    def __init__(self, session: AsyncSession, vault: Vault, *, writing: bool) -> None:
        self._session = session
        self._vault = vault
        self._writing = writing

    async def get(self, workspace: str) -> Installation | None:
        """The workspace's installation; raises TokenUnreadable or NoTokenKeys."""
        mine = sa.select(INSTALLATION).where(INSTALLATION.c.workspace == workspace)
        if self._writing:
            mine = mine.with_for_update()
        row = (await self._session.execute(mine)).mappings().first()
        if row is None:
            return None
        token = self._vault.open(workspace, row["bot_token"])
        return Installation(workspace, token, row["bot_user_id"], row["installed_at"], row["installed_by"])

    async def save(self, installation: Installation) -> None:
        """Keep it, sealed with the newest key; raises NoTokenKeys."""
        values = {
            "bot_token": self._vault.seal(installation.workspace, installation.bot_token),
            "bot_user_id": installation.bot_user_id,
            "installed_at": installation.installed_at,
            "installed_by": installation.installed_by,
        }
        insert = upsert(self._session, INSTALLATION).values(workspace=installation.workspace, **values)
        await self._session.execute(insert.on_conflict_do_update(index_elements=["workspace"], set_=values))

    async def remove(self, workspace: str) -> bool:
        """Forget the installation; whether there was one."""
        gone = await self._session.execute(
            sa.delete(INSTALLATION)
            .where(INSTALLATION.c.workspace == workspace)
            .returning(INSTALLATION.c.workspace)
        )
        return gone.first() is not None


def _is(workspace: str, release_id: int) -> sa.ColumnElement[bool]:
    return sa.and_(RELEASE.c.workspace == workspace, RELEASE.c.id == release_id)
