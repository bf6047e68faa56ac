"""What a process and its worker write to each other: one JSON line for each message.

The parent writes one request on the worker's standard input. The worker writes progress on its standard output, and at
the end `WorkDone` or `WorkRefused`.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TypeAlias, get_type_hints

import msgspec

from bot.codefiles.errors import UnreadableFile
from bot.domain.errors import CodeDeskError, WorkerFailed
from bot.services.fetching.outcome import FetchReport
from bot.services.fetching.request import FetchRequest
from bot.services.loading.outcome import EditionBeforeNeeded, NoSuchEdition, Outcome, SameRelease
from bot.services.loading.release_names import EditionsDisagree, LoadOptions, NeedsToKnow

ProgressCallback = Callable[[str, int, int], None]
"""Hears how far a long piece of work is: (stage, done, total)."""

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


class PrepareRequest(msgspec.Struct, frozen=True, tag="prepare"):
    """Migrate the database, load what comes with the install, build the files that are missing.

    `new_folder`: where files are built if there is no database yet; then the first is begun before the database is
    imported. '' where there is one.
    """

    new_folder: str = ""


class LoadRequest(msgspec.Struct, frozen=True, tag="load"):
    """Load code files: all of them or none."""

    paths: tuple[str, ...]
    options: LoadOptions


class FetchWork(msgspec.Struct, frozen=True, tag="fetch"):
    """Fetch public code sets and load them. `stand_ins` are tests' replacements of the publishers' sites."""

    request: FetchRequest
    stand_ins: Mapping[str, str]


Request: TypeAlias = PrepareRequest | LoadRequest | FetchWork


class WorkProgress(msgspec.Struct, frozen=True, tag="progress"):
    """How far it is."""

    stage: str
    done: int
    total: int


class WorkDone(msgspec.Struct, frozen=True, tag="done"):
    """It is done; a load has an outcome, a fetch a report."""

    outcome: Outcome | None = None
    report: FetchReport | None = None


class WorkRefused(msgspec.Struct, frozen=True, tag="refused"):
    """It ended with an error: the name of its class, and the fields of one that the parent knows by name."""

    error: str
    fields: dict[str, object]

    @staticmethod
    def by(error: Exception) -> "WorkRefused":
        """An error as data. Of an unknown one nothing but its name: its text may hold a line of the file."""
        name = type(error).__name__
        if isinstance(error, OSError):
            return WorkRefused(
                "OSError", {"errno": error.errno, "strerror": error.strerror, "filename": error.filename}
            )
        return WorkRefused(name, dict(vars(error)) if type(error) in _REFUSALS.values() else {})

    def raised(self) -> CodeDeskError | OSError:
        """The error again; WorkerFailed for an unknown one."""
        if self.error == "OSError":
            return OSError(*(self.fields.get(name) for name in ("errno", "strerror", "filename")))
        kind = _REFUSALS.get(self.error)
        if kind is None:
            return WorkerFailed(self.error)
        hints = get_type_hints(kind)
        return kind(**{f.name: msgspec.convert(self.fields[f.name], hints[f.name]) for f in fields(kind)})


Message: TypeAlias = WorkProgress | WorkDone | WorkRefused


def line(message: Request | Message) -> bytes:
    """One line of JSON."""
    return msgspec.json.encode(message) + b"\n"


def read_request(text: bytes) -> Request:
    """The request in a line. Raises msgspec.ValidationError."""
    return msgspec.json.decode(text, type=PrepareRequest | LoadRequest | FetchWork)


def read_message(text: bytes) -> Message:
    """The message in a line. Raises msgspec.ValidationError."""
    return msgspec.json.decode(text, type=WorkProgress | WorkDone | WorkRefused)
