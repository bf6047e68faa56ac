"""A stop at any time: exit code 0, no traceback, no process left and nothing half written."""

import asyncio
import os
import signal
import subprocess
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.runtime.signals import Stop
from bot.settings import Settings
from bot.worker.client import Worker
from bot.worker.messages import PrepareRequest, WorkProgress, line

ROOT = Path(__file__).parents[2]
_STOPPED_AT_AN_IMPORT = """
import os, sys

class Stopping:
    def find_spec(self, name, path, target=None):
        if name == at:
            os.kill(os.getpid(), number)

at, number = sys.argv[1], int(sys.argv[2])
sys.argv[1:] = ["run"]
sys.meta_path.insert(0, Stopping())
from bot.__main__ import main
main()
"""
_TELLS_AND_STAYS = (
    f"import time; print({line(WorkProgress('reading', 1, 2)).decode()!r}, flush=True); time.sleep(60)"
)


@pytest.mark.parametrize(
    ("at", "number"), [("bot.cli", signal.SIGINT), ("bot.cli.run_until_stopped", signal.SIGTERM)]
)
def test_a_stop_while_the_bot_imports_ends_it_and_its_child(at: str, number: int, tmp_path: Path) -> None:
    """At its first import, and while a child prepares the library."""
    told = subprocess.run(
        [sys.executable, "-c", _STOPPED_AT_AN_IMPORT, at, str(int(number))],
        cwd=tmp_path,
        env={
            **os.environ,
            "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/a.db",
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": "none",
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".lock"]


async def test_a_stop_while_a_child_prepares_ends_the_child() -> None:
    """Whoever waits for it is cancelled, and does not leave it behind."""
    command, settings = (sys.executable, "-c", _TELLS_AND_STAYS), Settings(_env_file=None)
    worker = await asyncio.to_thread(Worker.start, settings, PrepareRequest(), command)
    told = asyncio.Event()
    waiting = asyncio.create_task(worker.finished(lambda *_: told.set()))
    await told.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting

    assert worker.exit_code == -signal.SIGTERM


async def test_a_stop_cuts_a_start_short_and_takes_down_what_stands() -> None:
    """The awaited work is cancelled, entered contexts are exited in order, and no exception escapes."""
    left: list[str] = []
    async with Stop() as stop, AsyncExitStack() as stack:
        stack.callback(left.append, "first")
        async with stop.cancel_on_stop():
            stack.callback(left.append, "second")
            asyncio.get_running_loop().call_soon(os.kill, os.getpid(), signal.SIGTERM)
            await asyncio.sleep(60)
        left.append("went on")

    assert left == ["second", "first"]


async def test_a_stop_before_the_start_begins_nothing() -> None:
    """It was requested while settings were read."""
    begun = False
    async with Stop() as stop:
        stop.request_stop()
        async with stop.cancel_on_stop():
            begun = True

    assert not begun


async def test_a_running_bot_is_not_cut_short() -> None:
    """A running bot gets the request and finishes its work. A second request changes nothing."""
    async with Stop() as stop:
        async with stop.cancel_on_stop():
            pass
        stop.request_stop()
        stop.request_stop()
        await stop.wait()
        await asyncio.sleep(0)
        ended = True

    assert ended
