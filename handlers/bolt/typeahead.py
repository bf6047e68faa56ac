"""What an external select offers while somebody types: codes, the likeliest first, within Slack's limits."""

from bot.domain.privacy import find_patient_data
from bot.domain.text import clean
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.search import TeamDataOf, suggest, suggest_procedures
from bot.services.ports.database import Clock
from bot.services.ports.request_context import RequestContext
from bot.services.team.team_cache import TeamData
from handlers.slack.ids import Action
from handlers.views.typeahead import OptionJson, options_of

MOST = 25
"""Slack takes 100; a person reads the first few, and each costs time on a telephone."""


def options(
    field: str, typed: str, request: RequestContext, code_library: CodeLibrary, team_data: TeamData
) -> list[OptionJson]:
    """The codes that `typed` may become in the select `field`, the likeliest first."""
    if field == Action.FIND_CPT:
        procedures = suggest_procedures(typed, request, code_library, team_data, MOST)
        return options_of(procedures.hits, "/cpt") if procedures else []
    index = code_library.diagnosis_index(None, request.today, request.workspace)
    return options_of(suggest(index, typed, team_data, MOST).hits, "/icd") if index else []


_LONGEST = 200


class Typeahead:
    """Answers every external select whose action id begins with `find:`."""

    def __init__(self, code_library: CodeLibrary, team_data_of: TeamDataOf, clock: Clock) -> None:
        self._code_library = code_library
        self._team_data_of = team_data_of
        self._clock = clock

    async def options(self, field: str, typed: str, workspace: str) -> list[OptionJson]:
        """The options for what is `typed` in `field`; none for patient data, which is looked up nowhere."""
        typed = clean(typed[:_LONGEST])
        if not typed or find_patient_data(typed):
            return []
        team_data = await self._team_data_of(workspace)
        request = RequestContext(workspace, "", self._clock.today())
        return options(field, typed, request, self._code_library, team_data)
