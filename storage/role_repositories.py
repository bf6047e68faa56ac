"""Roles in SQL."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncSession

from bot.domain.roles import MemberRole, Role
from storage.role_tables import MEMBER_ROLE
from storage.upsert import upsert

_ROW = MEMBER_ROLE.c


class SqlRoles:
    """RoleRepository on SQL."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def all(self, workspace: str, *, hold: bool = False) -> Sequence[MemberRole]:
        """The workspace's roles, by user id in code point order. `hold` locks them until the transaction ends.

        SQLite has one writer. On PostgreSQL the lock stops two admins from removing each other at the same time.
        """
        wanted = sa.select(MEMBER_ROLE).where(_ROW.workspace == workspace).order_by(_ROW.user)
        found = await self._session.execute(wanted.with_for_update() if hold else wanted)
        return [_member_role(row) for row in found.mappings()]

    async def get(self, workspace: str, user: str) -> MemberRole | None:
        """The user's role, or None."""
        found = await self._session.execute(sa.select(MEMBER_ROLE).where(_of(workspace, user)))
        row = found.mappings().first()
        return _member_role(row) if row else None

    async def put(self, workspace: str, member_role: MemberRole) -> None:
        """Save the user's role, replacing any previous one."""
        values = {"role": member_role.role.value, "by": member_role.by, "at": member_role.at}
        insert = upsert(self._session, MEMBER_ROLE).values(
            workspace=workspace, user=member_role.user, **values
        )
        await self._session.execute(
            insert.on_conflict_do_update(index_elements=["workspace", "user"], set_=values)
        )

    async def remove(self, workspace: str, user: str) -> bool:
        """Remove it. Returns whether it existed."""
        removed = await self._session.execute(
            sa.delete(MEMBER_ROLE).where(_of(workspace, user)).returning(_ROW.user)
        )
        return removed.first() is not None


def _of(workspace: str, user: str) -> sa.ColumnElement[bool]:
    return sa.and_(_ROW.workspace == workspace, _ROW.user == user)


def _member_role(row: sa.RowMapping) -> MemberRole:
    return MemberRole(row["user"], Role(row["role"]), row["by"], row["at"])
