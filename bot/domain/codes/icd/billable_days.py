"""The days on which each ICD-10-CM code was billable, from the Medicare Code Editor's lists since October 1, 2015."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from bot.domain.codes.icd.grammar import bare

ICD10_BEGAN = date(2015, 10, 1)
"""The first date of service for ICD-10-CM; earlier ones use ICD-9-CM. Source: CMS, 45 CFR 162.1002."""
_LONGEST = 7


@dataclass(frozen=True, slots=True)
class BillableDays:
    """A run of days, both ends inclusive. `last` None: the last day is not known."""

    first: date
    last: date | None

    def hold(self, day: date) -> bool:
        """Whether `day` is in the run."""
        return self.first <= day and (self.last is None or day <= self.last)


class BillableHistory(Protocol):
    """The lists, queried by code. Every lookup takes microseconds."""

    @property
    def through(self) -> date:
        """The last day that the lists cover."""

    def days(self, code: str) -> tuple[BillableDays, ...]:
        """The runs of days on which a code was billable, oldest first; empty if it never was."""

    def starting(self, prefix: str) -> tuple[str, ...]:
        """The codes that begin with a dotted prefix and were billable at any time, in code order."""


@dataclass(frozen=True, slots=True)
class PastCode:
    """What the lists say about one code on a day. `successors` are codes below it that began the day after it ended."""

    code: str
    day: date
    runs: tuple[BillableDays, ...]
    successors: tuple[str, ...] = ()

    @property
    def billable(self) -> bool:
        """Whether it was billable on the day."""
        return self.run is not None

    @property
    def run(self) -> BillableDays | None:
        """The run of days that includes the day, or None."""
        return next((run for run in self.runs if run.hold(self.day)), None)


def answers(history: BillableHistory, day: date) -> bool:
    """Whether the lists cover a day."""
    return ICD10_BEGAN <= day <= history.through


def past_code(code: str, day: date, history: BillableHistory) -> PastCode:
    """What the lists say about `code` on `day`, which they must cover."""
    runs = tuple(_open_at_the_end(run, history) for run in history.days(code))
    return PastCode(code, day, runs, _successors(code, runs, history))


def _open_at_the_end(run: BillableDays, history: BillableHistory) -> BillableDays:
    """Remove a last day that is only the end of the newest list."""
    return replace(run, last=None) if run.last == history.through else run


def _successors(code: str, runs: tuple[BillableDays, ...], history: BillableHistory) -> tuple[str, ...]:
    """Codes below it that begin when `code` ends, such as M54.50 for M54.5.

    A completed code is divided with its 7th character: T81.32XA into T81.320A and others.
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
