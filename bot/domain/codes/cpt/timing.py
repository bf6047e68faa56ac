"""How a code counts time. Each kind has a rule of its own; the 8-minute rule is for `Units` alone."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Attendance(StrEnum):
    """Who has to be with the patient."""

    DIRECT = "direct contact"  # one-on-one or constant attendance: the minutes count
    GROUP = "constant attendance"  # the therapist stays, with several patients: no one-on-one minutes
    SUPERVISED = "supervised"  # nobody has to stay: the minutes never count


class Step(StrEnum):
    """When a further step of an add-on counts."""

    WHOLE = "complete"  # 99417: a full 15 minutes
    BEGUN = "once begun"  # 90840, 99292
    PAST_HALF = "past its half"  # 96361: more than 30 minutes of the hour


@dataclass(frozen=True, slots=True)
class Units:
    """Billed in units of `minutes` minutes of attendance, such as therapy's 15.

    `pooled`: the minutes join the other 15-minute therapy codes of the day under Medicare's 8-minute rule.
    """

    minutes: int
    attendance: Attendance = Attendance.DIRECT
    pooled: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """One unit for any time from `low` through `high` minutes (None: no upper end), such as 90834's 38-52.

    `over` says that `low` itself is not enough, as for 99406: over 3 and up to 10 minutes. `since` is the rule's
    first day, None where it is as old as the rules kept here.
    """

    low: int
    high: int | None = None
    over: bool = False
    since: date | None = None

    def holds(self, minutes: int) -> bool:
        """Whether a time in whole minutes lies in the band."""
        return (self.low < minutes if self.over else self.low <= minutes) and (
            self.high is None or minutes <= self.high
        )


@dataclass(frozen=True, slots=True)
class Met:
    """A visit chosen by time needs at least `minutes` on the date (CPT 2024; ranges from 2021 to 2023)."""

    minutes: int
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Beyond:
    """An add-on for each further `minutes` minutes once the primary code's time is used up.

    `after` gives, for each primary code, the last minute that belongs to it. `step` says when a further one counts.
    """

    minutes: int
    after: tuple[tuple[str, int], ...]
    step: Step
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Typical:
    """`minutes` are what such an evaluation usually takes; they decide nothing."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Untimed:
    """One unit a session, however long it takes; `attendance` where somebody asks who has to be there."""

    attendance: Attendance | None = None


@dataclass(frozen=True, slots=True)
class PerService:
    """One unit each time that it is done: a test, a picture, an injection."""


@dataclass(frozen=True, slots=True)
class DosePer:
    """One unit for each `amount` of `unit` given, such as J1885's 15 mg."""

    amount: int
    unit: str


Timing = Units | Band | Met | Beyond | Typical | Untimed | PerService | DosePer
