"""Expected errors, as data. `handlers/views/errors.py` turns each into the sentence that a user reads."""

from dataclasses import dataclass


class CodeDeskError(Exception):
    """Base class of every expected error. Carries data, never user-visible text."""


@dataclass
class NotUnderstood(CodeDeskError):
    """Input in no known form.

    `what` is the unreadable part, already cleaned. `suggestions` are likely commands or codes, best first.
    """

    what: str
    suggestions: tuple[str, ...] = ()


@dataclass
class NotADate(CodeDeskError):
    """The text is not a date, or the day does not exist in the calendar."""

    what: str


@dataclass
class TooLong(CodeDeskError):
    """The input is longer than `limit` characters."""

    length: int
    limit: int


@dataclass
class LooksLikePatientData(CodeDeskError):
    """The text may hold patient data.

    It is not processed further. `kind` names the type and never quotes the text.
    """

    kind: str


@dataclass
class NoSuchRelease(CodeDeskError):
    """The workspace has no staged release with this id."""

    workspace: str
    release_id: int


@dataclass
class IncompleteRelease(CodeDeskError):
    """The release has `found` rows instead of `expected`. It is not made visible."""

    release_id: int
    expected: int
    found: int


@dataclass
class WorkerFailed(CodeDeskError):
    """The worker process died, or met an error that is no fault of its input; `kind` names it, never quotes."""

    kind: str
