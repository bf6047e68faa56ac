"""Why a built book cannot be opened. The caller builds it anew from the stored release."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import CodeDeskError


class BookFault(StrEnum):
    """What is the matter with the file."""

    MISSING = "missing"
    NOT_A_BOOK = "not a book"
    OTHER_FORMAT = "other format"  # an older or newer CodeDesk, or a machine of the other byte order
    DAMAGED = "damaged"


@dataclass
class UnusableBook(CodeDeskError):
    """The file at hand is no book that this version can read; nothing of it may be used."""

    fault: BookFault
