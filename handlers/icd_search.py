"""`/icd` with words: the search."""

import asyncio
from dataclasses import dataclass

from bot.domain.codes.icd.parse import DiagnosisSearchRequest
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.search import HabitsOf, NothingToSearch, SearchAnswer, search_diagnoses
from bot.services.request_context import RequestContext
from bot.services.team.team_cache import TeamData
from handlers.views.blocks import Answer
from handlers.views.search import nothing_to_search_card, search_card


@dataclass(frozen=True, slots=True)
class IcdSearch:
    """The services behind it."""

    shelf: CodeLibrary
    habits_of: HabitsOf

    async def answer(self, wanted: DiagnosisSearchRequest, asked: RequestContext) -> Answer:
        """What was found, or that nothing is loaded for the day."""
        async with self.shelf.lane.turn():
            return await self._search(wanted, asked, await self.habits_of(asked.workspace))

    async def _search(
        self, wanted: DiagnosisSearchRequest, asked: RequestContext, habits: TeamData
    ) -> Answer:
        result = search_diagnoses(wanted.words, wanted.on, asked, self.shelf, habits)
        await asyncio.sleep(0)  # finding and drawing take milliseconds each: others may speak in between
        match result:
            case SearchAnswer() as found:
                return search_card(found, "/icd").checked()
            case NothingToSearch(chosen):
                return nothing_to_search_card(chosen, self.shelf.releases(asked.workspace))
