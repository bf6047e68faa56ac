"""What reminders need from storage. `ReminderStore` is one property of the unit of work and has all of it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.deadlines.application_targets import Aim
from bot.domain.deadlines.campaigns import CampaignItem, ItemState
from bot.domain.deadlines.deadline import Override
from bot.domain.deadlines.delivery import Delivery, DeliveryFailure, Uncertainty
from bot.domain.deadlines.marks import ReminderMark, ReminderState
from bot.domain.deadlines.planning import Firing, Occurrence
from bot.domain.deadlines.subscription import Subscription
from bot.services.ports.delivery_outcomes import Outcome


class OverrideRepository(Protocol):
    """Dates that an admin entered, and dates of a signed calendar. Every entry of an admin is kept."""

    async def all(self, workspace: str) -> Mapping[str, Override]:
        """Those that hold in a workspace, by key: the admin's last entry, or else the published date."""

    async def published(self) -> Mapping[str, Override]:
        """The dates of the signed calendar that was applied last, by key. They hold in all workspaces."""

    async def publish(self, dates: Sequence[Override]) -> None:
        """Put these published dates in place of the earlier ones."""

    async def add(self, workspace: str, override: Override, by: str, at: datetime) -> None:
        """Enter one. It replaces the one in force for its key."""

    async def withdraw(self, workspace: str, key: str, by: str, at: datetime) -> None:
        """Remove the override, so that the rule decides the date again."""


class SubscriptionRepository(Protocol):
    """Which topics each channel is subscribed to."""

    async def all(self, workspace: str) -> Sequence[Subscription]:
        """Those of this workspace, by channel."""

    async def get(self, workspace: str, channel: str) -> Subscription | None:
        """The channel's subscription, or None."""

    async def put(self, workspace: str, subscription: Subscription) -> None:
        """Save it, replacing the channel's previous one."""

    async def remove(self, workspace: str, channel: str) -> bool:
        """Remove it. Returns whether there was one."""


class AimRepository(Protocol):
    """What applications wait for, as far as reminders need it."""

    async def all(self, workspace: str) -> Sequence[Aim]:
        """Those of this workspace, by ref."""

    async def some(self, workspace: str, refs: Collection[str]) -> Sequence[Aim]:
        """Those of `all` with these refs."""

    async def put(self, workspace: str, aim: Aim) -> None:
        """Save it, replacing the one with the same ref."""

    async def remove(self, workspace: str, ref: str) -> bool:
        """Remove it. Returns whether there was one."""


class MarkRepository(Protocol):
    """What users did with reminders. Append-only."""

    async def add(self, workspace: str, channel: str, reminder: str, mark: ReminderMark) -> None:
        """Record a user's action."""

    async def of(self, workspace: str, channel: str, reminder: str) -> Sequence[ReminderMark]:
        """All marks of one reminder in one channel, oldest first."""

    async def states(self, workspace: str) -> Mapping[tuple[str, str], ReminderState]:
        """The state of every marked reminder, by (channel, reminder)."""


class CampaignRepository(Protocol):
    """The checklists of update campaigns, by channel."""

    async def items(self, workspace: str, channel: str, campaign: str) -> Mapping[CampaignItem, ItemState]:
        """The stored items of a campaign. An untouched item is missing."""

    async def put(self, workspace: str, channel: str, campaign: str, state: ItemState) -> None:
        """Save an item's state."""


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """One workspace's settings. `planned_through`: the last day that is planned in the outbox."""

    uncertainty: Uncertainty = Uncertainty.REPEAT
    planned_through: date | None = None


class SettingsRepository(Protocol):
    """A workspace's settings for reminders."""

    async def lock(self, workspace: str) -> ReminderSettings:
        """The settings, locked: no other process plans for this workspace before this transaction ends."""

    async def get(self, workspace: str) -> ReminderSettings:
        """The settings."""

    async def put(self, workspace: str, settings: ReminderSettings) -> None:
        """Save them."""

    async def workspaces(self) -> Sequence[str]:
        """Every workspace with settings."""

    async def workspaces_to_plan(self, through: date) -> Sequence[str]:
        """Workspaces with settings whose outbox does not reach that day."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Figures for operators: rows by status, and how late the oldest overdue row is.

    `due` counts only rows whose time has come. `uncertain` counts rows that wait for a lookup or a person's decision.
    """

    due: int = 0
    planned: int = 0
    posted: int = 0
    uncertain: int = 0
    dead: int = 0
    oldest_due_at: datetime | None = None


class OutboxRepository(Protocol):
    """Deliveries. `claim` and `record` are for the worker and see all workspaces; other methods take one workspace."""

    async def planned(
        self, workspace: str, since: datetime, channels: frozenset[str] | None
    ) -> Sequence[Delivery]:
        """Open rows, and rows due since that instant that were sent or are being sent; of these channels or all."""

    async def add(self, workspace: str, occurrences: Iterable[Occurrence]) -> int:
        """Add new rows, and return how many.

        A row canceled by replanning is reopened; any other row with the key is unchanged.
        """

    async def cancel(self, workspace: str, ids: Iterable[int], reason: DeliveryFailure) -> None:
        """Cancel rows whose posting has not begun; others stay."""

    async def refresh(self, workspace: str, each: Iterable[tuple[int, Firing]]) -> None:
        """Update the text and time of rows whose posting has not begun."""

    async def known(self, workspace: str, channel: str, reminder: str) -> bool:
        """Whether the channel has a row for this reminder. Check it, because a button's value is untrusted."""

    async def claim(
        self, holder: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Delivery]:
        """Claim due rows that no one else holds, oldest first, then by channel. They come with their `thread`.

        Up to `limit` rows, plus those that the last one's channel has due at the same instant.
        """

    async def claim_late(
        self,
        holder: str,
        now: datetime,
        lease_until: datetime,
        due_before: datetime,
        channels: frozenset[str],
    ) -> Sequence[Delivery]:
        """Claim these channels' other rows that were due before that instant. They go into one message."""

    async def renew(self, holder: str, ids: Iterable[int], lease_until: datetime) -> None:
        """Extend the lease of those rows that `holder` still holds."""

    async def record(self, holder: str, outcomes: Sequence[Outcome]) -> frozenset[int]:
        """Record outcomes for rows that `holder` still holds, and return their ids. A row is in at most one outcome."""

    async def recover(self, now: datetime, not_after: datetime) -> int:
        """Release rows held until after `not_after` or postponed LONGEST_WAIT longer. Returns how many.

        Such rows come from a clock that was ahead.
        """

    async def numbers(self, now: datetime) -> Numbers:
        """The figures for all workspaces."""

    async def undelivered(self, workspace: str) -> Sequence[Delivery]:
        """Dead rows, and uncertain ones that a person must decide on, latest first."""

    async def get(self, workspace: str, id_: int) -> Delivery | None:
        """One row."""

    async def revive(self, workspace: str, channel: str, at: datetime, not_before: datetime) -> int:
        """Requeue dead rows whose cause is gone, after a message in `channel` succeeded. Returns how many.

        The causes are OF_WORKSPACE, in every channel, and OF_CHANNEL in this one. Rows due before `not_before` stay.
        """

    async def try_again(self, workspace: str, channel: str, at: datetime) -> int:
        """Requeue a channel's dead and undecided rows. Returns how many."""

    async def thread(self, workspace: str, channel: str, reminder: str) -> str | None:
        """The message whose thread this reminder's later messages go to, if one was posted."""

    async def of_message(self, workspace: str, channel: str, ts: str) -> Sequence[Delivery]:
        """The rows that the message `ts` contained, oldest first. There are several if downtime delayed them."""

    async def under_way(self, workspace: str, channel: str) -> Sequence[Delivery]:
        """Rows whose message may have reached Slack but is not recorded as posted, oldest first."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A workspace's calendar feed. It has the SHA-256 of the token in hexadecimal digits, never the token itself."""

    digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EventRevision:
    """How often an event of the calendar file has changed (from 0), and when it last did."""

    sequence: int
    changed_at: datetime


class FeedRepository(Protocol):
    """Calendar feeds, at most one for each workspace."""

    async def get(self, workspace: str) -> Feed | None:
        """The workspace's feed, or None."""

    async def put(self, workspace: str, feed: Feed) -> None:
        """Save it, replacing the previous one."""

    async def remove(self, workspace: str) -> bool:
        """Remove it. Returns whether there was one."""

    async def workspace_of(self, digest: str) -> str | None:
        """The feed's workspace, or None. A request with a token calls this before its workspace is known."""

    async def revisions(
        self, workspace: str, contents: Mapping[str, str], at: datetime
    ) -> Mapping[str, EventRevision]:
        """Note what each event of the calendar file says now, as digests by key; how often each has changed."""


class ReminderStore(Protocol):
    """All reminder storage in one transaction."""

    @property
    def overrides(self) -> OverrideRepository: ...

    @property
    def subscriptions(self) -> SubscriptionRepository: ...

    @property
    def aims(self) -> AimRepository: ...

    @property
    def marks(self) -> MarkRepository: ...

    @property
    def campaigns(self) -> CampaignRepository: ...

    @property
    def settings(self) -> SettingsRepository: ...

    @property
    def outbox(self) -> OutboxRepository: ...

    @property
    def feeds(self) -> FeedRepository: ...
