"""What a code file can be guilty of, as data."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import CodeDeskError


class Fault(StrEnum):
    """Why a file cannot be read."""

    NOT_FOUND = "not found"
    SYNTAX = "syntax"  # no well-formed XML, or cut off
    DECLARATIONS = "declarations"  # a document type or entities: no code file has any, an attack does
    OTHER_KIND = "other kind"  # well-formed, but not the kind of file that was asked for
    INCOMPLETE = "incomplete"  # a part that every entry must have is missing
    DOUBLED = "doubled"  # one code stands twice
    TOO_DEEP = "too deep"  # nested further than codes have characters


@dataclass
class UnreadableFile(CodeDeskError):
    """A code file that cannot be trusted; nothing of it is used.

    `line` and `column` count from 1 and 0 and are None where the fault has no single place; `near` is the
    last code or heading before the fault, already cut short.
    """

    fault: Fault
    line: int | None = None
    column: int | None = None
    near: str = ""
