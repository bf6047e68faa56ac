"""Rate limiter for Slack calls: a burst, then a steady rate, and a pause when Slack requires one."""

import asyncio
from collections.abc import Awaitable, Callable

_MOST = 1_000
"""Maximum keys to keep. Above it, keys with a full allowance are dropped."""


class RateLimiter:
    """Allows `burst` calls at once, then `a_second` per second, separately for each key (a workspace or channel)."""

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
        """Pause this key for `seconds`, as Slack requires."""
        now = self._now()
        self._silent = {k: at for k, at in self._silent.items() if at > now}
        self._silent[key] = max(self._silent.get(key, now), now + seconds)

    def silence(self, key: str) -> float:
        """Seconds left of the pause. 0 if there is none."""
        return max(0.0, self._silent.get(key, 0.0) - self._now())

    def _calls_left(self, key: str, now: float) -> float:
        left, then = self._left.get(key, (self._burst, now))
        return min(self._burst, left + (now - then) * self._a_second)

    @staticmethod
    def _now() -> float:
        return asyncio.get_running_loop().time()
