"""Problems with a claim's text, as data."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.errors import CodeDeskError


class ClaimPart(StrEnum):
    """What a claim can have too many of."""

    LINES = "lines"
    DIAGNOSES = "diagnoses"


@dataclass
class TooManyOnClaim(CodeDeskError):
    """More lines or diagnoses than a claim can have."""

    part: ClaimPart
    count: int
    limit: int


@dataclass
class SeveralDates(CodeDeskError):
    """Lines of different days in one request. Each day has its own rules, so they must be checked separately."""

    dates: tuple[date, ...]


@dataclass
class BadUnits(CodeDeskError):
    """Units that no line can have: none, or more than `limit`."""

    code: str
    units: int
    limit: int


@dataclass
class NothingToCheck(CodeDeskError):
    """Text without a procedure or diagnosis code in it."""
