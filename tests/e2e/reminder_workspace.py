"""A workspace with a fixed clock: reminders become due when a test moves it, and the bot's own ticks send them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from pydantic import SecretStr

from bot.domain.roles import Role
from bot.runtime.server import serving
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from bot.settings import Settings
from bot.wiring import opened
from handlers.slack import manifest
from playground import BILLING, DANA, AppCommand, Modal, SubmissionResult, WorkspaceMessage
from tests.e2e.conftest import Slack, Workspace
from tests.fakes import FakeClock

START = datetime(2026, 11, 22, 17, tzinfo=UTC)
"""a Sunday, noon in New York"""
PUBLIC_URL = "https://desk.example.org"


@dataclass(frozen=True, slots=True)
class ReminderWorkspace(Workspace):
    """The workspace and its clock."""

    clock: FakeClock

    async def at(self, when: datetime) -> None:
        """Move the clock."""
        self.clock.advance(when - self.clock.now())

    async def form(self, line: str, user: str = DANA) -> Modal:
        """The form that a command opens."""
        asked = await self.slack.slash(line, user=user)
        assert (asked.status, asked.error, asked.body) == (200, "", "")
        return await self.topmost(user)

    async def topmost(self, user: str = DANA) -> Modal:
        """The top modal of a user, as soon as it exists."""
        await self.slack.until(lambda: self.slack.modal(user) is not None)
        modal = self.slack.modal(user)
        assert modal is not None
        return modal

    async def subscribe(self, **values: object) -> SubmissionResult:
        """Subscribe this channel by form, with fields by block."""
        modal = await self.form("/deadlines subscribe")
        for block, value in values.items():
            await self.slack.fill(modal, "value", value, block_id=block)
        done = await self.slack.submit(modal)
        if not done.errors:
            await self.slack.close(await self.topmost(), whole_stack=True)
        return done

    async def reminders(self, count: int, channel: str = BILLING) -> list[WorkspaceMessage]:
        """The bot's public messages, as soon as there are this many."""

        def there() -> list[WorkspaceMessage]:
            posted = self.slack.messages(channel, None)
            return [m for m in posted if m.user == self.slack.workspace.team.bot_user and not m.visible_to]

        await self.slack.until(lambda: len(there()) >= count, timeout=10)
        return there()

    async def shown(self, message: WorkspaceMessage, words: str) -> WorkspaceMessage:
        """The message, as soon as it has these words."""

        def now() -> WorkspaceMessage:
            found = self.slack.workspace.find_anywhere(message.ts)
            assert isinstance(found, WorkspaceMessage)
            return found

        await self.slack.until(lambda: words in str(now().blocks), timeout=10)
        return now()


@asynccontextmanager
async def reminder_workspace(settings: Settings, *, socket: bool = False) -> AsyncIterator[ReminderWorkspace]:
    """Everything is real except the clock."""
    app = manifest.load()
    commands = [AppCommand(c.name, c.usage, c.description, c.escape) for c in manifest.commands(app)]
    clock = FakeClock(START)
    async with Slack(commands, rate_limit=False) as slack:
        inside = settings.model_copy(
            update={
                "slack_bot_token": SecretStr(slack.bot_token),
                "slack_signing_secret": SecretStr(slack.signing_secret),
                "slack_app_token": SecretStr(slack.app_token) if socket else None,
                "slack_api_url": slack.api_url,
                "public_url": PUBLIC_URL,
            }
        )
        async with opened(inside, _quiet, loader=False) as real:
            library = replace(
                real,
                clock=clock,
                team_cache=TeamCache(real.database, clock),
                roles=TeamRoles(real.database, clock),
            )
            async with serving(library, inside) as port:
                await library.roles.first_admin(slack.team_id, DANA)
                url = f"http://127.0.0.1:{port}"
                if not socket:
                    slack.connect(f"{url}/slack/events")
                yield ReminderWorkspace(slack, library, url, clock)
            await library.team_cache.close()


async def make(workspace: ReminderWorkspace, user: str, role: Role) -> None:
    """Give a user a role."""
    await workspace.library.roles.give_by_operator(workspace.slack.team_id, user, role)


def _quiet(_stage: str, _done: int, _total: int) -> None:
    return None
