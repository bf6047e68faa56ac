"""On which days each ICD-10-CM code could be billed, by the Medicare code editor's lists since October 1, 2015."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from bot.domain.codes.icd.grammar import bare

ICD10_BEGAN = date(2015, 10, 1)
"""The first day of service that takes ICD-10-CM; earlier ones take ICD-9-CM. Source: CMS, 45 CFR 162.1002."""
_LONGEST = 7


@dataclass(frozen=True, slots=True)
class BillableDays:
    """A run of days, both ends included; `last` None: no last day is known."""

    first: date
    last: date | None

    def hold(self, day: date) -> bool:
        """Whether `day` is one of them."""
        return self.first <= day and (self.last is None or day <= self.last)


class BillableHistory(Protocol):
    """The lists, one code at a time. Every lookup is a matter of microseconds."""

    @property
    def through(self) -> date:
        """The last day that the lists answer for."""

    def days(self, code: str) -> tuple[BillableDays, ...]:
        """The runs of days on which a code could be billed, oldest first; none for what never was a billable code."""

    def starting(self, prefix: str) -> tuple[str, ...]:
        """The codes that begin with a dotted prefix and could be billed at any time, in code order."""


@dataclass(frozen=True, slots=True)
class PastCode:
    """What the lists say of one code for a day. `successors` are codes that began below it the day after it ended."""

    code: str
    day: date
    runs: tuple[BillableDays, ...]
    successors: tuple[str, ...] = ()

    @property
    def billable(self) -> bool:
        """Whether it could be billed on the day."""
        return self.run is not None

    @property
    def run(self) -> BillableDays | None:
        """The run of days that holds the day."""
        return next((run for run in self.runs if run.hold(self.day)), None)


def answers(history: BillableHistory, day: date) -> bool:
    """Whether the lists say anything of a day."""
    return ICD10_BEGAN <= day <= history.through


def past_code(code: str, day: date, history: BillableHistory) -> PastCode:
    """What the lists say of `code` on `day`, which must be one of their days."""
    runs = tuple(_open_at_the_end(run, history) for run in history.days(code))
    return PastCode(code, day, runs, _successors(code, runs, history))


def _open_at_the_end(run: BillableDays, history: BillableHistory) -> BillableDays:
    """The last day of the newest list is no last day of its codes."""
    return replace(run, last=None) if run.last == history.through else run


def _successors(code: str, runs: tuple[BillableDays, ...], history: BillableHistory) -> tuple[str, ...]:
    """Codes further below that begin when `code` ends: M54.50 and its like for M54.5.

    A completed code is divided with its 7th character: T81.32XA into T81.320A and its like.
    """
    last = runs[-1].last if runs else None
    if last is None:
        return ()
    stem, ending = _stem(code)
    next_day = last + timedelta(days=1)
    return tuple(
        found
        for found in history.starting(stem)
        if found != code
        and bare(found).endswith(ending)
        and any(run.first == next_day for run in history.days(found))
    )


def _stem(code: str) -> tuple[str, str]:
    plain = bare(code)
    if len(plain) < _LONGEST or not plain[-1].isalpha():
        return code, ""
    stem = plain[:-1].rstrip("X")
    return (f"{stem[:3]}.{stem[3:]}" if len(stem) > 3 else stem), plain[-1]
