"""Roles in memory."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.domain.roles import MemberRole

if TYPE_CHECKING:
    from tests.fakes import FakeUnitOfWork


class FakeRoles:
    """RoleRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def all(self, workspace: str, *, hold: bool = False) -> Sequence[MemberRole]:
        """See the port."""
        kept = self._work.state.roles
        return [kept[key] for key in sorted(kept) if key[0] == workspace]

    async def get(self, workspace: str, user: str) -> MemberRole | None:
        """See the port."""
        return self._work.state.roles.get((workspace, user))

    async def put(self, workspace: str, member_role: MemberRole) -> None:
        """See the port."""
        if member_role.at.tzinfo is None:
            raise ValueError("a datetime without time zone is not stored")
        self._work.writing().roles[workspace, member_role.user] = member_role

    async def remove(self, workspace: str, user: str) -> bool:
        """See the port."""
        return self._work.writing().roles.pop((workspace, user), None) is not None
