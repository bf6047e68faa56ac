"""The port that lists the workspaces."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol


class WorkspaceRepository(Protocol):
    """The workspaces in which the app was installed or has answered."""

    async def known(self) -> Sequence[str]:
        """Their ids, sorted, without the public one. For the operator; never use it for an answer."""

    async def held(self, workspace: str) -> Mapping[str, int]:
        """The workspace's row count in each table. Empty tables, and rows within releases, are left out."""

    async def purge(self, workspace: str, by: str, at: datetime) -> Mapping[str, int]:
        """Delete what `held` counts, except releases. This is the only way to delete application events."""
