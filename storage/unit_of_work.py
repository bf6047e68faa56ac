"""One transaction and the repositories in it."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.application_cards import SqlPostedCards
from storage.application_papers import SqlApplicationPapers
from storage.application_repositories import SqlApplications
from storage.comparison import SqlComparison
from storage.fetch_repositories import SqlFetches
from storage.locality_repositories import SqlLocalities
from storage.release_repository import SqlReleases
from storage.reminder_store import SqlReminders
from storage.repositories import SqlInstallations, SqlSeen
from storage.role_repositories import SqlRoles
from storage.secrets import Vault
from storage.team_repositories import SqlAbbreviations, SqlUses
from storage.watched_code_repositories import SqlNotes, SqlWatchedCodes
from storage.workspaces import SqlWorkspaces


class SqlUnitOfWork:
    """ports.UnitOfWork on one session. After a commit the next statement begins a new transaction."""

    def __init__(self, session: AsyncSession, vault: Vault, *, writing: bool) -> None:
        self._session = session
        self._vault = vault
        self._writing = writing

    @property
    def releases(self) -> SqlReleases:
        """The loaded code sets."""
        return SqlReleases(self._session)

    @property
    def seen(self) -> SqlSeen:
        """Deliveries that were already processed."""
        return SqlSeen(self._session)

    @property
    def installations(self) -> SqlInstallations:
        """Where the app is installed."""
        return SqlInstallations(self._session, self._vault, writing=self._writing)

    @property
    def abbreviations(self) -> SqlAbbreviations:
        """The team's own abbreviations."""
        return SqlAbbreviations(self._session)

    @property
    def uses(self) -> SqlUses:
        """How often the team uses which codes."""
        return SqlUses(self._session)

    @property
    def watched(self) -> SqlWatchedCodes:
        """The codes that the team watches."""
        return SqlWatchedCodes(self._session)

    @property
    def notes(self) -> SqlNotes:
        """The team's notes on codes."""
        return SqlNotes(self._session)

    @property
    def localities(self) -> SqlLocalities:
        """The team's Medicare locality."""
        return SqlLocalities(self._session)

    @property
    def roles(self) -> SqlRoles:
        """The roles in a workspace."""
        return SqlRoles(self._session)

    @property
    def comparison(self) -> SqlComparison:
        """Comparisons of releases."""
        return SqlComparison(self._session)

    @property
    def workspaces(self) -> SqlWorkspaces:
        """The list of workspaces."""
        return SqlWorkspaces(self._session)

    @property
    def reminders(self) -> SqlReminders:
        """Deadlines, subscriptions and the outbox."""
        return SqlReminders(self._session)

    @property
    def applications(self) -> SqlApplications:
        """Code applications and their events."""
        return SqlApplications(self._session)

    @property
    def application_papers(self) -> SqlApplicationPapers:
        """Supporting documents of applications."""
        return SqlApplicationPapers(self._session)

    @property
    def posted_cards(self) -> SqlPostedCards:
        """Application cards posted in channels."""
        return SqlPostedCards(self._session)

    @property
    def fetches(self) -> SqlFetches:
        """Accepted licenses, fetched files, and the daily check."""
        return SqlFetches(self._session)

    async def commit(self) -> None:
        """Commit the transaction."""
        await self._session.commit()
