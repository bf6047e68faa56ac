"""A bot on HTTP or Socket Mode, from the first request to a graceful stop."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

from aiohttp import web

from bot.logs import LogEvent, get_logger
from bot.runtime.background import BackgroundTasks, background_tasks
from bot.runtime.installs import add_install_pages, workspaces_of
from bot.settings import Settings
from bot.wiring import Bot, Library, running
from handlers.bolt.guard import GuardSettings
from handlers.bolt.http_server import SHUTDOWN_SECONDS, Readiness, add_calendar, add_slack, make_web_app
from handlers.bolt.socket_mode import SocketMode
from handlers.deadlines.ics_feed import CalendarFeed
from handlers.views.errors import went_wrong

_PATIENCE_SECONDS = 2
_log = get_logger("serving")


@asynccontextmanager
async def serving(library: Library, settings: Settings) -> AsyncIterator[int]:
    """Run the bot of `settings` and yield its port. On exit, finish current answers and drain jobs.

    Raises TokenRefused or SlackOutOfReach if Slack rejects the tokens, OSError if the port is in use.
    """
    workspaces = await workspaces_of(library, settings)
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(
            running(library, workspaces, settings.slack_api_url, settings.public_url or "")
        )
        background = BackgroundTasks()
        socket = await _socket_mode(stack, bot, settings)
        port = await _listen(stack, bot, settings, _readiness(bot, socket, background), socket)
        await stack.enter_async_context(background_tasks(background, bot, settings))
        gc.collect()
        gc.freeze()  # modules live to the end: later collections skip them
        _log.info(LogEvent.STARTED, host=settings.host, port=port, mode="socket" if socket else "http")
        yield port
        _log.info(LogEvent.STOPPED)


async def _socket_mode(stack: AsyncExitStack, bot: Bot, settings: Settings) -> SocketMode | None:
    if settings.slack_app_token is None:
        return None
    token = settings.slack_app_token.get_secret_value()
    return await stack.enter_async_context(
        SocketMode(bot.app, token, settings.slack_api_url, _response_origins(settings))
    )


async def _listen(
    stack: AsyncExitStack, bot: Bot, settings: Settings, ready: Readiness, socket: SocketMode | None
) -> int:
    app = make_web_app(ready)
    if socket is None:
        assert settings.slack_signing_secret is not None  # noqa: S101  (missing_for_slack has checked it)
        secret = settings.slack_signing_secret.get_secret_value()
        add_slack(app, bot.app, GuardSettings(secret, _response_origins(settings), went_wrong))
    add_install_pages(app, bot, settings)
    add_calendar(app, CalendarFeed(bot.services.deadlines).answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS, lingering_time=1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, settings.host, settings.port)
    await site.start()
    return int(runner.addresses[0][1])


def _response_origins(settings: Settings) -> frozenset[str]:
    """Allowed origins of a response_url: Slack's, and SLACK_API_URL's if different."""
    api = urlsplit(settings.slack_api_url)
    own = f"{api.scheme}://{api.netloc}"
    return frozenset({"https://hooks.slack.com"} | ({own} if api.hostname != "slack.com" else set()))


def _readiness(bot: Bot, socket: SocketMode | None, background: BackgroundTasks) -> Readiness:
    async def ready() -> dict[str, object]:
        facts: dict[str, object] = {"database": await _answers(bot.library)}
        problem = bot.library.refresh.problem
        facts["library"] = problem is None
        if problem is not None:
            facts["library_problem"] = problem.value
        facts["releases"] = [r.edition for r in bot.library.code_library.releases()]
        if socket is not None:
            facts["socket"] = await socket.connected()
        if facts["database"]:
            await asyncio.wait((background.began,), timeout=_PATIENCE_SECONDS)
            facts |= await background.reminders.facts() if background.reminders else {"ticking": False}
        facts["ready"] = all(facts.values())
        return facts

    return ready


async def _answers(library: Library) -> bool:
    try:
        await asyncio.wait_for(library.database.ping(), timeout=2)
    except Exception as error:  # any driver error: not ready; the log has its type
        _log.error(LogEvent.REQUEST_FAILED, error, kind="database")
        return False
    return True
