"""The port that knows which workspaces there are."""

from collections.abc import Sequence
from typing import Protocol


class WorkspaceRepository(Protocol):
    """The workspaces that the app has been installed in, or has answered."""

    async def known(self) -> Sequence[str]:
        """Their ids, sorted, the public one left out: for whoever runs the app, never for an answer."""
