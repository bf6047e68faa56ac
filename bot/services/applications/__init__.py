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
from bot.services.applications.writer import ApplicationWriter, ChangeListener, DeadlinePlanner, RoleLookup
from bot.services.ports.database import Clock, Database


@dataclass(frozen=True, slots=True)
class ApplicationUseCases:
    """All application use cases."""

    editor: CreateApplication
    stages: MoveStage
    papers: EditPapers
    people: ApplicationPeople
    queries: ApplicationQueries
    exports: ExportApplications

    @classmethod
    def of(
        cls,
        database: Database,
        clock: Clock,
        roles: RoleLookup,
        planner: DeadlinePlanner | None = None,
        listener: ChangeListener | None = None,
    ) -> "ApplicationUseCases":
        """Create them. `planner` is called inside each change's transaction, `listener` after its commit."""
        writer = ApplicationWriter(database, clock, roles, planner, listener)
        return cls(
            CreateApplication(writer),
            MoveStage(writer),
            EditPapers(writer),
            ApplicationPeople(writer),
            ApplicationQueries(writer),
            ExportApplications(writer),
        )
