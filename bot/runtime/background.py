"""What a bot does besides answering, from the moment it listens: search indexes opened, then everything that ticks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.logs import LogEvent, get_logger
from bot.runtime.reminders import RunningReminders
from bot.runtime.scheduler import ticking
from bot.settings import Settings
from bot.wiring import Bot

_AGAIN_SECONDS = 30.0
_log = get_logger("beside")


class BackgroundTasks:
    """The reminders, once they tick; `began` ends with the first attempt, whatever came of it."""

    def __init__(self) -> None:
        self.reminders: RunningReminders | None = None
        self.began: asyncio.Future[None] = asyncio.get_running_loop().create_future()


@asynccontextmanager
async def begun(state: BackgroundTasks, bot: Bot, settings: Settings) -> AsyncIterator[None]:
    """Begin it in the background; leaving ends it, what is being posted first.

    Where metrics have a port, it is begun at once: raises OSError where that port is in use.
    """
    stop = asyncio.Event()
    task = asyncio.create_task(_going_on(bot, settings, state, stop))
    try:
        if settings.codedesk_metrics_port is not None:
            await state.began
        yield
    finally:
        stop.set()
        await task


async def _going_on(bot: Bot, settings: Settings, state: BackgroundTasks, stop: asyncio.Event) -> None:
    """A failure is logged, and tried again: a bot that answers must not go without reminders for good."""
    await asyncio.to_thread(bot.library.shelf.open_indexes, bot.library.clock.today())
    while not stop.is_set():
        try:
            async with ticking(bot, settings) as state.reminders:
                _tell(state, None)
                await stop.wait()
        except Exception as error:  # whatever it is; the first attempt's is told to whoever waits for it
            _log.error(LogEvent.JOB_FAILED, error)
            if _tell(state, error) and settings.codedesk_metrics_port is not None:
                return
            state.reminders = None
            await _either(stop, _AGAIN_SECONDS)


def _tell(state: BackgroundTasks, error: Exception | None) -> bool:
    """Whether this was the first attempt."""
    if state.began.done():
        return False
    state.began.set_exception(error) if error else state.began.set_result(None)
    state.began.exception()  # asked for: nobody need be told that nobody asked
    return True


async def _either(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return
