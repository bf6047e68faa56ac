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
    TOO_DEEP = "too deep"  # nested further than codes have characters, or a zip in a zip in a zip
    EMPTY = "empty"  # nothing in it, or nothing but its preamble
    CUT_OFF = "cut off"  # the last row stops in the middle: a download that broke off
    DAMAGED = "damaged"  # rows that its layout cannot have
    ENDLESS_LINE = "endless line"  # a line or cell longer than any layout knows
    BOMB = "unpacks to too much"  # a zip or workbook that unpacks to more than any release holds
    TOO_MANY = "too many rows"  # a team's own list longer than every published one
    CROWDED = "too many members"  # a zip of more files than any release has
    BROKEN_ZIP = "broken zip"  # its directory or a checksum is wrong: a download that broke off
    LOCKED = "locked"  # a zip with a password
    WEB_PAGE = "web page"  # the page with the license, saved under the name of the zip


@dataclass
class UnreadableFile(CodeDeskError):
    """A code file that cannot be trusted; nothing of it is used.

    `line` and `column` count from 1 and 0 and are None where the fault has no single place; `near` is the
    last code or heading before the fault, already cut short. `member` names the file inside a zip.
    """

    fault: Fault
    line: int | None = None
    column: int | None = None
    near: str = ""
    member: str = ""
