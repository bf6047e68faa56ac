"""The port that knows which workspaces there are."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol


class WorkspaceRepository(Protocol):
    """The workspaces that the app has been installed in, or has answered."""

    async def known(self) -> Sequence[str]:
        """Their ids, sorted, the public one left out: for whoever runs the app, never for an answer."""

    async def held(self, workspace: str) -> Mapping[str, int]:
        """How many rows each table has of it; tables without one are left out, and the rows within releases."""

    async def purge(self, workspace: str, by: str, at: datetime) -> Mapping[str, int]:
        """Delete what `held` tells, but its releases: the only way in which events of applications may go."""
