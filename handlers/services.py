"""What the features are made of, and their services, each made when it is first asked for.

Only what a feature's own module asks for is imported: this one stands in every start (docs/decisions/0009).
"""
# ruff: noqa: PLC0415 - as above

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.services.library.code_library import CodeLibrary
    from bot.services.ports.database import Clock
    from bot.services.team.roles import TeamRoles
    from bot.services.team.team_cache import TeamCache
    from handlers.applications.services import ApplicationServices
    from handlers.codes.team import TeamCodes
    from handlers.deadlines.services import Deadlines


@dataclass(frozen=True)
class Services:
    """`may_send_files`: files:write is granted. `public_url`: the bot's own address, '' for none.

    `client_of` is Slack with a workspace's token (its result None: not installed there); None where there is no
    Slack to ask. `warm_storage` imports what the database needs for more than codes, so that the first statement of a
    feature does not do so in the event loop.
    """

    shelf: CodeLibrary
    clock: Clock
    habits: TeamCache
    roles: TeamRoles
    may_send_files: bool = False
    public_url: str = ""
    warm_storage: Callable[[], None] | None = None
    client_of: Callable[[str], Awaitable[AsyncWebClient | None]] | None = None

    @cached_property
    def team(self) -> TeamCodes:
        """Notes, watched codes, changes."""
        self._with_storage()
        from handlers.codes.team import TeamCodes

        return TeamCodes.of(self.shelf, self.habits, self.roles, may_send=self.may_send_files)

    @cached_property
    def office(self) -> ApplicationServices:
        """Applications."""
        self._with_storage()
        from handlers.applications.channel_privacy import ChannelPrivacyLookup
        from handlers.applications.services import ApplicationServices, NoPlaceKnown

        places = NoPlaceKnown() if self.client_of is None else ChannelPrivacyLookup(self.client_of)
        return ApplicationServices.of(
            self.habits, self.clock, self.roles, self.shelf, places, client_of=self.client_of
        )

    @cached_property
    def deadlines(self) -> Deadlines:
        """Deadlines and reminders."""
        self._with_storage()
        from handlers.deadlines.services import Deadlines

        return Deadlines.of(
            self.habits,
            self.roles,
            may_send=self.may_send_files,
            public_url=self.public_url,
            moved=lambda workspace: self.office.cards.changed(workspace, 0),
        )

    async def close(self) -> None:
        """Finish what goes on behind answers."""
        office: ApplicationServices | None = self.__dict__.get("office")
        if office is not None:
            await office.cards.close()

    def _with_storage(self) -> None:
        if self.warm_storage is not None:
            self.warm_storage()
