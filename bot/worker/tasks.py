"""Handle a request in the worker. Imports the database, but neither Slack nor the playground."""

import asyncio
from pathlib import Path

from bot import logs
from bot.logs import LogEvent
from bot.services.library.installed_icd10cm import InstalledBuild
from bot.settings import Settings
from bot.worker.load import load
from bot.worker.messages import (
    FetchWork,
    LoadRequest,
    Message,
    PrepareRequest,
    ProgressCallback,
    Request,
    WorkDone,
    WorkRefused,
)
from bot.worker.prepare import prepare

_log = logs.get_logger("worker")


def run(request: Request, progress: ProgressCallback, begun: InstalledBuild | None) -> Message:
    """Run the request and return the final message.

    An error becomes data for the parent, and its location is logged.
    """
    logs.configure("WARNING")
    try:
        return asyncio.run(_done(request, progress, begun))
    except Exception as error:  # any error: its stack trace could contain a line of the file
        refused = WorkRefused.by(error)
        if not refused.fields:
            _log.error(LogEvent.JOB_FAILED, error)
        return refused


async def _done(request: Request, progress: ProgressCallback, begun: InstalledBuild | None) -> WorkDone:
    match request:
        case PrepareRequest():
            await prepare(Settings(), progress, begun)
            return WorkDone()
        case LoadRequest(paths, options):
            return WorkDone(await load(Settings(), [Path(path) for path in paths], options, progress))
        case FetchWork(asked, stand_ins):
            from bot.worker.fetch import fetch  # noqa: PLC0415 - aiohttp, which a first start doesn't need here

            return WorkDone(report=await fetch(Settings(), asked, progress, stand_ins))
