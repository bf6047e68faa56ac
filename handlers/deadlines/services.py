"""The services behind `/deadlines` and the reminders' buttons, bound once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.deadlines.application_targets import Aim
from bot.domain.deadlines.pla import pla_quarter
from bot.domain.roles import Permission, allows
from bot.services.ports.database import Clock, Database
from bot.services.reminders.campaign_codes import CampaignCodesOf
from bot.services.reminders.channels import Channels
from bot.services.reminders.dates import Dates
from bot.services.reminders.feeds import CalendarFeeds
from bot.services.reminders.marks import Checklists, Marking
from bot.services.request_context import RequestContext
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache


@dataclass(frozen=True, slots=True)
class Deadlines:
    """`may_send`: whether Slack lets the app send files. `public_url`: the bot's own address, '' for none."""

    database: Database
    clock: Clock
    roles: TeamRoles
    dates: Dates
    channels: Channels
    marking: Marking
    checklists: Checklists
    feeds: CalendarFeeds
    codes: CampaignCodesOf
    may_send: bool = False
    public_url: str = ""

    @classmethod
    def of(
        cls,
        habits: TeamCache,
        roles: TeamRoles,
        *,
        may_send: bool = False,
        public_url: str = "",
        moved: Callable[[str], None] | None = None,
    ) -> "Deadlines":
        """On the database that the habits stand in. `moved` hears of workspaces in which a date is another now."""
        database, clock = habits.database, habits.clock
        return cls(
            database,
            clock,
            roles,
            Dates(database, clock, moved),
            Channels(database, clock),
            Marking(database, clock),
            Checklists(database, clock),
            CalendarFeeds(database, clock),
            CampaignCodesOf(database),
            may_send,
            public_url.rstrip("/"),
        )

    async def may(self, asked: RequestContext, permission: Permission) -> bool:
        """Whether the asker's role reaches, without an exception for it."""
        return not asked.guest and allows(await self.roles.role_of(asked.workspace, asked.user), permission)

    async def aims(self, workspace: str, channel: str) -> Mapping[str, Sequence[str]]:
        """By meeting or quarter: applications under way that aim at it and may be named in `channel`."""
        async with self.database.read() as work:
            return named_aims(await work.reminders.aims.all(workspace), channel)


def named_aims(aims: Sequence[Aim], channel: str) -> dict[str, list[str]]:
    """Their numbers by what they aim at; those of another channel are left out, and those that wait for nothing."""
    found: dict[str, list[str]] = {}
    for aim in aims:
        if aim.target is None or aim.channel not in (None, channel) or not aim.waits:
            continue
        try:
            target = pla_quarter(aim.target).id if aim.pla else aim.target
        except ValueError:
            continue
        found.setdefault(target, []).append(aim.ref)
    return found
