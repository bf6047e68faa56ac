"""Use cases of code applications, by verb: `Applications.of(...)` binds them to a database, a clock and roles."""

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
    """All of them together."""

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
        """Bind them. `plans` is told of every change inside its transaction, `hears` after it."""
        desk = ApplicationWriter(database, clock, roles, plans, hears)
        return cls(
            CreateApplication(desk),
            MoveStage(desk),
            EditPapers(desk),
            ApplicationPeople(desk),
            ApplicationQueries(desk),
            ExportApplications(desk),
        )
