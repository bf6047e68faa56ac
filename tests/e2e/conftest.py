"""A whole CodeDesk for tests: real ICD-10-CM, a real database, real signed HTTP, and the playground as Slack."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import aiohttp
import pytest
from filelock import FileLock
from pydantic import SecretStr

from bot.codefiles.shipped import shipped_spans
from bot.runtime.server import serving
from bot.services.ports.database import StoredRelease
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from bot.settings import Settings
from bot.wiring import Library, opened
from handlers import make_dispatcher
from handlers.dispatch import CommandDispatcher
from handlers.slack import background_jobs, manifest
from playground import DANA, AppCommand, AppShortcut, Playground
from storage.engine import SqlDatabase
from tests.e2e import forked
from tests.fakes import FakeClock, FakeDatabase
from tests.services.loaded_library import library_of

ROOT = Path(__file__).parents[2]
AT = datetime(2026, 11, 21, 17, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Workspace:
    """The playground, the bot behind it, and where the bot listens."""

    slack: Playground
    library: Library
    bot_url: str


@pytest.fixture(scope="session")
def dispatcher(prepared: Path) -> CommandDispatcher:
    """The desk over what the install brings, seven weeks into FY2027."""
    code_library = library_of(installed(prepared), prepared / "editions", history=shipped_spans)
    clock = FakeClock(AT)
    return make_dispatcher(
        code_library=code_library,
        clock=clock,
        team_cache=TeamCache(FakeDatabase(), clock),
        roles=TeamRoles(FakeDatabase(), clock),
    )


def installed(prepared: Path) -> list[StoredRelease]:
    """The releases of a fresh install. From a thread: the caller may be in a loop."""

    async def read() -> list[StoredRelease]:
        database = SqlDatabase(f"sqlite+aiosqlite:///{prepared}/codedesk.db", loader=True)
        async with database.read() as work:
            found = list(await work.releases.everywhere())
        await database.close()
        return found

    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, read()).result()


class Slack(Playground):
    """The playground beside a bot in the same loop."""

    async def settle(self, quiet: float = 0.05) -> None:
        """Wait until no job of the bot is under way either: between two calls to Slack it may be silent for long."""
        await super().settle(quiet)
        async with asyncio.timeout(30):
            while under_way := [
                task for task in asyncio.all_tasks() if task.get_name() == background_jobs.NAME
            ]:
                await asyncio.wait(under_way)
                await super().settle(quiet)


async def whole(bot_url: str) -> None:
    """Wait until what is imported behind the start is there: tests that wait for silence would take it for that."""
    async with aiohttp.ClientSession() as session, asyncio.timeout(30):
        while (await session.get(f"{bot_url}/readyz")).status != HTTPStatus.OK:  # noqa: ASYNC110 - over HTTP
            await asyncio.sleep(0.05)


OpenWorkspace = Callable[..., AbstractAsyncContextManager[Workspace]]


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a database and its reference as a first start makes them; made once for all workers."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    folder = shared / "prepared"
    with FileLock(shared / "prepared.lock"):
        if not (folder / "done").exists():
            codedesk("prepare", url=f"sqlite+aiosqlite:///{folder}/codedesk.db")
            (folder / "done").touch()
    return folder


@pytest.fixture
def home(prepared: Path, tmp_path: Path) -> Path:
    """A copy of the prepared folder that a test may change."""
    shutil.copytree(
        prepared, tmp_path / "var", ignore=shutil.ignore_patterns("done"), copy_function=_link_or_copy
    )
    return tmp_path / "var"


def _link_or_copy(source: str, target: str) -> None:
    """Editions and indexes are written whole and never changed: eighty megabytes less to copy."""
    (os.link if source.endswith((".edition", ".search")) else shutil.copy2)(source, target)


@pytest.fixture
def settings(home: Path) -> Settings:
    """Settings for the copy, without any Slack."""
    return Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{home}/codedesk.db", port=0)


@pytest.fixture
def open_workspace(settings: Settings) -> OpenWorkspace:
    """Starts a workspace; `socket` connects the bot by Socket Mode, `fetch_from` are stand-ins of the publishers."""

    @asynccontextmanager
    async def workspace(
        *, socket: bool = False, fetch_from: Mapping[str, str] | None = None
    ) -> AsyncIterator[Workspace]:
        app = manifest.load()
        commands = [AppCommand(c.name, c.usage, c.description, c.escape) for c in manifest.commands(app)]
        shortcuts = [
            AppShortcut(s.name, s.type, s.callback_id, s.description) for s in manifest.shortcuts(app)
        ]
        async with Slack(commands, shortcuts=shortcuts, rate_limit=False) as slack:
            inside = settings.model_copy(
                update={
                    "slack_bot_token": SecretStr(slack.bot_token),
                    "slack_signing_secret": SecretStr(slack.signing_secret),
                    "slack_app_token": SecretStr(slack.app_token) if socket else None,
                    "slack_api_url": slack.api_url,
                }
            )
            there = opened(inside, _quiet, loader=False, fetch_from=fetch_from)
            async with there as library, serving(library, inside) as port:
                await library.roles.first_admin(slack.team_id, DANA)
                url = f"http://127.0.0.1:{port}"
                await whole(url)
                if not socket:
                    slack.connect(f"{url}/slack/events")
                yield Workspace(slack, library, url)

    return workspace


async def shown_on_home(workspace: Workspace, words: str) -> None:
    """Waits until Dana's Home says this: it is drawn after the press is acknowledged, from several tables."""
    async with asyncio.timeout(10):
        while words not in str(workspace.slack.workspace.homes[DANA].view):  # noqa: ASYNC110  (the page hears, not we)
            await asyncio.sleep(0.05)


def codedesk(
    *words: str, url: str | None = None, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, as an operator does; its imports are done already."""
    return forked.run(words, cwd, clean_environment(url, **environment))


def codedesk_from_nothing(
    *words: str, url: str | None = None, cwd: Path = ROOT, **environment: str
) -> subprocess.CompletedProcess[str]:
    """The same with a fresh interpreter, for what hangs on the start: three seconds."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=cwd,
        env=clean_environment(url, **environment),
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )


def clean_environment(url: str | None = None, **more: str) -> dict[str, str]:
    """This process's environment without any of CodeDesk's settings."""
    kept = {
        k: v
        for k, v in os.environ.items()
        if not k.startswith(("SLACK_", "CODEDESK_")) and k != "DATABASE_URL"
    }
    return kept | ({"DATABASE_URL": url} if url else {}) | more


def _quiet(_stage: str, _done: int, _total: int) -> None:
    return
