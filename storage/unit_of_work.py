"""One transaction and the repositories in it.

Each repository is imported when it is first asked for: with its tables and its domain it is milliseconds of every start
(docs/decisions/0009). `warm` imports them all.
"""
# ruff: noqa: PLC0415 - as above

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from storage.release_repository import SqlReleases
from storage.repositories import SqlInstallations, SqlSeen

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

    from storage.application_cards import SqlPostedCards
    from storage.application_papers import SqlApplicationPapers
    from storage.application_repositories import SqlApplications
    from storage.comparison import SqlComparison
    from storage.reminder_store import SqlReminders
    from storage.role_repositories import SqlRoles
    from storage.secrets import Vault
    from storage.team_repositories import SqlAbbreviations, SqlUses
    from storage.watched_code_repositories import SqlNotes, SqlWatchedCodes
    from storage.workspaces import SqlWorkspaces

IMPORTS = tuple(
    partial(import_module, f"storage.{name}")
    for name in (
        "watched_code_repositories",
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
    def releases(self) -> SqlReleases:
        """The loaded code sets."""
        return SqlReleases(self._session)

    @property
    def seen(self) -> SqlSeen:
        """The deliveries already taken."""
        return SqlSeen(self._session)

    @property
    def installations(self) -> SqlInstallations:
        """Where the app is installed."""
        return SqlInstallations(self._session, self._vault, writing=self._writing)

    @property
    def abbreviations(self) -> SqlAbbreviations:
        """What the team means by its short forms."""
        from storage.team_repositories import SqlAbbreviations

        return SqlAbbreviations(self._session)

    @property
    def uses(self) -> SqlUses:
        """Which codes the team uses, and how often."""
        from storage.team_repositories import SqlUses

        return SqlUses(self._session)

    @property
    def watched(self) -> SqlWatchedCodes:
        """Which codes the team watches."""
        from storage.watched_code_repositories import SqlWatchedCodes

        return SqlWatchedCodes(self._session)

    @property
    def notes(self) -> SqlNotes:
        """The team's notes on codes."""
        from storage.watched_code_repositories import SqlNotes

        return SqlNotes(self._session)

    @property
    def roles(self) -> SqlRoles:
        """Who has which role."""
        from storage.role_repositories import SqlRoles

        return SqlRoles(self._session)

    @property
    def comparison(self) -> SqlComparison:
        """Releases beside each other."""
        from storage.comparison import SqlComparison

        return SqlComparison(self._session)

    @property
    def workspaces(self) -> SqlWorkspaces:
        """The workspaces that there are."""
        from storage.workspaces import SqlWorkspaces

        return SqlWorkspaces(self._session)

    @property
    def reminders(self) -> SqlReminders:
        """Deadlines, subscriptions and the outbox."""
        from storage.reminder_store import SqlReminders

        return SqlReminders(self._session)

    @property
    def applications(self) -> SqlApplications:
        """Code applications and their events."""
        from storage.application_repositories import SqlApplications

        return SqlApplications(self._session)

    @property
    def application_papers(self) -> SqlApplicationPapers:
        """What applications rest on."""
        from storage.application_papers import SqlApplicationPapers

        return SqlApplicationPapers(self._session)

    @property
    def posted_cards(self) -> SqlPostedCards:
        """Cards of applications that stand in channels."""
        from storage.application_cards import SqlPostedCards

        return SqlPostedCards(self._session)

    async def commit(self) -> None:
        """Make what was done lasting."""
        await self._session.commit()
