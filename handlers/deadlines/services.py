"""Services for `/deadlines` and the reminder buttons, created once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.deadlines.application_targets import Aim
from bot.domain.deadlines.pla import pla_quarter
from bot.domain.roles import Permission, allows
from bot.services.ports.database import Clock, Database
from bot.services.ports.request_context import RequestContext
from bot.services.reminders.arrived_codes import ArrivedCodeReader
from bot.services.reminders.campaign_codes import CampaignCodeReader
from bot.services.reminders.channels import Channels
from bot.services.reminders.dates import Dates
from bot.services.reminders.day_files import DayFileReader
from bot.services.reminders.feeds import CalendarFeeds
from bot.services.reminders.marks import Checklists, Marking
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache


@dataclass(frozen=True, slots=True)
class Deadlines:
    """Services of deadlines.

    `may_send`: the app may upload files. `public_url` is the bot's public address, or ''.
    """

    database: Database
    clock: Clock
    roles: TeamRoles
    dates: Dates
    channels: Channels
    marking: Marking
    checklists: Checklists
    feeds: CalendarFeeds
    codes: CampaignCodeReader
    arrived: ArrivedCodeReader
    files: DayFileReader
    may_send: bool = False
    public_url: str = ""

    @classmethod
    def of(
        cls,
        team_cache: TeamCache,
        roles: TeamRoles,
        *,
        may_send: bool = False,
        public_url: str = "",
        moved: Callable[[str], None] | None = None,
    ) -> "Deadlines":
        """Create the services on the cache's database. `moved(workspace)` is called when a date changed."""
        database, clock = team_cache.database, team_cache.clock
        codes = CampaignCodeReader(database)
        return cls(
            database,
            clock,
            roles,
            Dates(database, clock, moved),
            Channels(database, clock),
            Marking(database, clock),
            Checklists(database, clock),
            CalendarFeeds(database, clock),
            codes,
            ArrivedCodeReader(database, codes),
            DayFileReader(database),
            may_send,
            public_url.rstrip("/"),
        )

    async def may(self, request: RequestContext, permission: Permission) -> bool:
        """Whether the user's role has the permission. Does not raise."""
        return not request.guest and allows(
            await self.roles.role_of(request.workspace, request.user), permission
        )

    async def aims(self, workspace: str, channel: str) -> Mapping[str, Sequence[str]]:
        """Open applications by target meeting or quarter, limited to those that may be shown in `channel`."""
        async with self.database.read() as work:
            return named_aims(await work.reminders.aims.all(workspace), channel)


def named_aims(aims: Sequence[Aim], channel: str) -> dict[str, list[str]]:
    """Application refs by target. Skips those of other channels and those without deadlines ahead."""
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
