"""Messages between a process and its worker: one JSON line for each.

The parent writes one request to the worker's standard input. The worker writes progress to its standard output, and
at the end `WorkDone` or `WorkRefused`.
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
"""Receives the progress of a long job: (stage, done, total)."""

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
    """Migrate the database, load the releases that come with the install, and build missing files.

    `new_folder`: where to build files if there is no database yet; the first one is then begun before the database is
    imported. '' if a database exists.
    """

    new_folder: str = ""


class LoadRequest(msgspec.Struct, frozen=True, tag="load"):
    """Load code files: all or none."""

    paths: tuple[str, ...]
    options: LoadOptions


class FetchWork(msgspec.Struct, frozen=True, tag="fetch"):
    """Fetch public code sets and load them. `stand_ins` replace the publishers' sites in tests."""

    request: FetchRequest
    stand_ins: Mapping[str, str]


Request: TypeAlias = PrepareRequest | LoadRequest | FetchWork


class WorkProgress(msgspec.Struct, frozen=True, tag="progress"):
    """The progress."""

    stage: str
    done: int
    total: int


class WorkDone(msgspec.Struct, frozen=True, tag="done"):
    """The work is done. A load has an outcome, a fetch a report."""

    outcome: Outcome | None = None
    report: FetchReport | None = None


class WorkRefused(msgspec.Struct, frozen=True, tag="refused"):
    """The work ended with an error: its class name, and its fields if the parent knows the class."""

    error: str
    fields: dict[str, object]

    @staticmethod
    def by(error: Exception) -> "WorkRefused":
        """An error as data. For an unknown class only its name, because its text may contain a line of the file."""
        name = type(error).__name__
        if isinstance(error, OSError):
            return WorkRefused(
                "OSError", {"errno": error.errno, "strerror": error.strerror, "filename": error.filename}
            )
        return WorkRefused(name, dict(vars(error)) if type(error) in _REFUSALS.values() else {})

    def raised(self) -> CodeDeskError | OSError:
        """The original error; WorkerFailed for an unknown class."""
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
