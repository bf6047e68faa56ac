"""Background work of a running bot: open the search indexes, then run everything on a schedule."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.logs import LogEvent, get_logger
from bot.runtime.reminders import RunningReminders
from bot.runtime.scheduler import ticking
from bot.settings import Settings
from bot.wiring import Bot

_AGAIN_SECONDS = 30.0
_log = get_logger("background")


class BackgroundTasks:
    """The running reminders. `began` completes with the first start attempt, whether it succeeds or fails."""

    def __init__(self) -> None:
        self.reminders: RunningReminders | None = None
        self.began: asyncio.Future[None] = asyncio.get_running_loop().create_future()


@asynccontextmanager
async def background_tasks(state: BackgroundTasks, bot: Bot, settings: Settings) -> AsyncIterator[None]:
    """Start the background work. On exit, finish current posts and stop.

    With a metrics port, wait for the start: raises OSError if the port is in use.
    """
    stop = asyncio.Event()
    task = asyncio.create_task(_run_background(bot, settings, state, stop))
    try:
        if settings.codedesk_metrics_port is not None:
            await state.began
        yield
    finally:
        stop.set()
        await task


async def _run_background(bot: Bot, settings: Settings, state: BackgroundTasks, stop: asyncio.Event) -> None:
    """Log a failure and try again. A bot that answers must not stay without reminders."""
    await asyncio.to_thread(bot.library.code_library.open_indexes, bot.library.clock.today())
    while not stop.is_set():
        try:
            async with ticking(bot, settings) as state.reminders:
                _complete_start(state, None)
                await stop.wait()
        except Exception as error:  # any error; the first attempt's error goes to the waiting caller
            _log.error(LogEvent.JOB_FAILED, error)
            if _complete_start(state, error) and settings.codedesk_metrics_port is not None:
                return
            state.reminders = None
            await _wait_or_timeout(stop, _AGAIN_SECONDS)


def _complete_start(state: BackgroundTasks, error: Exception | None) -> bool:
    """Complete `began`. Returns whether this was the first attempt."""
    if state.began.done():
        return False
    state.began.set_exception(error) if error else state.began.set_result(None)
    state.began.exception()  # mark the exception as retrieved, to avoid a warning
    return True


async def _wait_or_timeout(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
