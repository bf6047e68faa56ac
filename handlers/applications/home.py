"""A user's Home tab, built from the current data for that user only."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.applications.confidentiality import Field, ViewingPlace, VisibleApplication
from bot.domain.deadlines.deadline import Deadline, Topic, days_left, in_order
from bot.services.ports.applications import ApplicationFilter
from bot.services.ports.request_context import RequestContext
from handlers.applications.services import ApplicationServices, privately
from handlers.dispatch import CommandDispatcher
from handlers.slack.answer import Answer
from handlers.slack.block_kit import View
from handlers.slack.screen_types import ActionPress, ReplaceMessage, Reply, parts
from handlers.views.home import PAGE, WAITING, HomeContent, home_view

_DATES, _DAYS = 5, 200
_OFFSET = r"[0-9]{1,5}"


@dataclass(frozen=True, slots=True)
class HomeTab:
    """Builds the Home tab."""

    applications: ApplicationServices
    dispatcher: CommandDispatcher

    async def view(self, request: RequestContext, answer: Answer | None = None, offset: int = 0) -> View:
        """The whole tab. `offset` is the position in the list of own applications."""
        request = privately(request)
        loaded, watched, front = await asyncio.gather(
            self._card(request, ""), self._card(request, "watched"), self._front(request, offset)
        )
        return home_view(loaded, answer, front=front, watched=watched)

    async def turned(self, pressed: ActionPress) -> Reply:
        """Show another page of the user's own applications."""
        (offset,) = parts(pressed.value, _OFFSET)
        view = await self.view(pressed.request, offset=int(offset))
        return ReplaceMessage(Answer("Home", ()), view)

    async def _card(self, request: RequestContext, text: str) -> Answer:
        return await self.dispatcher.answer("codes", text, workspace=request.workspace, user=request.user)

    async def _front(self, request: RequestContext, offset: int) -> HomeContent:
        reading = self.applications.use_cases.queries
        home = await reading.home(request, limit=WAITING)
        mine = await reading.list(
            request,
            ApplicationFilter(of=request.user, over=False),
            ViewingPlace.ALONE,
            offset=offset,
            limit=PAGE,
        )
        front = HomeContent(
            request.today, home.waiting, home.waiting_total, mine.seen, mine.total, mine.offset
        )
        return replace(front, dates=await self._dates(request, [*home.waiting, *mine.seen]))

    async def _dates(
        self, request: RequestContext, shown: Sequence[VisibleApplication]
    ) -> Sequence[Deadline]:
        """The next five dates: public ones and those of the applications shown."""
        dates = self.applications.dates
        found = await dates.upcoming(request.workspace, days=_DAYS, topics=(Topic.PANEL, Topic.CODE_SETS))
        ids = {seen.id for seen in shown if Field.DEADLINE in seen.fields}
        found += await dates.of_applications(request.workspace, ids)
        return in_order([d for d in found if days_left(d.when, request.today) >= 0])[:_DATES]
