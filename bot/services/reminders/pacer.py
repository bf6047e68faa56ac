"""Limit each channel to one message per second, and pause it for as long as Slack requires."""

import asyncio
from collections.abc import Awaitable, Callable

Channel = tuple[str, str]
_FORGET = 1_000


class Pacer:
    """Per-channel rate limiter. It uses the event loop's monotonic clock."""

    def __init__(self, gap: float, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._gap = gap
        self._sleep = sleep
        self._next: dict[Channel, float] = {}

    async def turn(self, channel: Channel) -> None:
        """Wait for the channel's next turn and take it."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._next.get(channel, now))
        self._next[channel] = at + self._gap
        if at > now:
            await self._sleep(at - now)

    def begins(self, channel: Channel) -> None:
        """The call starts only now, some time after its turn. The gap to the next one counts from here."""
        now = asyncio.get_running_loop().time()
        self._next[channel] = max(self._next.get(channel, now), now + self._gap)

    def hold(self, channel: Channel, seconds: float) -> None:
        """Post nothing in this channel for `seconds`."""
        now = asyncio.get_running_loop().time()
        self._next[channel] = max(self._next.get(channel, now), now + seconds)
        if len(self._next) > _FORGET:
            self._next = {each: at for each, at in self._next.items() if at > now}
