"""One worker process and one protocol: what its parent hears, and how it ends."""

import asyncio
import errno
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.codefiles.errors import Fault, UnreadableFile
from bot.domain.codes.fetching.code_sets import CodeSet
from bot.domain.codes.files import Variant
from bot.domain.codes.releases import Release, System
from bot.domain.errors import NotUnderstood, WorkerFailed
from bot.services.fetching.request import FetchRequest
from bot.services.loading.outcome import LoadedFile, Outcome
from bot.services.loading.release_names import LoadOptions
from bot.settings import Settings
from bot.worker.__main__ import Reporter
from bot.worker.client import Worker
from bot.worker.messages import (
    FetchWork,
    LoadRequest,
    PrepareRequest,
    Request,
    WorkDone,
    WorkProgress,
    WorkRefused,
    line,
    read_message,
    read_request,
)

_STOPPED = 143
_OUTCOME = Outcome(
    (LoadedFile(Release(System.CPT, "2026", date(2026, 1, 1), None, "c.zip", "T1"), 3),), ("r.pdf",)
)


async def heard(*lines: bytes, code: int = 0) -> tuple[Outcome | None, list[tuple[str, int, int]]]:
    """The outcome and the progress of a worker that writes these lines and ends with this code."""
    program = f"import sys; sys.stdout.buffer.write({b''.join(lines)!r}); sys.exit({code})"
    settings, told = Settings(_env_file=None), list[tuple[str, int, int]]()
    worker = await asyncio.to_thread(
        Worker.start, settings, PrepareRequest(), (sys.executable, "-c", program)
    )
    done = await worker.finished(lambda *step: told.append(step))
    return done.outcome, told


@pytest.mark.parametrize(
    "request_",
    [
        PrepareRequest(),
        PrepareRequest("/x"),
        LoadRequest(("a b.zip",), LoadOptions(variant=Variant.DME)),
        FetchWork(FetchRequest((CodeSet.HCPCS,), "T1"), {"https://www.cms.gov": "http://127.0.0.1:1"}),
    ],
)
def test_a_request_is_read_as_it_was_written(request_: Request) -> None:
    """All kinds, in one line each."""
    assert read_request(line(request_)) == request_
    assert line(request_).count(b"\n") == 1


async def test_a_parent_hears_each_step_and_then_the_outcome() -> None:
    """In order; what was loaded comes back as it was."""
    written = (line(WorkProgress("reading", n, 2)) for n in (1, 2))

    assert await heard(*written, line(WorkDone(_OUTCOME))) == (
        _OUTCOME,
        [("reading", 1, 2), ("reading", 2, 2)],
    )
    assert await heard(line(WorkDone())) == (None, [])


async def test_a_worker_that_dies_without_a_word_has_failed() -> None:
    """Killed for want of memory, say; a step that was its last word is no end."""
    with pytest.raises(WorkerFailed) as died:
        await heard(line(WorkProgress("reading", 1, 2)), code=9)

    assert died.value.kind == "exit 9"


async def test_an_error_that_an_operator_can_mend_comes_as_it_is() -> None:
    """A file's fault with its line; a full disk with its path."""
    fault = UnreadableFile(Fault.SYNTAX, line=3, near="A00")
    with pytest.raises(UnreadableFile) as unreadable:
        await heard(line(WorkRefused.by(fault)))
    with pytest.raises(OSError, match="No space left") as full:
        await heard(line(WorkRefused.by(OSError(errno.ENOSPC, "No space left on device", "/data/x"))))

    assert vars(unreadable.value) == vars(fault)
    assert full.value.filename == "/data/x"


async def test_of_any_other_error_only_the_name_leaves_the_worker() -> None:
    """Its text may hold a line of the file."""
    refused = line(WorkRefused.by(NotUnderstood("Dana Doe, 1970-01-01")))
    with pytest.raises(WorkerFailed) as failed:
        await heard(refused)

    assert failed.value.kind == "NotUnderstood"
    assert b"Dana" not in refused


def test_a_long_load_reports_steps_and_not_transactions(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Two and a half million rows in two thousand transactions are two hundred messages."""
    reporter = Reporter()
    for done in range(0, 100_000, 10):
        reporter.report("loading", done, 100_000)

    messages = [read_message(text) for text in capfdbinary.readouterr().out.splitlines()]
    assert len(messages) == 200
    assert messages[0] == WorkProgress("loading", 0, 100_000)


def test_a_worker_whose_parent_is_dead_ends_and_leaves_nothing(tmp_path: Path) -> None:
    """The parent was killed and could not end it."""
    folder = tmp_path / "built"
    worker = subprocess.Popen(
        (sys.executable, "-P", "-m", "bot.worker"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}/a.db"},
    )
    assert worker.stdin
    assert worker.stdout
    worker.stdout.close()
    worker.stdin.write(line(PrepareRequest(str(folder))))
    worker.stdin.close()

    assert worker.wait() == _STOPPED
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
