"""`/codes` beyond abbreviations: what is loaded, watched codes, what changed, and all of the team's notes."""

from dataclasses import dataclass

from bot.domain.codes.asked_of_codes import AllNotes, Unwatch, Watch, WatchedCodes, WhatIsLoaded
from bot.domain.codes.changes.asked import EXPORT, ChangesAsked, ChangesPage
from bot.domain.codes.changes.diff import is_watched
from bot.domain.codes.upkeep import Loaded, upkeep
from bot.domain.csv_text import csv_text
from bot.domain.roles import Permission
from bot.services import code_changes, team_notes
from bot.services.asking import Asked
from bot.services.code_changes import CodeChanges, NoSuchReleases, NotTwoReleases
from bot.services.habits import Habits
from bot.services.roles import Roles
from bot.services.shelf import Shelf
from bot.services.team_notes import TeamNotes
from bot.services.watching import Watching
from handlers.views import changes as changes_views
from handlers.views import notes as notes_views
from handlers.views.codes import loaded_card
from handlers.views.kit import Answer
from handlers.views.watched import unwatch_card, watch_card, watched_card

_PATIENCE_S = 2.0
"""Slack waits three seconds for an answer."""

TeamQuestion = WhatIsLoaded | Watch | Unwatch | WatchedCodes | AllNotes | ChangesAsked | ChangesPage


@dataclass(frozen=True, slots=True)
class TeamCodes:
    """The services behind it; `may_send`: whether Slack lets the app send files."""

    shelf: Shelf
    habits: Habits
    roles: Roles
    watching: Watching
    notes: TeamNotes
    changes: CodeChanges
    may_send: bool = False

    @classmethod
    def of(cls, shelf: Shelf, habits: Habits, roles: Roles, *, may_send: bool = False) -> "TeamCodes":
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

    async def answer(self, question: TeamQuestion, asked: Asked) -> Answer:
        """The card. Raises TooManyWatched and NotAllowed."""
        match question:
            case WhatIsLoaded():
                return await self._loaded(question, asked)
            case Watch(tokens):
                await self.roles.require(asked, Permission.TEACH)
                return watch_card(await self.watching.watch(asked, tokens))
            case Unwatch(tokens):
                await self.roles.require(asked, Permission.TEACH)
                return unwatch_card(await self.watching.unwatch(asked, tokens))
            case WatchedCodes(page):
                return watched_card(await self.watching.standings(asked), page)
            case AllNotes():
                return await self._notes(question, asked)
            case ChangesAsked() | ChangesPage():
                return await self._changes(question, asked)

    async def _loaded(self, question: WhatIsLoaded, asked: Asked) -> Answer:
        """What the database holds; and what is open without it, so that nothing answers unseen."""
        async with self.habits.database.read() as work:
            stored = await work.releases.visible(asked.workspace)
        loaded = {s.release: Loaded(s.release, s.loaded_at) for s in stored}
        for release in self.shelf.releases(asked.workspace):
            loaded.setdefault(release, Loaded(release))
        sets = upkeep(loaded.values(), asked.today)
        cut_off = self.shelf.files.cut_off(asked.workspace)
        return loaded_card(sets, asked.today, cut_off, full=question.full, unread=question.unread)

    async def _notes(self, question: AllNotes, asked: Asked) -> Answer:
        notes = await self.notes.all(asked.workspace)
        if not question.export or not notes:
            return notes_views.all_notes_card(notes, question.page)
        table = csv_text(team_notes.heading(), team_notes.table(notes))
        return notes_views.export_card(len(notes), table, may_send=self.may_send)

    async def _changes(self, question: ChangesAsked | ChangesPage, asked: Asked) -> Answer:
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

    async def _page(self, page: ChangesPage, asked: Asked, watched: set[str]) -> Answer:
        compared = await self.changes.between(page.earlier, page.later, asked.workspace)
        if page.part == EXPORT:
            mine = {c.code: is_watched(c.code, watched) for c in compared.changes.found}
            table = csv_text(code_changes.heading(), code_changes.table(compared.changes, mine))
            return changes_views.export_card(compared, table, may_send=self.may_send)
        if page.part:
            return changes_views.page_card(compared, page.part, page.page, watched)
        return changes_views.changes_card(compared, watched)
