"""An application's deadlines follow its stage and target: planned in the transaction that changes it."""

from dataclasses import dataclass

from bot.domain.applications.application import Application
from bot.domain.applications.stages import Stage
from bot.domain.applications.targets import Quarter
from bot.domain.deadlines.application_targets import Aim
from bot.services.ports.database import Clock, UnitOfWork
from bot.services.reminders.channels import application_changed


def aim_of(application: Application) -> Aim:
    """What reminders need to know of it: of the code that has the longest way before it, and nothing confidential."""
    code = application.leading
    returned = code.stage_since.date() if code.stage is Stage.RETURNED else None
    return Aim(
        application.id,
        code.stage,
        code.target.id if code.target else None,
        pla=isinstance(code.target, Quarter),
        returned=returned,
        complete_by=code.complete_by,
        summary_posted=code.posted_on,
        channel=application.channel,
    )


@dataclass(frozen=True, slots=True)
class PlansByReminders:
    """PlansDeadlines on the outbox: what no longer applies is taken back with the change, or not at all."""

    clock: Clock

    async def application_changed(self, work: UnitOfWork, application: Application) -> None:
        """As the port says."""
        await application_changed(work, self.clock, application.workspace, aim_of(application))
