"""The services that the features share, each made once."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self

from slack_sdk.web.async_client import AsyncWebClient

from bot.services.library.code_library import CodeLibrary
from bot.services.ports.database import Clock
from bot.services.rate_limit import RateLimiter
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers.applications.channel_privacy import ChannelPrivacyLookup
from handlers.applications.services import ApplicationServices, UnknownChannelPrivacy
from handlers.codes.team import TeamCodes
from handlers.deadlines.services import Deadlines

ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
"""Slack with a workspace's token; the result is None where the app is not installed."""


@dataclass(frozen=True, slots=True)
class Services:
    """`may_send_files`: files:write is granted."""

    code_library: CodeLibrary
    clock: Clock
    team_cache: TeamCache
    roles: TeamRoles
    team: TeamCodes
    application_services: ApplicationServices
    deadlines: Deadlines
    channels: RateLimiter
    """Paces everything that is posted in a channel: reminders, and the threads of posted cards."""
    may_send_files: bool = False

    @classmethod
    def of(
        cls,
        code_library: CodeLibrary,
        clock: Clock,
        team_cache: TeamCache,
        roles: TeamRoles,
        *,
        may_send_files: bool = False,
        public_url: str = "",
        client_of: ClientOf | None = None,
    ) -> Self:
        """`public_url`: the bot's own address, '' for none. `client_of` is None where there is no Slack."""
        places = UnknownChannelPrivacy() if client_of is None else ChannelPrivacyLookup(client_of)
        channels = RateLimiter()
        application_services = ApplicationServices.of(
            team_cache, clock, roles, code_library, places, client_of=client_of, channels=channels
        )
        deadlines = Deadlines.of(
            team_cache,
            roles,
            may_send=may_send_files,
            public_url=public_url,
            moved=lambda workspace: application_services.cards.changed(workspace, 0),
        )
        team = TeamCodes.of(code_library, team_cache, roles, may_send=may_send_files)
        return cls(
            code_library,
            clock,
            team_cache,
            roles,
            team,
            application_services,
            deadlines,
            channels,
            may_send_files,
        )

    async def close(self) -> None:
        """Finish what still runs after answers."""
        await self.application_services.cards.close()
