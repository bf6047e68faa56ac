"""Posted application cards in memory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bot.services.ports.applications import HeldCard, PostedCard

if TYPE_CHECKING:
    from tests.fakes import FakeUnitOfWork

_LONGEST_HOLD = timedelta(hours=1, minutes=1)


@dataclass(frozen=True)
class _Shown:
    shows: int
    told: int
    on: date
    until: datetime | None = None


@dataclass
class CardState:
    """The state of the posted cards table."""

    kept: dict[PostedCard, _Shown] = field(default_factory=dict)

    def copy(self) -> "CardState":
        """A snapshot."""
        return CardState(dict(self.kept))


class FakePostedCards:
    """PostedCardRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def add(self, card: PostedCard, *, shows: int, told: int, on: date) -> bool:
        """See the port."""
        new = not await self.has(card)
        if new:
            self._writing()[card] = _Shown(shows, told, on)
        return new

    async def has(self, card: PostedCard) -> bool:
        """See the port."""
        return any(_place(card) == _place(k) for k in self._work.state.cards.kept)

    async def stands_in(self, workspace: str, number: int, channel: str) -> bool:
        """See the port."""
        kept = self._work.state.cards.kept
        return any((c.workspace, c.number, c.channel) == (workspace, number, channel) for c in kept)

    async def outdated(self, now: datetime, today: date) -> Sequence[str]:
        """See the port."""
        kept = self._work.state.cards.kept
        return sorted({c.workspace for c, s in kept.items() if self._is_outdated(c, s, now, today)})

    async def take(
        self, workspace: str, *, now: datetime, until: datetime, today: date, limit: int
    ) -> Sequence[HeldCard]:
        """See the port."""
        kept, held = self._writing(), []
        for card, shown in sorted(kept.items(), key=self._turn):
            if card.workspace == workspace and self._is_outdated(card, shown, now, today):
                held.append(HeldCard(card, self._newest(card), shown.told, until, shown.shows))
        for each in held[:limit]:
            kept[each.card] = replace(kept[each.card], until=until)
        return held[:limit]

    def _turn(self, each: tuple[PostedCard, _Shown]) -> tuple[bool, str]:
        card, shown = each
        return self._newest(card) <= min(shown.shows, shown.told), card.ts

    async def drawn(self, held: HeldCard, on: date, *, told: int, until: datetime | None = None) -> bool:
        """See the port."""
        now = self._writing().get(held.card)
        asked_again = now is not None and now.shows != held.shows
        shows = now.shows if now is not None and asked_again else held.seq
        return self._change(held, _Shown(shows, told, on, until))

    async def put_off(self, held: HeldCard, until: datetime, *, told: int | None = None) -> None:
        """See the port."""
        if shown := self._writing().get(held.card):
            self._change(held, replace(shown, until=until, told=shown.told if told is None else told))

    async def again(self, workspace: str, numbers: Collection[int]) -> None:
        """See the port."""
        kept = self._writing()
        for card, shown in list(kept.items()):
            if card.workspace == workspace and card.number in numbers:
                kept[card] = replace(shown, shows=min(shown.shows, 0) - 1)

    async def forget(self, card: PostedCard) -> None:
        """See the port."""
        self._writing().pop(card, None)

    def _change(self, held: HeldCard, to: _Shown) -> bool:
        kept = self._writing()
        shown = kept.get(held.card)
        if shown is None or shown.until != held.until:
            return False
        kept[held.card] = to
        return True

    def _is_outdated(self, card: PostedCard, shown: _Shown, now: datetime, today: date) -> bool:
        if shown.until is not None and now < shown.until <= now + _LONGEST_HOLD:
            return False
        of = self._work.state.applications.kept.get((card.workspace, card.number))
        under_way = of is not None and not of.over
        return self._newest(card) > min(shown.shows, shown.told) or (shown.on < today and under_way)

    def _newest(self, card: PostedCard) -> int:
        events = self._work.state.applications.events.get((card.workspace, card.number), ())
        return max((e.seq for e in events), default=0)

    def _writing(self) -> dict[PostedCard, _Shown]:
        return self._work.writing().cards.kept


def _place(card: PostedCard) -> tuple[str, str, str]:
    return card.workspace, card.channel, card.ts
