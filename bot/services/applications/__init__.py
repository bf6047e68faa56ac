"""Use cases of code applications, by verb.

`ApplicationUseCases.of(...)` binds them to a database, clock and roles.
"""

from dataclasses import dataclass

from bot.services.applications.create import CreateApplication
from bot.services.applications.edit_papers import EditPapers
from bot.services.applications.export import ExportApplications
from bot.services.applications.move_stage import MoveStage
from bot.services.applications.people import ApplicationPeople
from bot.services.applications.queries import ApplicationQueries
from bot.services.applications.writer import ApplicationWriter, HearsChanges, KnowsRoles, PlansDeadlines
from bot.services.ports.database import Clock, Database


@dataclass(frozen=True, slots=True)
class ApplicationUseCases:
    """All application use cases."""

    opening: CreateApplication
    moving: MoveStage
    gathering: EditPapers
    people: ApplicationPeople
    reading: ApplicationQueries
    exporting: ExportApplications

    @classmethod
    def of(
        cls,
        database: Database,
        clock: Clock,
        roles: KnowsRoles,
        plans: PlansDeadlines | None = None,
        hears: HearsChanges | None = None,
    ) -> "ApplicationUseCases":
        """Create them. `plans` is called inside each change's transaction, `hears` after its commit."""
        desk = ApplicationWriter(database, clock, roles, plans, hears)
        return cls(
            CreateApplication(desk),
            MoveStage(desk),
            EditPapers(desk),
            ApplicationPeople(desk),
            ApplicationQueries(desk),
            ExportApplications(desk),
        )
