"""One transaction and the repositories in it."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.application_papers import ApplicationPapers
from storage.application_repositories import Applications
from storage.comparison import Comparison
from storage.reminder_store import Reminders
from storage.repositories import Installations, Releases, Seen
from storage.role_repositories import Roles
from storage.secrets import Vault
from storage.team_repositories import Abbreviations, Uses
from storage.watch_repositories import Notes, WatchedCodes
from storage.workspaces import Workspaces


class SqlUnitOfWork:
    """ports.UnitOfWork on one session. After a commit the next statement begins a new transaction."""

    def __init__(self, session: AsyncSession, vault: Vault, *, writing: bool) -> None:
        self._session = session
        self._releases = Releases(session)
        self._seen = Seen(session)
        self._installations = Installations(session, vault, writing=writing)
        self._abbreviations = Abbreviations(session)
        self._uses = Uses(session)
        self._workspaces = Workspaces(session)
        self._watched = WatchedCodes(session)
        self._notes = Notes(session)
        self._roles = Roles(session)
        self._comparison = Comparison(session)
        self._reminders = Reminders(session)
        self._applications = Applications(session)
        self._application_papers = ApplicationPapers(session)

    @property
    def releases(self) -> Releases:
        """The loaded code sets."""
        return self._releases

    @property
    def seen(self) -> Seen:
        """The deliveries already taken."""
        return self._seen

    @property
    def installations(self) -> Installations:
        """Where the app is installed."""
        return self._installations

    @property
    def abbreviations(self) -> Abbreviations:
        """What the team means by its short forms."""
        return self._abbreviations

    @property
    def uses(self) -> Uses:
        """Which codes the team uses, and how often."""
        return self._uses

    @property
    def watched(self) -> WatchedCodes:
        """Which codes the team watches."""
        return self._watched

    @property
    def notes(self) -> Notes:
        """The team's notes on codes."""
        return self._notes

    @property
    def roles(self) -> Roles:
        """Who has which role."""
        return self._roles

    @property
    def comparison(self) -> Comparison:
        """Releases beside each other."""
        return self._comparison

    @property
    def workspaces(self) -> Workspaces:
        """The workspaces that there are."""
        return self._workspaces

    @property
    def reminders(self) -> Reminders:
        """Deadlines, subscriptions and the outbox."""
        return self._reminders

    @property
    def applications(self) -> Applications:
        """Code applications and their events."""
        return self._applications

    @property
    def application_papers(self) -> ApplicationPapers:
        """What applications rest on."""
        return self._application_papers

    async def commit(self) -> None:
        """Make what was done lasting."""
        await self._session.commit()
