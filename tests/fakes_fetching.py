"""Fetching in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.domain.codes.fetching.records import FetchedFile, FetchSchedule, LicenseAcceptance

if TYPE_CHECKING:
    from tests.fakes import FakeUnitOfWork


@dataclass
class FetchState:
    """All that is kept of fetching, by workspace."""

    acceptances: dict[tuple[str, int], LicenseAcceptance] = field(default_factory=dict)
    files: dict[tuple[str, str], FetchedFile] = field(default_factory=dict)
    schedules: dict[str, FetchSchedule] = field(default_factory=dict)

    def copy(self) -> "FetchState":
        """A snapshot of it."""
        return FetchState(dict(self.acceptances), dict(self.files), dict(self.schedules))


class FakeFetches:
    """FetchRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def accept(self, workspace: str, acceptance: LicenseAcceptance) -> None:
        """As the port says."""
        kept = self._work.writing().fetching.acceptances
        kept[workspace, len(kept)] = replace(acceptance, accepted_at=_aware(acceptance.accepted_at))

    async def acceptances(self, workspace: str) -> Sequence[LicenseAcceptance]:
        """As the port says."""
        kept = self._work.state.fetching.acceptances
        mine = [each for key, each in reversed(kept.items()) if key[0] == workspace]
        return sorted(mine, key=lambda each: each.accepted_at, reverse=True)

    async def record(self, workspace: str, file: FetchedFile) -> None:
        """As the port says."""
        _aware(file.fetched_at)
        self._work.writing().fetching.files[workspace, file.url] = file

    async def fetched(self, workspace: str) -> Sequence[FetchedFile]:
        """As the port says."""
        kept = self._work.state.fetching.files
        return [kept[key] for key in sorted(kept) if key[0] == workspace]

    async def schedule(self, workspace: str) -> FetchSchedule | None:
        """As the port says."""
        return self._work.state.fetching.schedules.get(workspace)

    async def put_schedule(self, workspace: str, schedule: FetchSchedule) -> None:
        """As the port says."""
        _aware(schedule.changed_at)
        self._work.writing().fetching.schedules[workspace] = schedule

    async def looks_due(self, today: date) -> bool:
        """As the port says."""
        kept = self._work.state.fetching.schedules.values()
        return any(s.enabled and (s.looked_on is None or s.looked_on < today) for s in kept)

    async def begin_look(self, today: date) -> str | None:
        """As the port says."""
        kept = self._work.writing().fetching.schedules
        for workspace in sorted(kept):
            schedule = kept[workspace]
            if schedule.enabled and (schedule.looked_on is None or schedule.looked_on < today):
                kept[workspace] = replace(schedule, looked_on=today)
                return workspace
        return None


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a datetime without time zone is not stored")
    return at
