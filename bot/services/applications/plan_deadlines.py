"""Plan an application's deadlines from its stage and target, in the transaction that changes it."""

from dataclasses import dataclass

from bot.domain.applications.application import Application
from bot.domain.applications.stages import Stage
from bot.domain.applications.targets import Quarter
from bot.domain.deadlines.application_targets import Aim
from bot.services.ports.database import Clock, UnitOfWork
from bot.services.reminders.channels import application_changed


def aim_of(application: Application) -> Aim:
    """The facts that reminders need, from the least advanced code. Nothing confidential."""
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
class ReminderPlanner:
    """PlansDeadlines on the outbox: reminders are replanned in the same transaction as the change."""

    clock: Clock

    async def application_changed(self, work: UnitOfWork, application: Application) -> None:
        """Replan the application's reminders."""
        await application_changed(work, self.clock, application.workspace, aim_of(application))
