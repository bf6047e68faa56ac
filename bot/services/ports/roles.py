"""What roles need from storage."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.roles import MemberRole


class RoleRepository(Protocol):
    """Roles that were assigned in a workspace."""

    async def all(self, workspace: str, *, hold: bool = False) -> Sequence[MemberRole]:
        """Those of this workspace, by user id in code-point order. `hold`: lock them until the transaction ends."""

    async def get(self, workspace: str, user: str) -> MemberRole | None:
        """The user's role, or None if none was assigned."""

    async def put(self, workspace: str, member_role: MemberRole) -> None:
        """Save it, replacing the user's previous role."""

    async def remove(self, workspace: str, user: str) -> bool:
        """Remove it. Returns whether there was one."""
