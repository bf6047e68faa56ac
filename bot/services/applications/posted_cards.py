"""Cards that stand in channels: which of them are out of date, who draws them, and what their threads are told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.applications.confidentiality import Field, ViewingPlace, audience_in, fields_for
from bot.domain.applications.history import ApplicationEvent
from bot.services.ports.applications import HeldCard, PostedCard
from bot.services.ports.database import Clock, Database

LEASE = timedelta(seconds=60)
"""Longer than a call of Slack's and the wait before it."""
LONGEST = timedelta(hours=1)
_MOST_NEWS = 20


@dataclass(frozen=True, slots=True)
class News:
    """What a card's thread is to be told: events, the oldest first, and how many older ones are left out."""

    events: tuple[ApplicationEvent, ...] = ()
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class PostedCardUseCases:
    """Use cases. The truth about what a card shows is its row: what a process does not come to, another does."""

    database: Database
    clock: Clock

    async def outdated(self) -> Sequence[str]:
        """Workspaces with cards that are to be drawn anew."""
        async with self.database.read() as work:
            return await work.posted_cards.outdated(self.clock.now(), self.clock.today())

    async def take(self, workspace: str) -> HeldCard | None:
        """A card to be drawn by the caller alone, for as long as the lease lasts; None where there is none."""
        if (
            workspace not in await self.outdated()
        ):  # most changes are of applications without any: nothing is written
            return None
        now, today = self.clock.now(), self.clock.today()
        async with self.database.write() as work:
            held = await work.posted_cards.take(workspace, now=now, until=now + LEASE, today=today, limit=1)
            await work.commit()
        return held[0] if held else None

    async def drawn(self, held: HeldCard) -> None:
        """Note what it shows; its thread is told nothing. Nothing is noted where somebody else holds it by now."""
        await self._note(held, held.seq, None)

    async def drawn_untold(self, held: HeldCard, seconds: float) -> None:
        """Note what it shows; its thread is to be told, but no earlier."""
        await self._note(held, held.told, self._after(seconds))

    async def tells(self, held: HeldCard) -> HeldCard | None:
        """Note what it shows and that its thread tells it, before it does; held on for a lease, to be told or untold.

        None where somebody else holds it by now: then that one tells it.
        """
        until = self.clock.now() + LEASE
        return replace(held, until=until) if await self._note(held, held.seq, until) else None

    async def told(self, held: HeldCard) -> None:
        """Its thread tells it, as far as anybody knows."""
        await self._put_off(held, self.clock.now(), None)

    async def untold(self, held: HeldCard, seconds: float) -> None:
        """Its thread was not told after all: somebody is to, but no earlier."""
        await self._put_off(held, self._after(seconds), held.told)

    async def put_off(self, held: HeldCard, seconds: float) -> None:
        """Try it again no earlier; at most an hour later."""
        await self._put_off(held, self._after(seconds), None)

    async def forget(self, card: PostedCard) -> None:
        """Its message is gone."""
        async with self.database.write() as work:
            await work.posted_cards.forget(card)
            await work.commit()

    async def knows(self, card: PostedCard) -> bool:
        """Whether it is kept up to date."""
        async with self.database.read() as work:
            return await work.posted_cards.has(card)

    async def stands_in(self, workspace: str, number: int, channel: str) -> bool:
        """Whether a card of this application stands in the channel."""
        async with self.database.read() as work:
            return await work.posted_cards.stands_in(workspace, number, channel)

    async def newest(self, workspace: str, number: int) -> int:
        """The application's newest event, whoever may see it; 0 where there is none."""
        async with self.database.read() as work:
            events = await work.applications.events(workspace, number, 1)
        return events[0].seq if events else 0

    async def adopt(self, card: PostedCard, *, told: int, shows: int = 0) -> None:
        """Keep it up to date from now on; it shows events up to `shows`, and its thread tells those up to `told`."""
        async with self.database.write() as work:
            if await work.applications.get(card.workspace, card.number) is None:
                return
            if await work.posted_cards.add(card, shows=shows, told=told, on=self.clock.today()):
                await work.commit()

    async def again(self, workspace: str, numbers: Collection[int]) -> None:
        """Cards of these applications are to be drawn anew though nothing happened to them."""
        async with self.database.write() as work:
            await work.posted_cards.again(workspace, numbers)
            await work.commit()

    async def news(self, held: HeldCard, place: ViewingPlace) -> News:
        """What the card's thread was not told yet, as far as its channel may see it."""
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
