"""What an external select offers while somebody types: codes, the likeliest first, within Slack's limits."""

from dataclasses import dataclass

from bot.domain.codes.search.index import Index
from bot.domain.privacy import find_patient_data
from bot.domain.text import clean
from bot.services.asking import Asked
from bot.services.ports import Clock
from bot.services.search_codes import HabitsOf, suggest, suggest_procedures
from bot.services.shelf import Shelf
from handlers.ids import Action
from handlers.views.typeahead import OptionJson, options_of

MOST = 25
"""Slack takes 100; a person reads the first few, and each costs time on a telephone."""
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Typeahead:
    """Answers every external select whose action id begins with `find:`."""

    shelf: Shelf
    habits_of: HabitsOf
    clock: Clock

    async def options(self, field: str, typed: str, workspace: str) -> list[OptionJson]:
        """The options for what is `typed` in `field`; none for patient data, which is looked up nowhere."""
        typed = clean(typed[:_LONGEST])
        if not typed or find_patient_data(typed):
            return []
        habits = await self.habits_of(workspace)
        if field == Action.FIND_CPT:
            asked = Asked(workspace, "", self.clock.today())
            procedures = suggest_procedures(typed, asked, self.shelf, habits, MOST)
            return options_of(procedures.hits, "/cpt") if procedures else []
        index = self._diagnoses(workspace)
        return options_of(suggest(index, typed, habits, MOST).hits, "/icd") if index else []

    def _diagnoses(self, workspace: str) -> Index | None:
        chosen = self.shelf.diagnoses(None, self.clock.today(), workspace).chosen
        return self.shelf.index(chosen.release) if chosen.release else None
