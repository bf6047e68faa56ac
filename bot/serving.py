"""A bot behind HTTP or Socket Mode, from its first request to a graceful stop."""

import asyncio
import gc
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from aiohttp import web
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.installs import add_install_pages, workspaces_of
from bot.logs import Event, get_logger
from bot.reminding import Reminding, add_ticks, reminding
from bot.services.forgetting import forget_old_marks
from bot.settings import Settings
from bot.wiring import Bot, Library, reopen, running
from handlers.deadlines.feeding import add_calendar
from handlers.deadlines.messages import Messages
from handlers.guard import GuardSettings
from handlers.server import SHUTDOWN_SECONDS, Readiness, add_slack, make_web_app
from handlers.socket_mode import SocketMode
from handlers.views.errors import went_wrong

_POLL_SECONDS = 2
_FORGET_HOURS, _FORGET_FIRST = 24, timedelta(minutes=1)
_log = get_logger("serving")


@asynccontextmanager
async def serving(library: Library, settings: Settings) -> AsyncIterator[int]:
    """The bot of `settings`, listening; gives the port. Leaving finishes answers in flight and drains jobs.

    Raises TokenRefused or SlackOutOfReach where Slack does not take the tokens, OSError for a port in use.
    """
    served = await workspaces_of(library, settings)
    async with AsyncExitStack() as stack:
        bot = await stack.enter_async_context(
            running(library, served, settings.slack_api_url, settings.public_url or "")
        )
        reminders = await stack.enter_async_context(
            reminding(library.database, library.clock, served, settings, Messages(bot.deadlines))
        )
        stack.enter_context(_ticking(library, settings, reminders))
        socket = await _socket_mode(stack, bot, settings)
        port = await _listen(stack, bot, settings, _readiness(bot, socket, reminders), socket)
        gc.collect()
        gc.freeze()  # what stands now stays: no collection needs to walk through it again
        _log.info(Event.STARTED, host=settings.host, port=port, mode="socket" if socket else "http")
        yield port
        _log.info(Event.STOPPED)


def stop_signal() -> asyncio.Event:
    """Set at SIGTERM or SIGINT. Ask for it first thing, so that a stop during start-up is graceful too."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _socket_mode(stack: AsyncExitStack, bot: Bot, settings: Settings) -> SocketMode | None:
    if settings.slack_app_token is None:
        return None
    token = settings.slack_app_token.get_secret_value()
    return await stack.enter_async_context(
        SocketMode(bot.app, token, settings.slack_api_url, _hooks(settings))
    )


async def _listen(
    stack: AsyncExitStack, bot: Bot, settings: Settings, ready: Readiness, socket: SocketMode | None
) -> int:
    app = make_web_app(ready)
    if socket is None:
        assert settings.slack_signing_secret is not None  # noqa: S101  (missing_for_slack was asked)
        secret = settings.slack_signing_secret.get_secret_value()
        add_slack(app, bot.app, GuardSettings(secret, _hooks(settings), went_wrong))
    add_install_pages(app, bot, settings)
    add_calendar(app, bot.deadlines)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=SHUTDOWN_SECONDS, lingering_time=1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    site = web.TCPSite(runner, settings.host, settings.port)
    await site.start()
    return int(runner.addresses[0][1])


def _hooks(settings: Settings) -> frozenset[str]:
    """Origins that a response_url may point at: Slack's, and that of SLACK_API_URL where it is another."""
    api = urlsplit(settings.slack_api_url)
    own = f"{api.scheme}://{api.netloc}"
    return frozenset({"https://hooks.slack.com"} | ({own} if api.hostname != "slack.com" else set()))


def _readiness(bot: Bot, socket: SocketMode | None, reminders: Reminding) -> Readiness:
    async def ready() -> dict[str, object]:
        facts: dict[str, object] = {"database": await _answers(bot.library)}
        facts["releases"] = [r.edition for r in bot.library.shelf.releases()]
        if socket is not None:
            facts["socket"] = await socket.connected()
        if facts["database"]:
            facts |= await reminders.facts()
        facts["ready"] = all(facts.values())
        return facts

    return ready


async def _answers(library: Library) -> bool:
    try:
        await asyncio.wait_for(library.database.ping(), timeout=2)
    except Exception as error:  # any driver's error: not ready, and the log says of which type
        _log.error(Event.REQUEST_FAILED, error, kind="database")
        return False
    return True


@contextmanager
def _ticking(library: Library, settings: Settings, reminders: Reminding) -> Iterator[None]:
    """APScheduler only ticks; what is to be done is read from rows."""
    scheduler = AsyncIOScheduler(
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(reopen, "interval", (library, settings), seconds=_POLL_SECONDS)
    add_ticks(scheduler, reminders)
    scheduler.add_job(
        forget_old_marks,
        "interval",
        (library.database, library.clock),
        hours=_FORGET_HOURS,
        next_run_time=datetime.now(UTC) + _FORGET_FIRST,  # also for a bot that is started anew each day
    )
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown(wait=False)
