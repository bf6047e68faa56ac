"""What reminders need from storage. `ReminderStore` is one property of the unit of work and holds them all."""

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
        """Enter one, in place of the one of its key."""

    async def withdraw(self, workspace: str, key: str, by: str, at: datetime) -> None:
        """Let the rule say again what the date is."""


class SubscriptionRepository(Protocol):
    """Which channels are told of what."""

    async def all(self, workspace: str) -> Sequence[Subscription]:
        """Those of this very workspace, by channel."""

    async def get(self, workspace: str, channel: str) -> Subscription | None:
        """The channel's, if it has one."""

    async def put(self, workspace: str, subscription: Subscription) -> None:
        """Keep it, in place of the channel's one before."""

    async def remove(self, workspace: str, channel: str) -> bool:
        """Take it out; whether there was one."""


class AimRepository(Protocol):
    """What applications wait for, as far as reminders need to know."""

    async def all(self, workspace: str) -> Sequence[Aim]:
        """Those of this very workspace, by ref."""

    async def some(self, workspace: str, refs: Collection[str]) -> Sequence[Aim]:
        """Of `all`, those of these refs."""

    async def put(self, workspace: str, aim: Aim) -> None:
        """Keep it, in place of the one of its ref."""

    async def remove(self, workspace: str, ref: str) -> bool:
        """Take it out; whether there was one."""


class MarkRepository(Protocol):
    """What people did with reminders: added to, never changed."""

    async def add(self, workspace: str, channel: str, reminder: str, mark: ReminderMark) -> None:
        """Note what somebody did."""

    async def of(self, workspace: str, channel: str, reminder: str) -> Sequence[ReminderMark]:
        """All marks of one reminder in one channel, oldest first."""

    async def states(self, workspace: str) -> Mapping[tuple[str, str], ReminderState]:
        """How every marked reminder stands, by (channel, reminder)."""


class CampaignRepository(Protocol):
    """The checklists of update campaigns, by channel."""

    async def items(self, workspace: str, channel: str, campaign: str) -> Mapping[CampaignItem, ItemState]:
        """What is kept of a campaign's items; an untouched one is missing."""

    async def put(self, workspace: str, channel: str, campaign: str, state: ItemState) -> None:
        """Keep how far an item is."""


@dataclass(frozen=True, slots=True)
class ReminderSettings:
    """Of one workspace. `planned_through`: the last day that is in the outbox."""

    uncertainty: Uncertainty = Uncertainty.REPEAT
    planned_through: date | None = None


class SettingsRepository(Protocol):
    """A workspace's settings for reminders."""

    async def lock(self, workspace: str) -> ReminderSettings:
        """The settings, and no other process plans for this workspace before this transaction ends."""

    async def get(self, workspace: str) -> ReminderSettings:
        """The settings."""

    async def put(self, workspace: str, settings: ReminderSettings) -> None:
        """Keep them."""

    async def workspaces(self) -> Sequence[str]:
        """Every workspace with settings."""

    async def workspaces_to_plan(self, through: date) -> Sequence[str]:
        """Workspaces with settings whose outbox does not reach that day."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """For operators: rows by status, and how late the oldest row is that should have been posted by now.

    `due` are only those whose time has come; `uncertain` those that wait to be
    looked up, or for a person.
    """

    due: int = 0
    planned: int = 0
    posted: int = 0
    uncertain: int = 0
    dead: int = 0
    oldest_due_at: datetime | None = None


class OutboxRepository(Protocol):
    """Deliveries. `claim` and `record` are the worker's and see all workspaces; all else asks for one."""

    async def planned(
        self, workspace: str, since: datetime, channels: frozenset[str] | None
    ) -> Sequence[Delivery]:
        """Open rows, and rows due since that instant that were told or are being told; of these channels or all."""

    async def add(self, workspace: str, occurrences: Iterable[Occurrence]) -> int:
        """New rows; one that was cancelled by replanning stands up again, any other of its key stays. How many."""

    async def cancel(self, workspace: str, ids: Iterable[int], reason: DeliveryFailure) -> None:
        """Take rows back that nobody has begun to post; the others stay."""

    async def refresh(self, workspace: str, each: Iterable[tuple[int, Firing]]) -> None:
        """What rows say and when, where nobody has begun to post them."""

    async def known(self, workspace: str, channel: str, reminder: str) -> bool:
        """Whether the channel was or is to be told of it: what a button names is untrusted."""

    async def claim(
        self, holder: str, now: datetime, lease_until: datetime, limit: int
    ) -> Sequence[Delivery]:
        """Take rows whose time has come, oldest first, then by channel, that nobody else holds; with their `thread`.

        So many, and what the last one's channel has due at the same instant besides.
        """

    async def claim_late(
        self,
        holder: str,
        now: datetime,
        lease_until: datetime,
        due_before: datetime,
        channels: frozenset[str],
    ) -> Sequence[Delivery]:
        """Take the other rows of these channels that were due before that instant: they go into one message."""

    async def renew(self, holder: str, ids: Iterable[int], lease_until: datetime) -> None:
        """Hold those of these rows that `holder` still holds until then."""

    async def record(self, holder: str, outcomes: Sequence[Outcome]) -> frozenset[int]:
        """Note what became of rows that `holder` still holds; which they were. A row is in one outcome at most."""

    async def recover(self, now: datetime, not_after: datetime) -> int:
        """Free rows held until after `not_after`, or put off LONGEST_WAIT longer: some clock was ahead. How many."""

    async def numbers(self, now: datetime) -> Numbers:
        """Of all workspaces."""

    async def undelivered(self, workspace: str) -> Sequence[Delivery]:
        """Dead rows, and uncertain ones that a person has to decide on, the latest first."""

    async def get(self, workspace: str, id_: int) -> Delivery | None:
        """One row."""

    async def try_again(self, workspace: str, channel: str, at: datetime) -> int:
        """Put a channel's dead and undecided rows back; how many."""

    async def thread(self, workspace: str, channel: str, reminder: str) -> str | None:
        """The message that this reminder's later ones stand under, if one was posted."""

    async def of_message(self, workspace: str, channel: str, ts: str) -> Sequence[Delivery]:
        """What the message `ts` told, oldest first: several rows where a downtime had held them back."""

    async def under_way(self, workspace: str, channel: str) -> Sequence[Delivery]:
        """Rows whose message may have reached Slack and is not noted as posted, oldest first."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A workspace's calendar feed: the SHA-256 of its token in hexadecimal digits, never the token itself."""

    digest: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EventRevision:
    """How often an event of the calendar file has changed (from 0), and when it last did."""

    sequence: int
    changed_at: datetime


class FeedRepository(Protocol):
    """Calendar feeds, one for each workspace at most."""

    async def get(self, workspace: str) -> Feed | None:
        """The workspace's, if it has one."""

    async def put(self, workspace: str, feed: Feed) -> None:
        """Keep it, in place of the one before."""

    async def remove(self, workspace: str) -> bool:
        """Take it out; whether there was one."""

    async def workspace_of(self, digest: str) -> str | None:
        """Whose feed it is: asked by whoever holds a token, before any workspace is known."""

    async def revisions(
        self, workspace: str, contents: Mapping[str, str], at: datetime
    ) -> Mapping[str, EventRevision]:
        """Note what each event of the calendar file says now, as digests by key; how often each has changed."""


class ReminderStore(Protocol):
    """Everything of reminders in one transaction."""

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
