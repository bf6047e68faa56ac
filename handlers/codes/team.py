"""`/codes` beyond abbreviations: what is loaded, watched codes, what changed, and all of the team's notes."""

from dataclasses import dataclass

from bot.domain.codes.changes.diff import is_watched
from bot.domain.codes.changes.parse import EXPORT, ChangesPage, ChangesRequest
from bot.domain.codes.expected_editions import LoadedRelease, upkeep
from bot.domain.codes.parse import (
    LocalityRequest,
    ShowAllNotes,
    ShowLoaded,
    ShowWatchedCodes,
    UnwatchCodes,
    WatchCodes,
)
from bot.domain.csv_text import csv_text
from bot.domain.roles import Permission, allows
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.request_context import RequestContext
from bot.services.team import compare_releases
from bot.services.team import notes as team_notes
from bot.services.team.compare_releases import CodeChanges, NoSuchReleases, NotTwoReleases
from bot.services.team.locality import TeamLocality
from bot.services.team.notes import TeamNotes
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from bot.services.team.watch_list import Watching
from handlers.slack.answer import Answer
from handlers.views.codes import changes as changes_views
from handlers.views.codes import notes as notes_views
from handlers.views.codes.loaded import loaded_card
from handlers.views.codes.locality import locality_card
from handlers.views.codes.watched import unwatch_card, watch_card, watched_card

_PATIENCE_S = 2.0
"""Slack waits three seconds for an answer."""

TeamQuestion = (
    ShowLoaded
    | WatchCodes
    | UnwatchCodes
    | ShowWatchedCodes
    | ShowAllNotes
    | ChangesRequest
    | ChangesPage
    | LocalityRequest
)


@dataclass(frozen=True, slots=True)
class TeamCodes:
    """The services behind it; `may_send`: whether Slack lets the app send files."""

    code_library: CodeLibrary
    team_cache: TeamCache
    roles: TeamRoles
    watching: Watching
    notes: TeamNotes
    changes: CodeChanges
    locality: TeamLocality
    may_send: bool = False

    @classmethod
    def of(
        cls, code_library: CodeLibrary, team_cache: TeamCache, roles: TeamRoles, *, may_send: bool = False
    ) -> "TeamCodes":
        """On the database that the habits stand in; comparisons under way end before it is closed."""
        changes = CodeChanges(team_cache.database, _PATIENCE_S)
        team_cache.closes(changes.close)
        return cls(
            code_library,
            team_cache,
            roles,
            Watching(team_cache, code_library),
            TeamNotes(team_cache),
            changes,
            TeamLocality(team_cache, roles, code_library),
            may_send,
        )

    async def answer(self, question: TeamQuestion, request: RequestContext) -> Answer:  # noqa: PLR0911 - one case for each question
        """The card. Raises TooManyWatched and NotAllowed."""
        match question:
            case ShowLoaded():
                return await self._loaded(question, request)
            case WatchCodes(tokens):
                await self.roles.require(request, Permission.TEACH)
                return watch_card(await self.watching.watch(request, tokens))
            case UnwatchCodes(tokens):
                await self.roles.require(request, Permission.TEACH)
                return unwatch_card(await self.watching.unwatch(request, tokens))
            case ShowWatchedCodes(page):
                return watched_card(await self.watching.standings(request), page)
            case LocalityRequest(words):
                return locality_card(await self.locality.answer(words, request))
            case ShowAllNotes():
                return await self._notes(question, request)
            case ChangesRequest() | ChangesPage():
                return await self._changes(question, request)

    async def _loaded(self, question: ShowLoaded, request: RequestContext) -> Answer:
        """What the database holds; and what is open without it, so that nothing answers unseen."""
        async with self.team_cache.database.read() as work:
            stored = await work.releases.visible(request.workspace)
        loaded = {s.release: LoadedRelease(s.release, s.loaded_at) for s in stored}
        for release in self.code_library.releases(request.workspace):
            loaded.setdefault(release, LoadedRelease(release))
        sets = upkeep(loaded.values(), request.today)
        cut_off = self.code_library.files.cut_off(request.workspace)
        role = await self.roles.role_of(request.workspace, request.user)
        may_fetch = not request.guest and allows(role, Permission.LOAD_CODES)
        return loaded_card(
            sets, request.today, cut_off, full=question.full, unread=question.unread, may_fetch=may_fetch
        )

    async def _notes(self, question: ShowAllNotes, request: RequestContext) -> Answer:
        notes = await self.notes.all(request.workspace)
        if not question.export or not notes:
            return notes_views.all_notes_card(notes, question.page)
        table = csv_text(team_notes.heading(), team_notes.table(notes))
        return notes_views.export_card(len(notes), table, may_send=self.may_send)

    async def _changes(self, question: ChangesRequest | ChangesPage, request: RequestContext) -> Answer:
        watched = {each.code for each in (await self.team_cache.of(request.workspace)).watched}
        try:
            if isinstance(question, ChangesPage):
                return await self._page(question, request, watched)
            every = await self.changes.compare(question, request.workspace)
        except NotTwoReleases as error:
            return changes_views.one_release_card(error.system, error.there)
        except NoSuchReleases as error:
            return changes_views.no_such_release_card(error.there)
        if len(every) == 1:
            return changes_views.changes_card(every[0], watched)
        return changes_views.overview_card(every, watched)

    async def _page(self, page: ChangesPage, request: RequestContext, watched: set[str]) -> Answer:
        compared = await self.changes.between(page.earlier, page.later, request.workspace)
        if page.part == EXPORT:
            mine = {c.code: is_watched(c.code, watched) for c in compared.changes.found}
            table = csv_text(compare_releases.heading(), compare_releases.table(compared.changes, mine))
            return changes_views.export_card(compared, table, may_send=self.may_send)
        if page.part:
            return changes_views.page_card(compared, page.part, page.page, watched)
        return changes_views.changes_card(compared, watched)
