"""One transaction and the repositories in it.

Each repository is imported when it is first asked for: with its tables and its domain it is milliseconds of every start
(docs/decisions/0009). `warm` imports them all.
"""
# ruff: noqa: PLC0415 - as above

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from storage.repositories import Installations, Releases, Seen

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from storage.application_cards import PostedCards
    from storage.application_papers import ApplicationPapers
    from storage.application_repositories import Applications
    from storage.comparison import Comparison
    from storage.reminder_store import Reminders
    from storage.role_repositories import Roles
    from storage.secrets import Vault
    from storage.team_repositories import Abbreviations, Uses
    from storage.watch_repositories import Notes, WatchedCodes
    from storage.workspaces import Workspaces

IMPORTS = tuple(
    partial(import_module, f"storage.{name}")
    for name in (
        "watch_repositories",
        "team_repositories",
        "role_repositories",
        "reminder_store",
        "workspaces",
        "application_repositories",
        "application_papers",
        "application_cards",
        "comparison",
    )
)
"""What may be imported once the bot answers, what answers need first at the front."""


def warm() -> None:
    """Import the repositories that no start needs, where they are not yet: a quarter of a second in a thread."""
    for imported in IMPORTS:
        imported()


class SqlUnitOfWork:
    """ports.UnitOfWork on one session. After a commit the next statement begins a new transaction."""

    def __init__(self, session: AsyncSession, vault: Vault, *, writing: bool) -> None:
        self._session = session
        self._vault = vault
        self._writing = writing

    @property
    def releases(self) -> Releases:
        """The loaded code sets."""
        return Releases(self._session)

    @property
    def seen(self) -> Seen:
        """The deliveries already taken."""
        return Seen(self._session)

    @property
    def installations(self) -> Installations:
        """Where the app is installed."""
        return Installations(self._session, self._vault, writing=self._writing)

    @property
    def abbreviations(self) -> Abbreviations:
        """What the team means by its short forms."""
        from storage.team_repositories import Abbreviations

        return Abbreviations(self._session)

    @property
    def uses(self) -> Uses:
        """Which codes the team uses, and how often."""
        from storage.team_repositories import Uses

        return Uses(self._session)

    @property
    def watched(self) -> WatchedCodes:
        """Which codes the team watches."""
        from storage.watch_repositories import WatchedCodes

        return WatchedCodes(self._session)

    @property
    def notes(self) -> Notes:
        """The team's notes on codes."""
        from storage.watch_repositories import Notes

        return Notes(self._session)

    @property
    def roles(self) -> Roles:
        """Who has which role."""
        from storage.role_repositories import Roles

        return Roles(self._session)

    @property
    def comparison(self) -> Comparison:
        """Releases beside each other."""
        from storage.comparison import Comparison

        return Comparison(self._session)

    @property
    def workspaces(self) -> Workspaces:
        """The workspaces that there are."""
        from storage.workspaces import Workspaces

        return Workspaces(self._session)

    @property
    def reminders(self) -> Reminders:
        """Deadlines, subscriptions and the outbox."""
        from storage.reminder_store import Reminders

        return Reminders(self._session)

    @property
    def applications(self) -> Applications:
        """Code applications and their events."""
        from storage.application_repositories import Applications

        return Applications(self._session)

    @property
    def application_papers(self) -> ApplicationPapers:
        """What applications rest on."""
        from storage.application_papers import ApplicationPapers

        return ApplicationPapers(self._session)

    @property
    def posted_cards(self) -> PostedCards:
        """Cards of applications that stand in channels."""
        from storage.application_cards import PostedCards

        return PostedCards(self._session)

    async def commit(self) -> None:
        """Make what was done lasting."""
        await self._session.commit()
