"""What may be wrong with a question about units, as data."""

from dataclasses import dataclass

from bot.domain.errors import CodeDeskError


@dataclass
class NoCodes(CodeDeskError):
    """No procedure code was named."""


@dataclass
class NoAmount(CodeDeskError):
    """A code without minutes or a dose behind it."""

    code: str


@dataclass
class NegativeTime(CodeDeskError):
    """Minutes below nought, as they were written (`-15 min`)."""

    written: str


@dataclass
class UnitsGiven(CodeDeskError):
    """Units (`97110 x3`) where minutes are counted; `code` is the code before them, '' where there is none."""

    code: str
    units: int


@dataclass
class TooManyMinutes(CodeDeskError):
    """More minutes than a day has."""

    minutes: int
    limit: int


@dataclass
class TooManyServices(CodeDeskError):
    """More codes than one day's note holds."""

    count: int
    limit: int
