"""How a code counts time. Each kind has its own rule; the 8-minute rule is only for `Units`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Attendance(StrEnum):
    """Who must be with the patient."""

    DIRECT = "direct contact"  # one-on-one or constant attendance: the minutes count
    GROUP = "constant attendance"  # the therapist stays with several patients: no one-on-one minutes
    SUPERVISED = "supervised"  # no one has to stay: the minutes never count


class Step(StrEnum):
    """When another unit of an add-on counts."""

    WHOLE = "complete"  # 99417: a full 15 minutes
    BEGUN = "once begun"  # 90840, 99292
    PAST_HALF = "past its half"  # 96361: more than 30 minutes of the hour


@dataclass(frozen=True, slots=True)
class Units:
    """Billed in units of `minutes` minutes of attendance, such as 15 in therapy.

    `pooled`: Medicare's 8-minute rule adds the minutes to those of the day's other 15-minute therapy codes.
    """

    minutes: int
    attendance: Attendance = Attendance.DIRECT
    pooled: bool = True


@dataclass(frozen=True, slots=True)
class Band:
    """One unit for any time from `low` through `high` minutes (None: no upper end), such as 38-52 for 90834.

    `over`: `low` itself is not enough, as for 99406 (over 3 and up to 10 minutes). `since` is the rule's first day;
    None if it is as old as the included rules.
    """

    low: int
    high: int | None = None
    over: bool = False
    since: date | None = None

    def holds(self, minutes: int) -> bool:
        """Whether a time in whole minutes is in the range."""
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
    """An add-on for each further `minutes` minutes beyond the primary code's time.

    `after` has the last minute of each primary code. `step` tells when another unit counts.
    """

    minutes: int
    after: tuple[tuple[str, int], ...]
    step: Step
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Typical:
    """`minutes` is the usual duration of such an evaluation; it does not affect billing."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Untimed:
    """One unit a session, regardless of its duration. `attendance` is set if a rule says who must be present."""

    attendance: Attendance | None = None


@dataclass(frozen=True, slots=True)
class PerService:
    """One unit for each service: a test, an image, an injection."""


@dataclass(frozen=True, slots=True)
class DosePer:
    """One unit for each `amount` of `unit` given, such as 15 mg for J1885."""

    amount: int
    unit: str


Timing = Units | Band | Met | Beyond | Typical | Untimed | PerService | DosePer
