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

    async def take(self, workspace: str) -> HeldCard | None:
        """Lease one card to redraw, or None. No other process draws it until the lease ends."""
        if workspace not in await self.outdated():  # most applications have no posted card: avoid a write
            return None
        now, today = self.clock.now(), self.clock.today()
        async with self.database.write() as work:
            held = await work.posted_cards.take(workspace, now=now, until=now + LEASE, today=today, limit=1)
            await work.commit()
        return held[0] if held else None

    async def drawn(self, held: HeldCard) -> None:
        """Record that it is drawn and that its thread needs no news. Does nothing if another process holds it now."""
        await self._note(held, held.seq, None)

    async def drawn_untold(self, held: HeldCard, seconds: float) -> None:
        """Record that it is drawn. Its thread gets the news no earlier than `seconds` from now."""
        await self._note(held, held.told, self._after(seconds))

    async def tells(self, held: HeldCard) -> HeldCard | None:
        """Record that it is drawn and its thread news is about to be posted. Extends the lease.

        None if another process holds it now and will post the news.
        """
        until = self.clock.now() + LEASE
        return replace(held, until=until) if await self._note(held, held.seq, until) else None

    async def told(self, held: HeldCard) -> None:
        """Record that its thread news was posted, as far as is known."""
        await self._put_off(held, self.clock.now(), None)

    async def untold(self, held: HeldCard, seconds: float) -> None:
        """Record that its thread news was not posted. Retry no earlier than `seconds` from now."""
        await self._put_off(held, self._after(seconds), held.told)

    async def put_off(self, held: HeldCard, seconds: float) -> None:
        """Retry no earlier than `seconds` from now, at most an hour."""
        await self._put_off(held, self._after(seconds), None)

    async def forget(self, card: PostedCard) -> None:
        """Delete the record of a card whose message was deleted."""
        async with self.database.write() as work:
            await work.posted_cards.forget(card)
            await work.commit()

    async def knows(self, card: PostedCard) -> bool:
        """Whether the card is kept up to date."""
        async with self.database.read() as work:
            return await work.posted_cards.has(card)

    async def stands_in(self, workspace: str, number: int, channel: str) -> bool:
        """Whether a card of this application is posted in the channel."""
        async with self.database.read() as work:
            return await work.posted_cards.stands_in(workspace, number, channel)

    async def newest(self, workspace: str, number: int) -> int:
        """The number of the application's newest event, for any audience. 0 if it has none."""
        async with self.database.read() as work:
            events = await work.applications.events(workspace, number, 1)
        return events[0].seq if events else 0

    async def adopt(self, card: PostedCard, *, told: int, shows: int = 0) -> None:
        """Keep the card up to date from now on. It shows events up to `shows`; its thread has those up to `told`."""
        async with self.database.write() as work:
            if await work.applications.get(card.workspace, card.number) is None:
                return
            if await work.posted_cards.add(card, shows=shows, told=told, on=self.clock.today()):
                await work.commit()

    async def again(self, workspace: str, numbers: Collection[int]) -> None:
        """Redraw the cards of these applications although they have no new event."""
        async with self.database.write() as work:
            await work.posted_cards.again(workspace, numbers)
            await work.commit()

    async def news(self, held: HeldCard, place: ViewingPlace) -> News:
        """Events for the card's thread that it does not have yet, limited to what the channel may see."""
        card = held.card
        async with self.database.read() as work:
            of = await work.applications.get(card.workspace, card.number)
            events = await work.applications.events(
                card.workspace, card.number, _MOST_NEWS, before=held.seq + 1
            )
        fields = fields_for(of, audience_in(of, card.channel, place)) if of else frozenset()
        if Field.EVENTS not in fields:
            return News()
        new = [each for each in events if each.seq > held.told]
        told = [
            replace(e, before=None, note=e.note if Field.NOTES in fields else None) for e in reversed(new)
        ]
        return News(tuple(told), max(0, held.seq - held.told - len(new)))

    def _after(self, seconds: float) -> datetime:
        return self.clock.now() + min(timedelta(seconds=seconds), LONGEST)

    async def _note(self, held: HeldCard, told: int, until: datetime | None) -> bool:
        async with self.database.write() as work:
            noted = await work.posted_cards.drawn(held, self.clock.today(), told=told, until=until)
            await work.commit()
        return noted

    async def _put_off(self, held: HeldCard, until: datetime, told: int | None) -> None:
        async with self.database.write() as work:
            await work.posted_cards.put_off(held, until, told=told)
            await work.commit()
