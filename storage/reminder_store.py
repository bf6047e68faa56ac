"""ports.ReminderStore: all reminder repositories on one session."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import SqlOutbox
from storage.reminder_repositories import (
    SqlAims,
    SqlCampaigns,
    SqlFeeds,
    SqlMarks,
    SqlOverrides,
    SqlReminderSettings,
    SqlSubscriptions,
)


class SqlReminders:
    """All reminder repositories in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def overrides(self) -> SqlOverrides:
        """Dates that an admin entered."""
        return SqlOverrides(self._session)

    @property
    def subscriptions(self) -> SqlSubscriptions:
        """Channel subscriptions."""
        return SqlSubscriptions(self._session)

    @property
    def aims(self) -> SqlAims:
        """Application targets for reminders."""
        return SqlAims(self._session)

    @property
    def marks(self) -> SqlMarks:
        """Marks on reminders."""
        return SqlMarks(self._session)

    @property
    def campaigns(self) -> SqlCampaigns:
        """Campaign checklists."""
        return SqlCampaigns(self._session)

    @property
    def settings(self) -> SqlReminderSettings:
        """Reminder settings of workspaces."""
        return SqlReminderSettings(self._session)

    @property
    def outbox(self) -> SqlOutbox:
        """Deliveries."""
        return SqlOutbox(self._session)

    @property
    def feeds(self) -> SqlFeeds:
        """Calendar feeds."""
        return SqlFeeds(self._session)
