"""How often Slack is called about posted cards: some calls at once, then so many a second, and silence when it asks."""

import asyncio
from collections.abc import Awaitable, Callable

_MOST = 1_000
"""More keys than anybody paces at once: those that have all their calls left again are forgotten."""


class RateLimiter:
    """So many calls at once, then so many a second, for each key alone (a workspace, or a channel of one)."""

    def __init__(
        self,
        burst: float = 5,
        a_second: float = 0.75,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._burst, self._a_second, self._sleep = burst, a_second, sleep
        self._left: dict[str, tuple[float, float]] = {}
        self._silent: dict[str, float] = {}

    async def turn(self, key: str) -> None:
        """Wait for the next call's turn."""
        now = self._now()
        left = self._calls_left(key, now) - 1
        self._left[key] = (left, now)
        if len(self._left) > _MOST:
            self._left = {k: v for k, v in self._left.items() if self._calls_left(k, now) < self._burst}
        if left < 0:
            await self._sleep(-left / self._a_second)

    def hold(self, key: str, seconds: float) -> None:
        """Slack asks for so long a silence."""
        now = self._now()
        self._silent = {k: at for k, at in self._silent.items() if at > now}
        self._silent[key] = max(self._silent.get(key, now), now + seconds)

    def silence(self, key: str) -> float:
        """For how many seconds there is to be no call yet; 0 where there may be one."""
        return max(0.0, self._silent.get(key, 0.0) - self._now())

    def _calls_left(self, key: str, now: float) -> float:
        left, then = self._left.get(key, (self._burst, now))
        return min(self._burst, left + (now - then) * self._a_second)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
