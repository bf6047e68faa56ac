"""Somebody's Home tab: made from what stands in the database at this moment, for them alone."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from slack_sdk.models.views import View

from bot.domain.applications.confidentiality import Field, Place, Seen
from bot.domain.deadlines.deadline import Deadline, Topic, days_left, in_order
from bot.services.application_ports import Choice
from bot.services.asking import Asked
from handlers.applications.office import Office, by_oneself
from handlers.desk import Desk
from handlers.screens import Pressed, Replaces, Reply, parts
from handlers.views.home import PAGE, WAITING, Front, home_view
from handlers.views.kit import Answer

_DATES, _DAYS = 5, 200
_OFFSET = r"[0-9]{1,5}"


@dataclass(frozen=True, slots=True)
class HomeTab:
    """Draws Home."""

    office: Office
    desk: Desk

    async def view(self, asked: Asked, answer: Answer | None = None, offset: int = 0) -> View:
        """The whole tab; `offset`: how many of one's own applications were paged past."""
        asked = by_oneself(asked)
        loaded, watched, front = await asyncio.gather(
            self._card(asked, ""), self._card(asked, "watched"), self._front(asked, offset)
        )
        return home_view(loaded, answer, front=front, watched=watched)

    async def turned(self, pressed: Pressed) -> Reply:
        """Another page of one's own applications."""
        (offset,) = parts(pressed.value, _OFFSET)
        view = await self.view(pressed.asked, offset=int(offset))
        return Replaces(Answer("Home", ()), view)

    async def _card(self, asked: Asked, text: str) -> Answer:
        return await self.desk.answer("codes", text, workspace=asked.workspace, user=asked.user)

    async def _front(self, asked: Asked, offset: int) -> Front:
        reading = self.office.applications.reading
        home = await reading.home(asked, limit=WAITING)
        mine = await reading.list(
            asked, Choice(of=asked.user, over=False), Place.ALONE, offset=offset, limit=PAGE
        )
        front = Front(asked.today, home.waiting, home.waiting_total, mine.seen, mine.total, mine.offset)
        return replace(front, dates=await self._dates(asked, [*home.waiting, *mine.seen]))

    async def _dates(self, asked: Asked, shown: Sequence[Seen]) -> Sequence[Deadline]:
        """The next five: everybody's, and those of the applications that are shown."""
        dates = self.office.dates
        found = await dates.upcoming(asked.workspace, days=_DAYS, topics=(Topic.PANEL, Topic.CODE_SETS))
        ids = {seen.id for seen in shown if Field.DEADLINE in seen.fields}
        found += await dates.of_applications(asked.workspace, ids)
        return in_order([d for d in found if days_left(d.when, asked.today) >= 0])[:_DATES]
