"""Problems with a units request, as data."""

from dataclasses import dataclass

from bot.domain.errors import CodeDeskError


@dataclass
class NoCodes(CodeDeskError):
    """The request has no procedure code."""


@dataclass
class NoAmount(CodeDeskError):
    """A code without minutes or a dose after it."""

    code: str


@dataclass
class NegativeTime(CodeDeskError):
    """Minutes below nought, as they were written (`-15 min`)."""

    written: str


@dataclass
class UnitsGiven(CodeDeskError):
    """Units (`97110 x3`) instead of minutes. `code` is the code before them, or ''."""

    code: str
    units: int


@dataclass
class TooManyMinutes(CodeDeskError):
    """More minutes than a day has."""

    minutes: int
    limit: int


@dataclass
class TooManyServices(CodeDeskError):
    """More codes than one day's note can have."""

    count: int
    limit: int
