"""What an external select offers while somebody types: codes, the likeliest first, within Slack's limits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.privacy import find_patient_data
from bot.domain.text import clean
from bot.services.asking import Asked
from handlers.later import Later

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.services.habits import TeamHabits
    from bot.services.ports import Clock
    from bot.services.search_codes import HabitsOf
    from bot.services.shelf import Shelf
    from handlers.views.typeahead import OptionJson

    Options = Callable[[str, str, Asked, Shelf, TeamHabits], list[OptionJson]]

_LONGEST = 200


class Typeahead:
    """Answers every external select whose action id begins with `find:`."""

    def __init__(self, shelf: Shelf, habits_of: HabitsOf, clock: Clock) -> None:
        self._shelf = shelf
        self._habits_of = habits_of
        self._clock = clock
        self._options = Later(self._ready)

    async def options(self, field: str, typed: str, workspace: str) -> list[OptionJson]:
        """The options for what is `typed` in `field`; none for patient data, which is looked up nowhere."""
        typed = clean(typed[:_LONGEST])
        if not typed or find_patient_data(typed):
            return []
        habits = await self._habits_of(workspace)
        asked = Asked(workspace, "", self._clock.today())
        return (await self._options.made())(field, typed, asked, self._shelf, habits)

    def _ready(self) -> Options:
        from handlers.suggesting import options  # noqa: PLC0415 - later

        self._shelf.open_indexes()
        return options
