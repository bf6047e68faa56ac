"""Faults of code files, as data."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import CodeDeskError


class Fault(StrEnum):
    """Why a file cannot be read."""

    NOT_FOUND = "not found"
    SYNTAX = "syntax"  # not well-formed XML, or cut off
    DECLARATIONS = "declarations"  # a document type or entities: no code file has any, but attacks do
    OTHER_KIND = "other kind"  # well-formed, but not the requested kind of file
    INCOMPLETE = "incomplete"  # a required part of an entry is missing
    DOUBLED = "doubled"  # one code appears twice
    TOO_DEEP = "too deep"  # nested more levels than a code has characters, or a zip in a zip in a zip
    EMPTY = "empty"  # no content, or only a preamble
    CUT_OFF = "cut off"  # the last row stops in the middle: an incomplete download
    DAMAGED = "damaged"  # rows that the layout does not allow
    ENDLESS_LINE = "endless line"  # a line or cell longer than any layout allows
    BOMB = "unpacks to too much"  # a zip or workbook that unpacks to more than any release holds
    TOO_MANY = "too many rows"  # a team's own list is longer than any published one
    CROWDED = "too many members"  # a zip with more files than any release has
    BROKEN_ZIP = "broken zip"  # its directory or a checksum is wrong: an incomplete download
    LOCKED = "locked"  # a zip with a password
    WEB_PAGE = "web page"  # the license page, saved under the zip's name


@dataclass
class UnreadableFile(CodeDeskError):
    """A code file that cannot be trusted. None of it is used.

    `line` counts from 1 and `column` from 0; both are None if the fault has no single place. `near` is the last code
    or heading before the fault, already shortened. `member` names the file inside a zip.
    """

    fault: Fault
    line: int | None = None
    column: int | None = None
    near: str = ""
    member: str = ""
