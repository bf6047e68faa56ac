"""One message a second in a channel, and silence for as long as Slack asks for it."""

import asyncio
from collections.abc import Awaitable, Callable

Channel = tuple[str, str]
_FORGET = 1_000


class Pacer:
    """Times are the event loop's, which no clock setting moves."""

    def __init__(self, gap: float, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._gap = gap
        self._sleep = sleep
        self._next: dict[Channel, float] = {}

    async def turn(self, channel: Channel) -> None:
        """Wait until the channel may be posted to, and take that turn."""
        now = asyncio.get_running_loop().time()
        at = max(now, self._next.get(channel, now))
        self._next[channel] = at + self._gap
        if at > now:
            await self._sleep(at - now)

    def begins(self, channel: Channel) -> None:
        """The call begins only now, some time after its turn was taken: the next one's distance counts from here."""
        now = asyncio.get_running_loop().time()
        self._next[channel] = max(self._next.get(channel, now), now + self._gap)

    def hold(self, channel: Channel, seconds: float) -> None:
        """Post nothing there for so long."""
        now = asyncio.get_running_loop().time()
        self._next[channel] = max(self._next.get(channel, now), now + seconds)
        if len(self._next) > _FORGET:
            self._next = {each: at for each, at in self._next.items() if at > now}
