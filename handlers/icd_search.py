"""`/icd` with words: the search. Apart from handlers.icd, so that a start imports neither numpy nor an index."""

import asyncio
from dataclasses import dataclass

from bot.domain.codes.icd.question import SearchWanted
from bot.services.asking import Asked
from bot.services.habits import TeamHabits
from bot.services.search_codes import Found, HabitsOf, NothingToSearch, search_diagnoses
from bot.services.shelf import Shelf
from handlers.views.kit import Answer
from handlers.views.search import nothing_to_search_card, search_card


@dataclass(frozen=True, slots=True)
class IcdSearch:
    """The services behind it."""

    shelf: Shelf
    habits_of: HabitsOf

    async def answer(self, wanted: SearchWanted, asked: Asked) -> Answer:
        """What was found, or that nothing is loaded for the day."""
        async with self.shelf.lane.turn():
            return await self._search(wanted, asked, await self.habits_of(asked.workspace))

    async def _search(self, wanted: SearchWanted, asked: Asked, habits: TeamHabits) -> Answer:
        result = search_diagnoses(wanted.words, wanted.on, asked, self.shelf, habits)
        await asyncio.sleep(0)  # finding and drawing take milliseconds each: others may speak in between
        match result:
            case Found() as found:
                return search_card(found, "/icd").checked()
            case NothingToSearch(chosen):
                return nothing_to_search_card(chosen, self.shelf.releases(asked.workspace))
