"""Other processes, started once and told what to do: a start costs a second."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).parents[2]


class Worker:
    """A process of tests/storage/worker.py that has imported everything and waits for orders."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.storage.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=_ROOT,
        )

    def tell(self, action: str = "", url: str = "", times: int = 1) -> None:
        """Begin; the outcome is heard later."""
        assert self._process.stdin
        self._process.stdin.write(f"{action} {url} {times}\n")
        self._process.stdin.flush()

    def hear(self) -> str:
        """Wait for the next outcome; fails where the process died of an exception."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, "the worker failed: its traceback stands above"
        return line.strip()

    @property
    def alive(self) -> bool:
        """False once it has died."""
        return self._process.poll() is None

    def kill(self) -> None:
        """As kill -9 does."""
        self._process.kill()
        self._process.communicate()


def together(workers: Sequence[Worker], action: str, url: str, times: int = 1) -> list[str]:
    """All at once; what each came to."""
    for worker in workers:
        worker.tell(action, url, times)
    return [worker.hear() for worker in workers]
