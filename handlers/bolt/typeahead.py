"""What an external select offers while somebody types: codes, the likeliest first, within Slack's limits."""

from bot.domain.privacy import find_patient_data
from bot.domain.text import clean
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.search import HabitsOf, suggest, suggest_procedures
from bot.services.ports.database import Clock
from bot.services.ports.request_context import RequestContext
from bot.services.team.team_cache import TeamData
from handlers.slack.ids import Action
from handlers.views.typeahead import OptionJson, options_of

MOST = 25
"""Slack takes 100; a person reads the first few, and each costs time on a telephone."""


def options(
    field: str, typed: str, asked: RequestContext, shelf: CodeLibrary, habits: TeamData
) -> list[OptionJson]:
    """The codes that `typed` may become in the select `field`, the likeliest first."""
    if field == Action.FIND_CPT:
        procedures = suggest_procedures(typed, asked, shelf, habits, MOST)
        return options_of(procedures.hits, "/cpt") if procedures else []
    index = shelf.diagnosis_index(None, asked.today, asked.workspace)
    return options_of(suggest(index, typed, habits, MOST).hits, "/icd") if index else []


_LONGEST = 200


class Typeahead:
    """Answers every external select whose action id begins with `find:`."""

    def __init__(self, shelf: CodeLibrary, habits_of: HabitsOf, clock: Clock) -> None:
        self._shelf = shelf
        self._habits_of = habits_of
        self._clock = clock

    async def options(self, field: str, typed: str, workspace: str) -> list[OptionJson]:
        """The options for what is `typed` in `field`; none for patient data, which is looked up nowhere."""
        typed = clean(typed[:_LONGEST])
        if not typed or find_patient_data(typed):
            return []
        habits = await self._habits_of(workspace)
        asked = RequestContext(workspace, "", self._clock.today())
        return options(field, typed, asked, self._shelf, habits)
