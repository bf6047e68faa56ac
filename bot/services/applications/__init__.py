"""Use cases of code applications, by verb: `Applications.of(...)` binds them to a database, a clock and roles."""

from dataclasses import dataclass

from bot.services.applications.desk import ApplicationDesk, HearsChanges, KnowsRoles, PlansDeadlines
from bot.services.applications.exporting import Exporting
from bot.services.applications.gathering import Gathering
from bot.services.applications.moving import Moving
from bot.services.applications.opening import Opening
from bot.services.applications.people import People
from bot.services.applications.reading import Reading
from bot.services.ports import Clock, Database


@dataclass(frozen=True, slots=True)
class Applications:
    """All of them together."""

    opening: Opening
    moving: Moving
    gathering: Gathering
    people: People
    reading: Reading
    exporting: Exporting

    @classmethod
    def of(
        cls,
        database: Database,
        clock: Clock,
        roles: KnowsRoles,
        plans: PlansDeadlines | None = None,
        hears: HearsChanges | None = None,
    ) -> "Applications":
        """Bind them. `plans` is told of every change inside its transaction, `hears` after it."""
        desk = ApplicationDesk(database, clock, roles, plans, hears)
        return cls(Opening(desk), Moving(desk), Gathering(desk), People(desk), Reading(desk), Exporting(desk))
