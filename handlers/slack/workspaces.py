"""Which workspaces the bot serves, and who it is in each: from memory, read anew once a minute."""

import time
from collections.abc import Awaitable, Callable

from slack_bolt.authorization import AuthorizeResult

from bot.services.ports.database import Installation
from handlers.slack.auth import Identity

FindInstallation = Callable[[str], Awaitable[Installation | None]]

_FRESH_SECONDS = 60.0
"""Another process may have installed or removed the app: no answer from memory is older."""
_MOST = 10_000


class InstalledWorkspaces:
    """One workspace by its own token (`own`), or every one that installed the app (`find`)."""

    def __init__(
        self, own: Identity | None, find: FindInstallation, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.own = own
        self._find = find
        self._clock = clock
        self._known: dict[str, tuple[float, AuthorizeResult | None]] = {}

    async def token(self, workspace: str) -> str | None:
        """The bot's token in `workspace`; None where the app is not installed there."""
        found = await self._authorized(workspace)
        return found.bot_token if found else None

    def forget(self, workspace: str) -> None:
        """Ask the database again next time: the app came to the workspace, or left it."""
        self._known.pop(workspace, None)

    def authorizing(self) -> Callable[[str | None], Awaitable[AuthorizeResult | None]]:
        """Bolt's `authorize`: no auth.test for each request. None, and Bolt says that the app is not installed."""

        async def authorize(team_id: str | None) -> AuthorizeResult | None:  # Bolt reads the argument's name
            return await self._authorized(team_id or "")

        return authorize

    async def _authorized(self, workspace: str) -> AuthorizeResult | None:
        if self.own is not None:
            return _result(self.own.workspace, self.own.token, self.own.bot_user, self.own.bot_id)
        then, known = self._known.get(workspace, (float("-inf"), None))
        if self._clock() - then < _FRESH_SECONDS:
            return known
        found = await self._find(workspace)
        known = _result(workspace, found.bot_token, found.bot_user_id, None) if found else None
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[workspace] = (self._clock(), known)
        return known


def _result(workspace: str, token: str, bot_user: str, bot_id: str | None) -> AuthorizeResult:
    return AuthorizeResult(
        enterprise_id=None, team_id=workspace, bot_id=bot_id, bot_user_id=bot_user, bot_token=token
    )
