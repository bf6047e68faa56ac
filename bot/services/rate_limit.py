"""How often Slack is called: some calls at once, then one in each gap, and silence for as long as Slack asks for it."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable

CHANNEL_GAP = 1.0
"""Seconds between two messages in a channel (Slack's limit for chat.postMessage)."""
_MOST = 1_000
"""More keys than are paced at once: those whose turns are all free again are forgotten."""


class RateLimiter:
    """For each key alone: a workspace, or a channel as (workspace, channel).

    The generic cell rate algorithm: one time for each key says when the next call would come at an even pace, and
    `burst` - 1 calls may come ahead of it. Times are the event loop's, which no clock setting moves.
    """

    def __init__(
        self,
        gap: float = CHANNEL_GAP,
        burst: int = 1,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """One call in `gap` seconds, `burst` of them at once where none came before."""
        self._gap, self._ahead, self._sleep = gap, gap * (burst - 1), sleep
        self._next: dict[Hashable, float] = {}
        self._silent: dict[Hashable, float] = {}

    async def turn(self, key: Hashable) -> None:
        """Wait until a call may be made, and take that turn. Turns come in the order in which they are asked for."""
        now = self._now()
        at = max(now, self._next.get(key, now) - self._ahead, self._silent.get(key, now))
        self._next[key] = max(self._next.get(key, at), at) + self._gap
        self._forget(now)
        if at > now:
            await self._sleep(at - now)

    def begins(self, key: Hashable) -> None:
        """The call begins only now, some time after its turn: the next one keeps its distance from here."""
        now = self._now()
        self._next[key] = max(self._next.get(key, now), now + self._gap)

    def hold(self, key: Hashable, seconds: float) -> None:
        """No call for so long: Slack asked for it."""
        now = self._now()
        self._silent[key] = max(self._silent.get(key, now), now + seconds)

    def silence(self, key: Hashable) -> float:
        """For how many seconds Slack has asked for no call; 0 where it has not."""
        return max(0.0, self._silent.get(key, 0.0) - self._now())

    @property
    def known(self) -> int:
        """How many keys it remembers."""
        return len(self._next)

    def _forget(self, now: float) -> None:
        if len(self._next) > _MOST:
            self._next = {key: at for key, at in self._next.items() if at > now}
            self._silent = {key: at for key, at in self._silent.items() if at > now}

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
