"""ports.ReminderStore: all repositories of reminders on one session."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.feed_repositories import SqlFeeds
from storage.outbox import SqlOutbox
from storage.reminder_repositories import (
    SqlAims,
    SqlCampaigns,
    SqlMarks,
    SqlOverrides,
    SqlReminderSettings,
    SqlSubscriptions,
)


class SqlReminders:
    """Everything of reminders in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def overrides(self) -> SqlOverrides:
        """Dates that an admin entered."""
        return SqlOverrides(self._session)

    @property
    def subscriptions(self) -> SqlSubscriptions:
        """Which channels are told of what."""
        return SqlSubscriptions(self._session)

    @property
    def aims(self) -> SqlAims:
        """What applications wait for."""
        return SqlAims(self._session)

    @property
    def marks(self) -> SqlMarks:
        """What people did with reminders."""
        return SqlMarks(self._session)

    @property
    def campaigns(self) -> SqlCampaigns:
        """The checklists of update campaigns."""
        return SqlCampaigns(self._session)

    @property
    def settings(self) -> SqlReminderSettings:
        """A workspace's settings for reminders."""
        return SqlReminderSettings(self._session)

    @property
    def outbox(self) -> SqlOutbox:
        """The deliveries."""
        return SqlOutbox(self._session)

    @property
    def feeds(self) -> SqlFeeds:
        """The calendar feeds."""
        return SqlFeeds(self._session)
