"""The real clock. All other code takes its time from the Clock port."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's time, and dates in the practice's own time zone."""

    zone: ZoneInfo

    def now(self) -> datetime:
        """The current instant: time zone aware, in UTC."""
        return datetime.now(UTC)

    def local(self, at: datetime) -> datetime:
        """The instant in the practice's time zone."""
        return at.astimezone(self.zone)

    def today(self) -> date:
        """Today's date in the practice's time zone."""
        return datetime.now(self.zone).date()
