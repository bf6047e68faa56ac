"""Upcoming deadlines, and dates that an admin confirms or changes."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.deadlines.application_targets import Aim, deadlines_of
from bot.domain.deadlines.deadline import Calendar, Deadline, Override, Topic, contradicting_date, in_order
from bot.domain.deadlines.marks import Marked, ReminderMark
from bot.domain.deadlines.offsets import Milestone
from bot.domain.deadlines.people import EVERYWHERE, has_passed, passed_mark
from bot.services.ports.database import Clock, Database, UnitOfWork
from bot.services.reminders.errors import (
    FarFromExpected,
    MeetingDatesOutOfOrder,
    NoSuchDeadline,
    SummaryNotEntered,
)
from bot.services.reminders.replan import Replanned, application_deadlines, replan

PLAUSIBLE = timedelta(days=75)
_APPLICATION = re.compile(r"app:A-([0-9]{1,9}):", re.ASCII)


@dataclass(frozen=True, slots=True)
class DateSet:
    """An entered date: the deadline before and after, all deadlines that moved with it, and the replanned messages.

    `started` are deadlines that have a date only now, such as reconsideration once the Summary is posted.
    """

    before: Deadline
    after: Deadline
    moved: tuple[tuple[Deadline, Deadline], ...]
    replanned: Replanned
    started: tuple[Deadline, ...] = ()


class Dates:
    """A workspace's calendar: rule dates, replaced by what its admins entered."""

    def __init__(
        self, database: Database, clock: Clock, on_moved: Callable[[str], None] | None = None
    ) -> None:
        """`on_moved(workspace)` is called after a moved date is committed, because posted cards may show it."""
        self._database = database
        self._clock = clock
        self._on_moved = on_moved

    async def calendar(self, workspace: str) -> Calendar:
        """The calendar with all overrides."""
        async with self._database.read() as work:
            return Calendar(await work.reminders.overrides.all(workspace))

    async def upcoming(
        self,
        workspace: str,
        *,
        days: int = 366,
        topics: Iterable[Topic] = tuple(Topic),
        channel: str | None = None,
    ) -> list[Deadline]:
        """Deadlines that may fall within `days`, by their likely day, without those that somebody says have passed.

        Includes applications that everyone may see and those that belong to `channel`.
        """
        today, wanted = self._clock.today(), frozenset(topics)
        async with self._database.read() as work:
            calendar = Calendar(await work.reminders.overrides.all(workspace))
            aims = await work.reminders.aims.all(workspace)
            states = await work.reminders.marks.states(workspace)
        shown = [aim for aim in aims if aim.channel is None or aim.channel == channel]
        last = today + timedelta(days=days)
        found = [*calendar.between(today, last), *application_deadlines(shown, calendar)]
        ahead = [d for d in found if d.topic in wanted and d.when.within(today, last)]
        return in_order([d for d in ahead if not has_passed(d, states)])

    async def of_application(self, workspace: str, ref: str) -> list[Deadline]:
        """One application's deadlines at its stage and target. Empty for an unknown ref."""
        return await self.of_applications(workspace, [ref])

    async def of_applications(self, workspace: str, refs: Collection[str]) -> list[Deadline]:
        """Deadlines of several applications, earliest first."""
        async with self._database.read() as work:
            calendar = Calendar(await work.reminders.overrides.all(workspace))
            aims = await work.reminders.aims.some(workspace, refs)
        return application_deadlines(aims, calendar)

    async def enter(
        self, workspace: str, key: str, day: date, *, confirmed: bool, by: str, accept_unlikely: bool = False
    ) -> DateSet:
        """Set a date to `day` for admin `by` and move dependent dates. The caller checks permission.

        `confirmed`: a source states the day; otherwise it is a better estimate. Raises NoSuchDeadline. Unless
        `accept_unlikely`, raises FarFromExpected for a day far from the rule's, and MeetingDatesOutOfOrder for a day
        that contradicts the meeting's other dates.
        """
        async with self._database.write() as work:
            before, by_rule = await self._snapshot_and_rule(work, workspace, key)
            if not accept_unlikely and abs(day - by_rule.when.expected) > PLAUSIBLE:
                raise FarFromExpected(key, day, by_rule.when.expected)
            if not accept_unlikely and (other := contradicting_date(key, day, before.calendar)):
                raise MeetingDatesOutOfOrder(key, day, other)
            await work.reminders.overrides.add(
                workspace, Override(key, day, confirmed), by, self._clock.now()
            )
            done = await self._moved(work, workspace, before)
            await work.commit()
        self._notify(workspace)
        return done

    async def remove_date(self, workspace: str, key: str, *, by: str) -> DateSet:
        """Remove an entered date and use the rule again. Raises NoSuchDeadline."""
        async with self._database.write() as work:
            before, _ = await self._snapshot_and_rule(work, workspace, key)
            await work.reminders.overrides.withdraw(workspace, key, by, self._clock.now())
            done = await self._moved(work, workspace, before)
            await work.commit()
        self._notify(workspace)
        return done

    async def say_passed(self, workspace: str, key: str, *, by: str) -> Deadline:
        """Note that an estimated day has passed: nothing more is told of it, anywhere. Returns the deadline.

        It is told again once a source or an admin states the day. Raises NoSuchDeadline.
        """
        now = self._clock.now()
        async with self._database.write() as work:
            before, _ = await self._snapshot_and_rule(work, workspace, key)
            mark = ReminderMark(Marked.DONE, by, now)
            await work.reminders.marks.add(workspace, EVERYWHERE, passed_mark(key), mark)
            await replan(work, workspace, now)
            await work.commit()
        return before.deadline()

    def _notify(self, workspace: str) -> None:
        if self._on_moved is not None:
            self._on_moved(workspace)

    async def _snapshot_and_rule(
        self, work: UnitOfWork, workspace: str, key: str
    ) -> tuple["_Snapshot", Deadline]:
        aims = await work.reminders.aims.all(workspace)
        snapshot = _Snapshot(key, Calendar(await work.reminders.overrides.all(workspace)), tuple(aims))
        by_rule = _Snapshot(key, Calendar(), tuple(aims)).deadline()
        return snapshot, by_rule

    async def _moved(self, work: UnitOfWork, workspace: str, before: "_Snapshot") -> DateSet:
        calendar = Calendar(await work.reminders.overrides.all(workspace))
        after = _Snapshot(before.key, calendar, before.aims)
        old, new = before.dependents(), after.dependents()
        moved = tuple((old[k], new[k]) for k in old if k in new and old[k].when != new[k].when)
        await work.posted_cards.again(workspace, _applications(old, new))
        replanned = await replan(work, workspace, self._clock.now())
        started = tuple(new[key] for key in new if key not in old)
        return DateSet(before.deadline(), after.deadline(), moved, replanned, started)


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """A key and its dependent deadlines under one calendar."""

    key: str
    calendar: Calendar
    aims: tuple[Aim, ...]

    def deadline(self) -> Deadline:
        """The key's deadline. Raises NoSuchDeadline, and SummaryNotEntered for a reconsideration without a start."""
        ref = self.key.split(":")[1] if self.key.startswith("app:") else ""
        mine = [d for aim in self.aims if aim.ref == ref for d in deadlines_of(aim, self.calendar)]
        found = self.calendar.by_key(self.key) or next((d for d in mine if d.key == self.key), None)
        if found is None and self.key.endswith(f":{Milestone.RECONSIDERATION}"):
            raise SummaryNotEntered(self.key)
        if found is None:
            raise NoSuchDeadline(self.key)
        return found

    def dependents(self) -> dict[str, Deadline]:
        """By key: the deadline, its meeting's other milestones, and deadlines of applications with this target."""
        kind, _, rest = self.key.partition(":")
        about = rest.partition(":")[0]
        found = [self.deadline()]
        if kind == "panel":
            year = int(about[:4])
            spread = self.calendar.panel(date(year - 1, 1, 1), date(year + 1, 12, 31))
            found += [d for d in spread if d.about == about]
        found += application_deadlines([a for a in self.aims if a.target == about], self.calendar)
        return {d.key: d for d in found}


def _applications(old: Mapping[str, Deadline], new: Mapping[str, Deadline]) -> set[int]:
    """Numbers of applications with changed deadlines."""
    changed = (key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    return {int(found[1]) for key in changed if (found := _APPLICATION.match(key))}
