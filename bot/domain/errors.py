"""What can go wrong, as data. handlers/errors.py turns each into the sentence that a person reads."""

from dataclasses import dataclass


class CodeDeskError(Exception):
    """Anything that the product expects to go wrong. Carries data, never prose."""


@dataclass
class NotUnderstood(CodeDeskError):
    """Input of no known form.

    `what` is the part that could not be read (already cleaned), `suggestions` are canonical commands
    or codes that were probably meant, best first.
    """

    what: str
    suggestions: tuple[str, ...] = ()


@dataclass
class NotADate(CodeDeskError):
    """Something stands where a date was expected and is none, or does not exist in the calendar."""

    what: str


@dataclass
class TooLong(CodeDeskError):
    """More text than any question needs."""

    length: int
    limit: int


@dataclass
class LooksLikePatientData(CodeDeskError):
    """The text holds what may be patient data; it goes no further. `kind` names it, never quotes it."""

    kind: str


@dataclass
class NoSuchRelease(CodeDeskError):
    """The workspace has no release of this id, or it is no longer staged."""

    workspace: str
    release_id: int


@dataclass
class IncompleteRelease(CodeDeskError):
    """A release that was to have `expected` rows has `found`: it is not made visible."""

    release_id: int
    expected: int
    found: int
