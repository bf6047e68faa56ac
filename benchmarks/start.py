"""How long a start takes, and what the running bot holds in memory: whole processes, wall clock.

First start: an empty folder, until the playground prints its address. Later start: the same folder again; whole is it
when its /readyz says 200: every command imported, reminders ticking.
"""

import os
import subprocess
import sys
import tempfile
import time
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import psutil

ROOT = Path(__file__).parents[1]
_LATER = 5


def start(folder: Path) -> tuple[float, float, int]:
    """Seconds until the playground answers, and until the bot is whole; bytes held then (unique set size)."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "playground", "--port", "0"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "CODEDESK_HOME": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert process.stdout is not None
    process.stdout.readline()
    seconds = time.perf_counter() - began
    running = psutil.Process(process.pid)
    ports = [each.laddr.port for each in running.net_connections("inet") if each.status == psutil.CONN_LISTEN]
    while not any(map(_ready, ports)):
        if process.poll() is not None:
            raise SystemExit("the playground ended")
        time.sleep(0.01)
    whole = time.perf_counter() - began
    held = running.memory_full_info().uss
    process.terminate()
    process.wait()
    return seconds, whole, held


def _ready(port: int) -> bool:
    """Whether the bot's side of the process listens on this port, and is whole; the page has no such path."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == HTTPStatus.OK)
    except OSError:  # a refusal, and urllib's name for 404 and 503
        return False


def ask(folder: Path) -> float:
    """Seconds for one `codedesk ask`."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "ask", "/icd M54.50"]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/playground.db",
    }
    subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def python_alone() -> float:
    """The baseline: an interpreter that imports Bolt, aiohttp and SQLAlchemy and stops."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", "import slack_bolt.async_app, aiohttp, sqlmodel"], check=True)
    return time.perf_counter() - began


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first, *_ = start(folder)
        later, whole, held = zip(*(start(folder) for _ in range(_LATER)), strict=True)
        asked = min(ask(folder) for _ in range(_LATER))
    bare = min(python_alone() for _ in range(_LATER))
    print(f"imports of Bolt, aiohttp and SQLModel alone   {bare:6.2f} s")
    print(f"first start, until the playground answers     {first:6.2f} s")
    print(f"later start (best / worst of {_LATER})                {min(later):6.2f} / {max(later):.2f} s")
    print(f"later start, until /readyz says 200           {min(whole):6.2f} / {max(whole):.2f} s")
    print(f'codedesk ask "/icd M54.50", whole process     {asked:6.2f} s')
    print(f"memory of the running bot with playground     {max(held) / 1e6:6.0f} MB")


if __name__ == "__main__":
    main()
