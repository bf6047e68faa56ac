"""Start workers and let them begin together."""

import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[2]


def start(action: str, url: str, times: int = 1) -> subprocess.Popen[str]:
    """A worker that has imported everything and waits for a line."""
    worker = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.worker", action, url, str(times)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=_ROOT,
    )
    assert worker.stdout
    assert worker.stdout.readline() == "ready\n"
    return worker


def say(worker: subprocess.Popen[str], line: str = "go") -> None:
    """Let a waiting worker go on."""
    assert worker.stdin
    worker.stdin.write(f"{line}\n")
    worker.stdin.flush()


def together(action: str, url: str, times: int = 1) -> list[str]:
    """Two workers at once; what each printed. Fails where one of them failed."""
    workers = [start(action, url, times) for _ in range(2)]
    for worker in workers:
        say(worker)
    outcomes = [worker.communicate(timeout=60)[0].strip() for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0]
    return outcomes
