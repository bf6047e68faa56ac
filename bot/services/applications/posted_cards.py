"""Posted cards in channels: find outdated ones, lease them for redrawing, and track their thread replies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.applications.confidentiality import Field, ViewingPlace, audience_in, fields_for
from bot.domain.applications.history import ApplicationEvent
from bot.services.ports.applications import HeldCard, PostedCard
from bot.services.ports.database import Clock, Database

LEASE = timedelta(seconds=60)
"""Longer than one Slack call and the wait before it."""
LONGEST = timedelta(hours=1)
_MOST_NEWS = 20


@dataclass(frozen=True, slots=True)
class News:
    """News for a card's thread: events, oldest first, and the number of older events left out."""

    events: tuple[ApplicationEvent, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class PostedCardUseCases:
    """Use cases. A card's row is the source of truth; any process can pick up unfinished work from it."""

    database: Database
    clock: Clock

    async def outdated(self) -> Sequence[str]:
        """Workspaces with cards to redraw."""
        async with self.database.read() as work:
            return await work.posted_cards.outdated(self.clock.now(), self.clock.today())

    async def lease_card(self, workspace: str) -> HeldCard | None:
        """Lease one card to redraw, or None. No other process draws it until the lease ends."""
        if workspace not in await self.outdated():  # most applications have no posted card: avoid a write
            return None
        now, today = self.clock.now(), self.clock.today()
        async with self.database.write() as work:
            held = await work.posted_cards.take(workspace, now=now, until=now + LEASE, today=today, limit=1)
            await work.commit()
        return held[0] if held else None

    async def mark_drawn(self, held: HeldCard) -> None:
        """Record that it is drawn and that its thread needs no news. Does nothing if another process holds it now."""
        await self._note(held, held.seq, None)

    async def mark_drawn_news_pending(self, held: HeldCard, seconds: float) -> None:
        """Record that it is drawn. Its thread gets the news no earlier than `seconds` from now."""
        await self._note(held, held.told, self._after(seconds))

    async def start_news(self, held: HeldCard) -> HeldCard | None:
        """Record that it is drawn and its thread news is about to be posted. Extends the lease.

        None if another process holds it now and will post the news.
        """
        until = self.clock.now() + LEASE
        return replace(held, until=until) if await self._note(held, held.seq, until) else None

    async def finish_news(self, held: HeldCard) -> None:
        """Record that its thread news was posted, as far as is known."""
        await self._put_off(held, self.clock.now(), None)

    async def postpone_news(self, held: HeldCard, seconds: float) -> None:
        """Record that its thread news was not posted. Retry no earlier than `seconds` from now."""
        await self._put_off(held, self._after(seconds), held.told)

    async def retry_later(self, held: HeldCard, seconds: float) -> None:
        """Retry no earlier than `seconds` from now, at most an hour."""
        await self._put_off(held, self._after(seconds), None)

    async def forget(self, card: PostedCard) -> None:
        """Delete the record of a card whose message was deleted."""
        async with self.database.write() as work:
            await work.posted_cards.forget(card)
            await work.commit()

    async def is_tracked(self, card: PostedCard) -> bool:
        """Whether the card is kept up to date."""
        async with self.database.read() as work:
            return await work.posted_cards.has(card)

    async def is_in_channel(self, workspace: str, number: int, channel: str) -> bool:
        """Whether a card of this application is posted in the channel."""
        async with self.database.read() as work:
            return await work.posted_cards.stands_in(workspace, number, channel)

    async def newest_event(self, workspace: str, number: int) -> int:
        """The number of the application's newest event, for any audience. 0 if it has none."""
        async with self.database.read() as work:
            events = await work.applications.events(workspace, number, 1)
        return events[0].seq if events else 0

    async def track(self, card: PostedCard, *, news_up_to: int, shows: int = 0) -> None:
        """Keep the card up to date. It shows events up to `shows`; its thread has those up to `news_up_to`."""
        async with self.database.write() as work:
            if await work.applications.get(card.workspace, card.number) is None:
                return
            if await work.posted_cards.add(card, shows=shows, told=news_up_to, on=self.clock.today()):
                await work.commit()

    async def request_redraw(self, workspace: str, numbers: Collection[int]) -> None:
        """Redraw the cards of these applications although they have no new event."""
        async with self.database.write() as work:
            await work.posted_cards.again(workspace, numbers)
            await work.commit()

    async def news(self, held: HeldCard, place: ViewingPlace) -> News:
        """Events for the card's thread that it does not have yet, limited to what the channel may see."""
        card = held.card
        async with self.database.read() as work:
            application = await work.applications.get(card.workspace, card.number)
            events = await work.applications.events(
                card.workspace, card.number, _MOST_NEWS, before=held.seq + 1
            )
        fields = (
            fields_for(application, audience_in(application, card.channel, place))
            if application
            else frozenset()
        )
        if Field.EVENTS not in fields:
            return News()
        new = [e for e in events if e.seq > held.told]
        visible_events = [
            replace(e, before=None, note=e.note if Field.NOTES in fields else None) for e in reversed(new)
        ]
        return News(tuple(visible_events), max(0, held.seq - held.told - len(new)))

    def _after(self, seconds: float) -> datetime:
        return self.clock.now() + min(timedelta(seconds=seconds), LONGEST)

    async def _note(self, held: HeldCard, news_up_to: int, until: datetime | None) -> bool:
        async with self.database.write() as work:
            noted = await work.posted_cards.drawn(held, self.clock.today(), told=news_up_to, until=until)
            await work.commit()
        return noted

    async def _put_off(self, held: HeldCard, until: datetime, news_up_to: int | None) -> None:
        async with self.database.write() as work:
            await work.posted_cards.put_off(held, until, told=news_up_to)
            await work.commit()
