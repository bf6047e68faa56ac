"""Work that goes on after the ack: tracked, its failures logged, drained when the bot stops."""

from collections.abc import Coroutine
from typing import Any, Self

import aiojobs

from bot.logs import LogEvent, get_logger

NAME = "codedesk job"
"""Of every job's task, for whoever looks at what a loop has under way."""
_DRAIN_SECONDS = 10.0
_AT_ONCE = 200
_log = get_logger("jobs")


class BackgroundJobs:
    """Leaving this async context manager waits for what is under way. What must survive is a row, not a job."""

    def __init__(self) -> None:
        self._scheduler = aiojobs.Scheduler(
            limit=_AT_ONCE, wait_timeout=_DRAIN_SECONDS, exception_handler=_note_failure
        )

    async def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work` in the background; returns at once."""
        await self._scheduler.spawn(work, name=NAME)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._scheduler.wait_and_close(timeout=_DRAIN_SECONDS)


def _note_failure(_: aiojobs.Scheduler, context: dict[str, Any]) -> None:
    error = context.get("exception")
    _log.error(LogEvent.JOB_FAILED, error if isinstance(error, BaseException) else None)
