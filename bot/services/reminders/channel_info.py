"""Data a delivery needs besides its row: the channel's time zone, and whom to notify if it fails."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.deadlines.delivery import Delivery, Uncertainty
from bot.domain.deadlines.people import channel_and_reminder
from bot.domain.deadlines.planning import MessageKind
from bot.services.ports.database import UnitOfWork
from bot.services.team.roles import admins_of

Channel = tuple[str, str]
"""Workspace and channel."""
_UTC = "UTC"
MOST_ADMINS = 5
"""At most this many of a workspace's admins get a direct message."""


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """Data about the channels of a claim and their workspaces."""

    zones: Mapping[Channel, str]
    subscribers: Mapping[Channel, str]
    admins: Mapping[str, tuple[str, ...]]
    uncertainty: Mapping[str, Uncertainty]

    def recipients(self, channel: Channel) -> tuple[str, ...]:
        """User ids to notify: the workspace's admins, or else the user who subscribed the channel."""
        subscriber = self.subscribers.get(channel)
        return self.admins.get(channel[0]) or ((subscriber,) if subscriber else ())


async def load_channel_info(work: UnitOfWork, rows: Iterable[Delivery]) -> ChannelInfo:
    """The channel info for these rows, read in the claiming transaction.

    A direct message is dated in the time zone of the channel that it is about.
    """
    rows = list(rows)
    zones: dict[Channel, str] = {}
    subscribers: dict[Channel, str] = {}
    admins: dict[str, tuple[str, ...]] = {}
    uncertainty: dict[str, Uncertainty] = {}
    first_zone: dict[str, str] = {}
    for workspace in {row.workspace for row in rows}:
        uncertainty[workspace] = (await work.reminders.settings.get(workspace)).uncertainty
        admins[workspace] = (await admins_of(work, workspace))[:MOST_ADMINS]
        for subscription in await work.reminders.subscriptions.all(workspace):
            zones[workspace, subscription.channel] = subscription.schedule.zone
            subscribers[workspace, subscription.channel] = subscription.by
            first_zone.setdefault(workspace, subscription.schedule.zone)
    for row in rows:
        if row.kind in (MessageKind.DIRECT, MessageKind.NUDGE):
            about = channel_and_reminder(row.reminder)
            own = zones.get((row.workspace, about[0])) if about else None
            zones[row.workspace, row.channel] = own or first_zone.get(row.workspace, _UTC)
    return ChannelInfo(zones, subscribers, admins, uncertainty)
