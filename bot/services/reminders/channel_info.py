"""Data a delivery needs besides its row: the channel's time zone, and whom to notify if it fails."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.deadlines.delivery import Delivery, Uncertainty
from bot.services.ports.database import UnitOfWork
from bot.services.team.roles import admins_of

Channel = tuple[str, str]
"""Workspace and channel."""
_MOST_RECIPIENTS = 5


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
    """The channel info for these rows, read in the claiming transaction."""
    zones: dict[Channel, str] = {}
    subscribers: dict[Channel, str] = {}
    admins: dict[str, tuple[str, ...]] = {}
    uncertainty: dict[str, Uncertainty] = {}
    for workspace in {row.workspace for row in rows}:
        uncertainty[workspace] = (await work.reminders.settings.get(workspace)).uncertainty
        admins[workspace] = (await admins_of(work, workspace))[:_MOST_RECIPIENTS]
        for subscription in await work.reminders.subscriptions.all(workspace):
            zones[workspace, subscription.channel] = subscription.schedule.zone
            subscribers[workspace, subscription.channel] = subscription.by
    return ChannelInfo(zones, subscribers, admins, uncertainty)
