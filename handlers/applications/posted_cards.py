"""Keep posted cards up to date: redraw after each change and once a day, one process per card at a time.

A change only signals that something changed. What to draw is read from rows. Many changes can share one redraw of the
current state, and any process's next sweep finds unfinished work.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Coroutine
from dataclasses import dataclass
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import LogEvent as Logged
from bot.logs import get_logger
from bot.services.applications.posted_cards import PostedCardUseCases
from bot.services.ports.applications import HeldCard, PostedCard
from bot.services.rate_limit import RateLimiter
from handlers.slack.answer import Answer
from handlers.slack.background_jobs import NAME
from handlers.slack.message_updates import Gone, RetryEdit, redraw, tell
from handlers.slack.posting import PostedMessage

ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
_DRAWING_GAP = 60 / 45
"""Seconds between two calls of chat.update in a workspace: Slack allows fifty a minute (tier 3)."""
_NOT_INSTALLED_SECONDS = 600.0
_READERS_UNKNOWN_SECONDS = 60.0
_DRAIN_SECONDS = 10.0
_log = get_logger("cards")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A card for its channel, and the news for its thread."""

    answer: Answer
    news: Answer | None = None


Draw = Callable[[HeldCard], Awaitable[Drawing | None]]
"""Builds the drawing. None if the readers of the channel are unknown right now; the card then stays unchanged."""


class Cards:
    """Redraws outdated cards. `set_drawing` sets the drawing function later, because it depends on this object."""

    def __init__(
        self, posted: PostedCardUseCases, client_of: ClientOf | None, channels: RateLimiter | None = None
    ) -> None:
        """`channels` is the rate limiter shared with everything else that posts in these channels."""
        self._posted = posted
        self._client_of = client_of
        self._drawings = RateLimiter(_DRAWING_GAP, burst=5)
        self._channels = channels or RateLimiter()
        self._draw: Draw | None = None
        self._working: set[str] = set()
        self._again: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._closing = False

    def set_drawing(self, draw: Draw) -> None:
        """Set the drawing function."""
        self._draw = draw

    def changed(self, workspace: str, number: int) -> None:  # noqa: ARG002 - required by ChangeListener
        """An application changed and the change is committed. Returns at once."""
        if self._closing or self._client_of is None or self._draw is None:
            return
        if workspace in self._working:
            self._again.add(workspace)
            return
        self._working.add(workspace)
        self._begin(self._bring_up_to_date(workspace))

    async def sweep(self) -> None:
        """Redraw what a stopped process, a Slack refusal or a new day has left outdated."""
        for workspace in await self._posted.outdated():
            self.changed(workspace, 0)

    async def is_tracked(self, card: PostedCard) -> bool:
        """Whether the card is kept up to date."""
        return self._client_of is not None and await self._posted.is_tracked(card)

    async def newest_event(self, workspace: str, number: int) -> int:
        """The number of an application's newest event. Later reads include it."""
        return await self._posted.newest_event(workspace, number)

    async def is_in_channel(self, workspace: str, number: int, channel: str) -> bool:
        """Whether a card of this application is kept up to date in the channel."""
        return await self._posted.is_in_channel(workspace, number, channel)

    async def track(self, card: PostedCard, *, news_up_to: int, shows: int = 0) -> None:
        """Start to keep a card up to date. It shows events up to `shows`; its thread has those up to `news_up_to`."""
        await self._posted.track(card, news_up_to=news_up_to, shows=shows)
        self.changed(card.workspace, card.number)

    async def request_redraw(self, workspace: str, numbers: Collection[int]) -> None:
        """Redraw the cards of these applications although they have no new event."""
        if self._client_of is not None and numbers:
            await self._posted.request_redraw(workspace, numbers)
            self.changed(workspace, 0)

    async def settled(self) -> None:
        """Wait until all started drawings are done."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def close(self) -> None:
        """Wait briefly for current drawings. The next start finds the rest in rows."""
        self._closing = True
        if not self._tasks:
            return
        _, left = await asyncio.wait(self._tasks, timeout=_DRAIN_SECONDS)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=NAME)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _bring_up_to_date(self, workspace: str) -> None:
        try:
            while True:
                self._again.discard(workspace)
                while not self._closing and (held := await self._posted.lease_card(workspace)):
                    await self._draw_card(held)
                if workspace not in self._again:
                    return
        except Exception as error:  # any error: the lease ends and the next sweep retries
            _log.error(Logged.JOB_FAILED, error)
        finally:
            self._working.discard(workspace)

    async def _draw_card(self, held: HeldCard) -> None:
        assert self._client_of is not None  # noqa: S101 - changed() has checked it
        assert self._draw is not None  # noqa: S101 - changed() has checked it
        card = held.card
        client = await self._client_of(card.workspace)
        if client is None:
            await self._posted.retry_later(held, _NOT_INSTALLED_SECONDS)
            return
        if seconds := self._drawings.silence(card.workspace):
            await self._put_off(held, seconds)
            return
        await self._drawings.turn(card.workspace)
        drawing = await self._draw(held)
        if drawing is None:
            await self._posted.retry_later(held, _READERS_UNKNOWN_SECONDS)
            return
        match await redraw(client, PostedMessage(card.channel, card.ts), drawing.answer):
            case Gone():
                await self._posted.forget(card)
            case RetryEdit(seconds, required):
                if required:
                    self._drawings.hold(card.workspace, seconds)
                await self._put_off(held, seconds)
            case _:
                await self._post_news(client, held, drawing)

    async def _post_news(self, client: AsyncWebClient, held: HeldCard, drawing: Drawing) -> None:
        """Record the news as posted before posting it, and revert only if Slack reports a failure.

        If the result is unknown, the news may be missing but is never posted twice.
        """
        card, channel = held.card, (held.card.workspace, held.card.channel)
        if drawing.news is None:
            await self._posted.mark_drawn(held)
            return
        if seconds := self._channels.silence(channel):
            await self._posted.mark_drawn_news_pending(held, seconds)
            self._later(card, seconds)
            return
        await self._channels.turn(channel)
        started = await self._posted.start_news(held)
        if started is None:
            return
        match await tell(client, PostedMessage(card.channel, card.ts), drawing.news):
            case RetryEdit(seconds):
                self._channels.hold(channel, seconds)
                await self._posted.postpone_news(started, seconds)
                self._later(card, seconds)
            case _:
                await self._posted.finish_news(started)

    async def _put_off(self, held: HeldCard, seconds: float) -> None:
        await self._posted.retry_later(held, seconds)
        self._later(held.card, seconds)

    def _later(self, card: PostedCard, seconds: float) -> None:
        """Retry at the exact time. The sweep could be up to half a minute later."""
        asyncio.get_running_loop().call_later(seconds, self.changed, card.workspace, card.number)
