"""ports.ReminderStore: all repositories of reminders on one session."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.feed_repositories import Feeds
from storage.outbox import Outbox
from storage.reminder_repositories import Aims, Campaigns, Marks, Overrides, Settings, Subscriptions


class Reminders:
    """Everything of reminders in one transaction."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @property
    def overrides(self) -> Overrides:
        """Dates that an admin entered."""
        return Overrides(self._session)

    @property
    def subscriptions(self) -> Subscriptions:
        """Which channels are told of what."""
        return Subscriptions(self._session)

    @property
    def aims(self) -> Aims:
        """What applications wait for."""
        return Aims(self._session)

    @property
    def marks(self) -> Marks:
        """What people did with reminders."""
        return Marks(self._session)

    @property
    def campaigns(self) -> Campaigns:
        """The checklists of update campaigns."""
        return Campaigns(self._session)

    @property
    def settings(self) -> Settings:
        """A workspace's settings for reminders."""
        return Settings(self._session)

    @property
    def outbox(self) -> Outbox:
        """The deliveries."""
        return Outbox(self._session)

    @property
    def feeds(self) -> Feeds:
        """The calendar feeds."""
        return Feeds(self._session)
