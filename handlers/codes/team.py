"""`/codes` beyond abbreviations: what is loaded, watched codes, what changed, and all of the team's notes."""

from dataclasses import dataclass

from bot.domain.codes.changes.diff import is_watched
from bot.domain.codes.changes.parse import EXPORT, ChangesAsked, ChangesPage
from bot.domain.codes.expected_editions import LoadedRelease, upkeep
from bot.domain.codes.parse import ShowAllNotes, ShowLoaded, ShowWatchedCodes, UnwatchCodes, WatchCodes
from bot.domain.csv_text import csv_text
from bot.domain.roles import Permission, allows
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.request_context import RequestContext
from bot.services.team import compare_releases
from bot.services.team import notes as team_notes
from bot.services.team.compare_releases import CodeChanges, NoSuchReleases, NotTwoReleases
from bot.services.team.notes import TeamNotes
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from bot.services.team.watch_list import Watching
from handlers.slack.answer import Answer
from handlers.views.codes import changes as changes_views
from handlers.views.codes import notes as notes_views
from handlers.views.codes.loaded import loaded_card
from handlers.views.codes.watched import unwatch_card, watch_card, watched_card

_PATIENCE_S = 2.0
"""Slack waits three seconds for an answer."""

TeamQuestion = (
    ShowLoaded | WatchCodes | UnwatchCodes | ShowWatchedCodes | ShowAllNotes | ChangesAsked | ChangesPage
)


@dataclass(frozen=True, slots=True)
class TeamCodes:
    """The services behind it; `may_send`: whether Slack lets the app send files."""

    shelf: CodeLibrary
    habits: TeamCache
    roles: TeamRoles
    watching: Watching
    notes: TeamNotes
    changes: CodeChanges
    may_send: bool = False

    @classmethod
    def of(
        cls, shelf: CodeLibrary, habits: TeamCache, roles: TeamRoles, *, may_send: bool = False
    ) -> "TeamCodes":
        """On the database that the habits stand in; comparisons under way end before it is closed."""
        changes = CodeChanges(habits.database, _PATIENCE_S)
        habits.closes(changes.close)
        return cls(
            shelf,
            habits,
            roles,
            Watching(habits, shelf),
            TeamNotes(habits),
            changes,
            may_send,
        )

    async def answer(self, question: TeamQuestion, asked: RequestContext) -> Answer:
        """The card. Raises TooManyWatched and NotAllowed."""
        match question:
            case ShowLoaded():
                return await self._loaded(question, asked)
            case WatchCodes(tokens):
                await self.roles.require(asked, Permission.TEACH)
                return watch_card(await self.watching.watch(asked, tokens))
            case UnwatchCodes(tokens):
                await self.roles.require(asked, Permission.TEACH)
                return unwatch_card(await self.watching.unwatch(asked, tokens))
            case ShowWatchedCodes(page):
                return watched_card(await self.watching.standings(asked), page)
            case ShowAllNotes():
                return await self._notes(question, asked)
            case ChangesAsked() | ChangesPage():
                return await self._changes(question, asked)

    async def _loaded(self, question: ShowLoaded, asked: RequestContext) -> Answer:
        """What the database holds; and what is open without it, so that nothing answers unseen."""
        async with self.habits.database.read() as work:
            stored = await work.releases.visible(asked.workspace)
        loaded = {s.release: LoadedRelease(s.release, s.loaded_at) for s in stored}
        for release in self.shelf.releases(asked.workspace):
            loaded.setdefault(release, LoadedRelease(release))
        sets = upkeep(loaded.values(), asked.today)
        cut_off = self.shelf.files.cut_off(asked.workspace)
        role = await self.roles.role_of(asked.workspace, asked.user)
        may_fetch = not asked.guest and allows(role, Permission.LOAD_CODES)
        return loaded_card(
            sets, asked.today, cut_off, full=question.full, unread=question.unread, may_fetch=may_fetch
        )

    async def _notes(self, question: ShowAllNotes, asked: RequestContext) -> Answer:
        notes = await self.notes.all(asked.workspace)
        if not question.export or not notes:
            return notes_views.all_notes_card(notes, question.page)
        table = csv_text(team_notes.heading(), team_notes.table(notes))
        return notes_views.export_card(len(notes), table, may_send=self.may_send)

    async def _changes(self, question: ChangesAsked | ChangesPage, asked: RequestContext) -> Answer:
        watched = {each.code for each in (await self.habits.of(asked.workspace)).watched}
        try:
            if isinstance(question, ChangesPage):
                return await self._page(question, asked, watched)
            every = await self.changes.asked(question, asked.workspace)
        except NotTwoReleases as error:
            return changes_views.one_release_card(error.system, error.there)
        except NoSuchReleases as error:
            return changes_views.no_such_release_card(error.there)
        if len(every) == 1:
            return changes_views.changes_card(every[0], watched)
        return changes_views.overview_card(every, watched)

    async def _page(self, page: ChangesPage, asked: RequestContext, watched: set[str]) -> Answer:
        compared = await self.changes.between(page.earlier, page.later, asked.workspace)
        if page.part == EXPORT:
            mine = {c.code: is_watched(c.code, watched) for c in compared.changes.found}
            table = csv_text(compare_releases.heading(), compare_releases.table(compared.changes, mine))
            return changes_views.export_card(compared, table, may_send=self.may_send)
        if page.part:
            return changes_views.page_card(compared, page.part, page.page, watched)
        return changes_views.changes_card(compared, watched)
