"""The parent's side of `python -m bot.worker.load`: what it is told, what it answers, and how it is run."""

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bot.codefiles.errors import UnreadableFile
from bot.domain.errors import CodeDeskError
from bot.services.loading.outcome import (
    EditionBeforeNeeded,
    NoSuchEdition,
    Outcome,
    ProgressCallback,
    SameRelease,
)
from bot.services.loading.release_names import EditionsDisagree, LoadOptions, NeedsToKnow
from bot.settings import Settings

_LONGEST_LINE = 1 << 20
_REFUSALS = {
    kind.__name__: kind
    for kind in (
        UnreadableFile,
        NeedsToKnow,
        EditionsDisagree,
        EditionBeforeNeeded,
        SameRelease,
        NoSuchEdition,
    )
}


@dataclass
class LoaderFailed(CodeDeskError):
    """The child died, or met with something that is no fault of the files; `kind` names it, never quotes."""

    kind: str


@dataclass(frozen=True, slots=True)
class LoadRequest:
    """What the child is to load."""

    paths: tuple[str, ...]
    wished: LoadOptions

    @staticmethod
    def read(line: str) -> "LoadRequest":
        """What `line` wrote; raises msgspec.ValidationError."""
        return msgspec.json.decode(line, type=LoadRequest)

    def line(self) -> bytes:
        """One line of JSON."""
        return msgspec.json.encode(self) + b"\n"


@dataclass(frozen=True, slots=True)
class LoadRefusal:
    """An error as data: the name of its class and its fields."""

    error: str
    fields: dict[str, Any]


@dataclass(frozen=True, slots=True)
class LoadReply:
    """How it ended."""

    ended: Outcome | LoadRefusal

    def line(self) -> str:
        """One line of JSON."""
        key = "refused" if isinstance(self.ended, LoadRefusal) else "outcome"
        return msgspec.json.encode({key: self.ended}).decode()


@dataclass(frozen=True, slots=True)
class _Ended:
    outcome: Outcome | None = None
    refused: LoadRefusal | None = None


def refusal(error: Exception) -> LoadRefusal:
    """An error as data; of one that is not known by name nothing but that name."""
    name = type(error).__name__
    return LoadRefusal(name, dict(vars(error)) if type(error) in _REFUSALS.values() else {})


async def load_in_child(
    settings: Settings, paths: Sequence[Path], wished: LoadOptions, tell: ProgressCallback
) -> Outcome:
    """Load `paths` in a process of its own; `tell` hears its progress as (stage, done, total).

    All of the files or none. Raises UnreadableFile, NeedsToKnow and SameRelease as `load_files` does, and LoaderFailed.
    A parent that is cancelled kills its child: what that one has staged nobody sees, and the next load removes it.
    """
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "bot.worker.load"),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "DATABASE_URL": settings.database_url},
        limit=_LONGEST_LINE,
    )
    try:
        return await _followed(child, LoadRequest(tuple(map(str, paths)), wished), tell)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


async def _followed(child: asyncio.subprocess.Process, order: LoadRequest, tell: ProgressCallback) -> Outcome:
    assert child.stdin is not None  # noqa: S101  (PIPE was asked for)
    assert child.stdout is not None  # noqa: S101
    child.stdin.write(order.line())
    await child.stdin.drain()
    last = b""
    async for line in child.stdout:
        if line.startswith(b"{"):
            last = line
        else:
            stage, done, total = line.decode().split()
            tell(stage, int(done), int(total))
    if await child.wait() or not last:
        raise LoaderFailed(f"exit {child.returncode}")
    ended = msgspec.json.decode(last, type=_Ended)
    if ended.outcome is None:
        raise _raised(ended.refused)
    return ended.outcome


def _raised(refused: LoadRefusal | None) -> CodeDeskError:
    kind = _REFUSALS.get(refused.error) if refused else None
    if refused is None or kind is None:
        return LoaderFailed(refused.error if refused else "no answer")
    hints = {name: field.type for name, field in kind.__dataclass_fields__.items()}
    return kind(**{name: msgspec.convert(value, hints[name]) for name, value in refused.fields.items()})
