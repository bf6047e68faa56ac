"""The one module that sees every room, and plugs them together."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.codefiles.shipped import shipped_spans
from bot.services.fetching.request import FetchesSets
from bot.services.library.code_library import CodeLibrary
from bot.services.library.edition_cache import EditionCache
from bot.services.library.paths import LibraryPaths
from bot.services.library.refresh import LibraryRefresh
from bot.services.lookup.catalog import LoadedCatalog
from bot.services.ports.clock import SystemClock
from bot.services.ports.database import Clock, Database
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from bot.settings import Settings
from bot.worker import client as worker_client
from bot.worker.client import Worker
from bot.worker.messages import ProgressCallback
from handlers import dispatcher_for, make_app
from handlers.applications.home import HomeTab
from handlers.bolt.listeners import ListenerContext, listen
from handlers.bolt.mentions import TextLookup
from handlers.bolt.typeahead import Typeahead
from handlers.codes.fetch import CodeFetcher
from handlers.codes.load import Loader, LoadFiles
from handlers.dispatch import CommandDispatcher
from handlers.screens import ScreenContext, make_screens
from handlers.services import Services
from handlers.slack.auth import web_client
from handlers.slack.background_jobs import BackgroundJobs
from handlers.slack.downloads import Downloads
from handlers.slack.posting import Messenger
from handlers.slack.workspaces import InstalledWorkspaces
from storage.editions.store import SqliteEditions
from storage.engine import SqlDatabase


@dataclass(frozen=True, slots=True)
class Library:
    """An open database, the loaded code sets, the clock, and what each team has added."""

    database: SqlDatabase
    code_library: CodeLibrary
    clock: Clock
    team_cache: TeamCache
    roles: TeamRoles
    load: LoadFiles
    refresh: LibraryRefresh
    fetch: FetchesSets


@dataclass(frozen=True, slots=True)
class Bot:
    """Everything that answers Slack, ready to be put behind HTTP or Socket Mode."""

    library: Library
    dispatcher: CommandDispatcher
    app: AsyncApp
    workspaces: InstalledWorkspaces
    services: Services


def token_keys(settings: Settings) -> tuple[str, ...]:
    """The Fernet keys, newest first."""
    return settings.token_keys


@asynccontextmanager
async def opened(
    settings: Settings,
    progress: ProgressCallback,
    *,
    loader: bool,
    worker: Worker | None = None,
    fetch_from: Mapping[str, str] | None = None,
) -> AsyncIterator[Library]:
    """The library, prepared first where it must be; `loader` for a command beside a running bot.

    `worker` prepares it already. `fetch_from` are tests' stand-ins of the publishers' sites.
    """
    await worker_client.prepare_if_needed(settings, progress, worker)
    database = SqlDatabase(settings.database_url, token_keys=token_keys(settings), loader=loader)
    clock = SystemClock(settings.zone)
    team_cache = TeamCache(database, clock)
    cache = EditionCache(LibraryPaths(settings.library_folder), SqliteEditions())
    codes = CodeLibrary(cache=cache, history=shipped_spans)
    refresh = LibraryRefresh(
        codes, cache, database, partial(worker_client.prepare, settings, progress), clock
    )
    try:
        await refresh.start()
        yield Library(
            database,
            codes,
            clock,
            team_cache,
            TeamRoles(database, clock),
            partial(worker_client.load, settings),
            refresh,
            partial(worker_client.fetch, settings, fetch_from or {}),
        )
    finally:
        await team_cache.close()
        await database.close()
        cache.close_all()


@asynccontextmanager
async def running(
    library: Library, workspaces: InstalledWorkspaces, api_url: str, public_url: str = ""
) -> AsyncIterator[Bot]:
    """The bot's listeners on a Bolt app; leaving drains its jobs."""
    own = workspaces.own
    services = Services.of(
        library.code_library,
        library.clock,
        library.team_cache,
        library.roles,
        may_send_files=own is None or "files:write" in own.scopes,  # else it is tried, and told
        public_url=public_url,
        client_of=partial(_client_in, workspaces, api_url),
    )
    async with AsyncExitStack() as stack:
        # Closed last: jobs post through it.
        session = await stack.enter_async_context(aiohttp.ClientSession())
        stack.push_async_callback(services.close)
        jobs = await stack.enter_async_context(BackgroundJobs())
        dispatcher = dispatcher_for(services)
        app = make_app(workspaces, api_url)
        messenger = Messenger(session)
        look_up = TextLookup(dispatcher, library.code_library, LoadedCatalog(library.code_library))
        loader = Loader(services.roles, library.load, Downloads(session, api_url))
        fetcher = CodeFetcher(services.roles, library.database, library.clock, library.fetch)
        counter = ListenerContext(
            dispatcher=dispatcher,
            typeahead=Typeahead(library.code_library, library.team_cache.of, library.clock),
            jobs=jobs,
            messenger=messenger,
            first_time=FirstTimeInDatabase(library.database),
            used=library.team_cache.used,
            clock=library.clock,
            screens=make_screens(services, ScreenContext(dispatcher, look_up, messenger, loader, fetcher)),
            look_up=look_up,
            home=own.workspace if own else "",
            front=HomeTab(services.application_services, dispatcher),
        )
        listen(app, counter)
        yield Bot(library, dispatcher, app, workspaces, services)


async def _client_in(workspaces: InstalledWorkspaces, api_url: str, workspace: str) -> AsyncWebClient | None:
    """Slack with a workspace's token; None where the app is not installed there."""
    token = await workspaces.token(workspace)
    return web_client(api_url, token) if token else None


@dataclass(frozen=True, slots=True)
class FirstTimeInDatabase:
    """handlers.bolt.listeners.FirstTime, remembered by the database so that every process knows."""

    database: Database

    async def __call__(self, workspace: str, key: str, at: datetime) -> bool:
        async with self.database.write() as work:
            first = await work.seen.first_time(workspace, key, at)
            await work.commit()
        return first
