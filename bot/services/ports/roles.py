"""What the roles need from storage."""

from collections.abc import Sequence
from typing import Protocol

from bot.domain.roles import MemberRole


class RoleRepository(Protocol):
    """Roles that were given in a workspace."""

    async def all(self, workspace: str, *, hold: bool = False) -> Sequence[MemberRole]:
        """Those of this very workspace, by user id in code-point order; `hold` them until the transaction ends."""

    async def get(self, workspace: str, user: str) -> MemberRole | None:
        """The person's, or None where none was given."""

    async def put(self, workspace: str, member_role: MemberRole) -> None:
        """Keep it, in place of the one that the person had."""

    async def remove(self, workspace: str, user: str) -> bool:
        """Take it away; whether there was one."""
