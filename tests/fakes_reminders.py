"""Reminders in memory: dates, subscriptions, marks, checklists and the outbox."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.domain.deadlines.application_targets import Aim
from bot.domain.deadlines.campaigns import CampaignItem, ItemState
from bot.domain.deadlines.deadline import Override
from bot.domain.deadlines.marks import ReminderMark, ReminderState, state_of
from bot.domain.deadlines.subscription import Subscription
from bot.services.ports.reminders import EventRevision, Feed, ReminderSettings
from tests.fake_outbox import FakeOutbox, Held

if TYPE_CHECKING:
    from tests.fakes import FakeUnitOfWork


@dataclass
class RemindersState:
    """The state of all reminder tables. Values are never changed in place."""

    overrides: dict[tuple[str, str], Override] = field(default_factory=dict)
    subscriptions: dict[tuple[str, str], Subscription] = field(default_factory=dict)
    aims: dict[tuple[str, str], Aim] = field(default_factory=dict)
    marks: dict[tuple[str, str, str], tuple[ReminderMark, ...]] = field(default_factory=dict)
    items: dict[tuple[str, str, str], dict[CampaignItem, ItemState]] = field(default_factory=dict)
    settings: dict[str, ReminderSettings] = field(default_factory=dict)
    outbox: dict[int, Held] = field(default_factory=dict)
    feeds: dict[str, Feed] = field(default_factory=dict)
    published: dict[str, Override] = field(default_factory=dict)
    events: dict[tuple[str, str], tuple[str, EventRevision]] = field(default_factory=dict)

    def copy(self) -> "RemindersState":
        """A snapshot."""
        return RemindersState(
            dict(self.overrides),
            dict(self.subscriptions),
            dict(self.aims),
            dict(self.marks),
            {key: dict(items) for key, items in self.items.items()},
            dict(self.settings),
            dict(self.outbox),
            dict(self.feeds),
            dict(self.published),
            dict(self.events),
        )


class _Fake:
    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    @property
    def _read(self) -> RemindersState:
        return self._work.state.reminders

    @property
    def _write(self) -> RemindersState:
        return self._work.writing().reminders


class FakeOverrides(_Fake):
    """OverrideRepository in memory."""

    async def all(self, workspace: str) -> Mapping[str, Override]:
        """See the port."""
        own = {key: o for (w, key), o in self._read.overrides.items() if w == workspace}
        return {**await self.published(), **own}

    async def published(self) -> Mapping[str, Override]:
        """See the port."""
        return dict(self._read.published)

    async def publish(self, dates: Sequence[Override]) -> None:
        """See the port."""
        self._write.published = {d.key: d for d in dates}

    async def add(self, workspace: str, override: Override, by: str, at: datetime) -> None:
        """See the port."""
        self._write.overrides[workspace, override.key] = override

    async def withdraw(self, workspace: str, key: str, by: str, at: datetime) -> None:
        """See the port."""
        self._write.overrides.pop((workspace, key), None)


class FakeSubscriptions(_Fake):
    """SubscriptionRepository in memory."""

    async def all(self, workspace: str) -> Sequence[Subscription]:
        """See the port."""
        return [s for (w, _), s in sorted(self._read.subscriptions.items(), key=_key) if w == workspace]

    async def get(self, workspace: str, channel: str) -> Subscription | None:
        """See the port."""
        return self._read.subscriptions.get((workspace, channel))

    async def put(self, workspace: str, subscription: Subscription) -> None:
        """See the port."""
        self._write.subscriptions[workspace, subscription.channel] = subscription

    async def remove(self, workspace: str, channel: str) -> bool:
        """See the port."""
        return self._write.subscriptions.pop((workspace, channel), None) is not None


class FakeAims(_Fake):
    """AimRepository in memory."""

    async def all(self, workspace: str) -> Sequence[Aim]:
        """See the port."""
        return [aim for (w, _), aim in sorted(self._read.aims.items(), key=_key) if w == workspace]

    async def some(self, workspace: str, refs: Collection[str]) -> Sequence[Aim]:
        """See the port."""
        return [aim for aim in await self.all(workspace) if aim.ref in refs]

    async def put(self, workspace: str, aim: Aim) -> None:
        """See the port."""
        self._write.aims[workspace, aim.ref] = aim

    async def remove(self, workspace: str, ref: str) -> bool:
        """See the port."""
        return self._write.aims.pop((workspace, ref), None) is not None


class FakeMarks(_Fake):
    """MarkRepository in memory."""

    async def add(self, workspace: str, channel: str, reminder: str, mark: ReminderMark) -> None:
        """See the port."""
        marks = self._write.marks
        marks[workspace, channel, reminder] = (*marks.get((workspace, channel, reminder), ()), mark)

    async def of(self, workspace: str, channel: str, reminder: str) -> Sequence[ReminderMark]:
        """See the port."""
        return list(self._read.marks.get((workspace, channel, reminder), ()))

    async def states(self, workspace: str) -> Mapping[tuple[str, str], ReminderState]:
        """See the port."""
        return {
            (channel, reminder): state_of(marks)
            for (w, channel, reminder), marks in self._read.marks.items()
            if w == workspace
        }


class FakeCampaigns(_Fake):
    """CampaignRepository in memory."""

    async def items(self, workspace: str, channel: str, campaign: str) -> Mapping[CampaignItem, ItemState]:
        """See the port."""
        return dict(self._read.items.get((workspace, channel, campaign), {}))

    async def put(self, workspace: str, channel: str, campaign: str, state: ItemState) -> None:
        """See the port."""
        self._write.items.setdefault((workspace, channel, campaign), {})[state.item] = state


class FakeSettings(_Fake):
    """SettingsRepository in memory."""

    async def lock(self, workspace: str) -> ReminderSettings:
        """See the port."""
        return self._write.settings.setdefault(workspace, ReminderSettings())

    async def get(self, workspace: str) -> ReminderSettings:
        """See the port."""
        return self._read.settings.get(workspace, ReminderSettings())

    async def put(self, workspace: str, settings: ReminderSettings) -> None:
        """See the port."""
        self._write.settings[workspace] = settings

    async def workspaces(self) -> Sequence[str]:
        """See the port."""
        return sorted(self._read.settings)

    async def workspaces_to_plan(self, through: date) -> Sequence[str]:
        """See the port."""
        return sorted(
            w
            for w, s in self._read.settings.items()
            if s.planned_through is None or s.planned_through < through
        )


class FakeFeeds(_Fake):
    """FeedRepository in memory."""

    async def get(self, workspace: str) -> Feed | None:
        """See the port."""
        return self._read.feeds.get(workspace)

    async def put(self, workspace: str, feed: Feed) -> None:
        """See the port."""
        self._write.feeds[workspace] = feed

    async def remove(self, workspace: str) -> bool:
        """See the port."""
        return self._write.feeds.pop(workspace, None) is not None

    async def workspace_of(self, digest: str) -> str | None:
        """See the port."""
        return next((w for w, feed in self._read.feeds.items() if feed.digest == digest), None)

    async def revisions(
        self, workspace: str, contents: Mapping[str, str], at: datetime
    ) -> Mapping[str, EventRevision]:
        """See the port."""
        events, found = self._write.events, {}
        for key, content in contents.items():
            kept = events.get((workspace, key))
            if kept is None:
                found[key] = EventRevision(0, at)
            else:
                found[key] = kept[1] if kept[0] == content else EventRevision(kept[1].sequence + 1, at)
            events[workspace, key] = content, found[key]
        return found


class FakeReminders:
    """ReminderStore in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self.overrides = FakeOverrides(work)
        self.subscriptions = FakeSubscriptions(work)
        self.aims = FakeAims(work)
        self.marks = FakeMarks(work)
        self.campaigns = FakeCampaigns(work)
        self.settings = FakeSettings(work)
        self.outbox = FakeOutbox(work)
        self.feeds = FakeFeeds(work)


def _key(item: tuple[tuple[str, str], object]) -> tuple[str, str]:
    return item[0]
