"""`codedesk` in processes of their own that are forked from one which has imported everything: a start from nothing
costs seconds, and what a command does is the same. Tests of the start itself begin at nothing.

    python -m tests.e2e.forked    reads one order a line, answers with the command's exit code
"""

import atexit
import contextlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import TypedDict

ROOT = Path(__file__).parents[2]
SECONDS = 90
_ALSO = ("aiosqlite", "alembic.command", "psycopg", "sqlalchemy.dialects.sqlite.aiosqlite", "tzdata")
_LOCK = Lock()


class Order(TypedDict):
    """A command line, where and with which environment it runs, and the files for what it prints."""

    words: list[str]
    cwd: str
    environment: dict[str, str]
    out: str
    err: str


def run(words: Sequence[str], cwd: Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """What `subprocess.run` of the same command would give; one command at a time."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        order = Order(words=[*words], cwd=str(cwd), environment={**environment}, out=str(out), err=str(err))
        with _LOCK:
            code = _answered(order)
        return subprocess.CompletedProcess([*words], code, out.read_text("utf-8"), err.read_text("utf-8"))


def _answered(order: Order) -> int:
    process = _forker()
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(order) + "\n")
    process.stdin.flush()
    line = process.stdout.readline()
    assert line, "the process that forks has died: its traceback stands above"
    return int(line)


@cache
def _forker() -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.forked"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    atexit.register(_end, process)
    return process


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def _orders() -> Iterator[Order]:
    """In a forked process: its one order. The process that forks comes back when nobody orders any more."""
    for line in sys.stdin:
        if not (child := os.fork()):
            yield json.loads(line)
            return
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()


def _become(order: Order) -> None:
    signal.alarm(SECONDS)
    os.chdir(order["cwd"])
    os.environ.clear()
    os.environ.update(order["environment"])
    for number, path in ((0, os.devnull), (1, order["out"]), (2, order["err"])):
        os.dup2(os.open(path, os.O_RDWR | os.O_CREAT), number)
    sys.argv = ["codedesk", *order["words"]]


def _import_everything() -> None:
    for package in ("bot", "handlers", "storage"):
        for module in pkgutil.walk_packages([str(ROOT / package)], f"{package}.", onerror=lambda _: None):
            if "migrations" not in module.name and not module.name.endswith("__main__"):
                import_module(module.name)
    for name in _ALSO:
        with contextlib.suppress(ImportError):
            import_module(name)


if __name__ == "__main__":
    _import_everything()
    for own in _orders():
        _become(own)
        from bot.__main__ import main

        main()
