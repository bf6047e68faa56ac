"""A user's Home tab, built from the current data for that user only."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.applications.confidentiality import Field, ViewingPlace, VisibleApplication
from bot.domain.deadlines.deadline import Deadline, Topic, days_left, in_order
from bot.services.ports.applications import ApplicationFilter
from bot.services.request_context import RequestContext
from handlers.applications.services import ApplicationServices, by_oneself
from handlers.dispatch import CommandDispatcher
from handlers.slack.block_kit import View
from handlers.slack.screen_types import ActionPress, ReplaceMessage, Reply, parts
from handlers.views.blocks import Answer
from handlers.views.home import PAGE, WAITING, HomeContent, home_view

_DATES, _DAYS = 5, 200
_OFFSET = r"[0-9]{1,5}"


@dataclass(frozen=True, slots=True)
class HomeTab:
    """Builds the Home tab."""

    office: ApplicationServices
    desk: CommandDispatcher

    async def view(self, asked: RequestContext, answer: Answer | None = None, offset: int = 0) -> View:
        """The whole tab. `offset` is the position in the list of own applications."""
        asked = by_oneself(asked)
        loaded, watched, front = await asyncio.gather(
            self._card(asked, ""), self._card(asked, "watched"), self._front(asked, offset)
        )
        return home_view(loaded, answer, front=front, watched=watched)

    async def turned(self, pressed: ActionPress) -> Reply:
        """Show another page of the user's own applications."""
        (offset,) = parts(pressed.value, _OFFSET)
        view = await self.view(pressed.asked, offset=int(offset))
        return ReplaceMessage(Answer("Home", ()), view)

    async def _card(self, asked: RequestContext, text: str) -> Answer:
        return await self.desk.answer("codes", text, workspace=asked.workspace, user=asked.user)

    async def _front(self, asked: RequestContext, offset: int) -> HomeContent:
        reading = self.office.applications.reading
        home = await reading.home(asked, limit=WAITING)
        mine = await reading.list(
            asked, ApplicationFilter(of=asked.user, over=False), ViewingPlace.ALONE, offset=offset, limit=PAGE
        )
        front = HomeContent(asked.today, home.waiting, home.waiting_total, mine.seen, mine.total, mine.offset)
        return replace(front, dates=await self._dates(asked, [*home.waiting, *mine.seen]))

    async def _dates(self, asked: RequestContext, shown: Sequence[VisibleApplication]) -> Sequence[Deadline]:
        """The next five dates: public ones and those of the applications shown."""
        dates = self.office.dates
        found = await dates.upcoming(asked.workspace, days=_DAYS, topics=(Topic.PANEL, Topic.CODE_SETS))
        ids = {seen.id for seen in shown if Field.DEADLINE in seen.fields}
        found += await dates.of_applications(asked.workspace, ids)
        return in_order([d for d in found if days_left(d.when, asked.today) >= 0])[:_DATES]
