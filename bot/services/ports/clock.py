"""The real clock. Everything else takes its time from the Clock port."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class SystemClock:
    """Now by this machine; today in the practice's own time zone."""

    zone: ZoneInfo

    def now(self) -> datetime:
        """The current instant, aware, in UTC."""
        return datetime.now(UTC)

    def local(self, at: datetime) -> datetime:
        """The instant as the practice's clocks show it."""
        return at.astimezone(self.zone)

    def today(self) -> date:
        """Today's date where the practice is."""
        return datetime.now(self.zone).date()
