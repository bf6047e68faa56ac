"""Find codes by words: which index answers for the date, and what the team is used to."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.releases import Chosen, System
from bot.domain.codes.search import Filters, Index, SearchResult
from bot.domain.codes.search.wanted import Wanted, read_wanted
from bot.services.asking import Asked
from bot.services.habits import TeamHabits
from bot.services.shelf import Shelf

SHOWN = 10
LISTED = 20
"""Ten lines are shown; the ten behind them are what *More* opens."""


NO_HABITS = TeamHabits({}, {})

HabitsOf = Callable[[str], Awaitable[TeamHabits]]
"""What a workspace has taught the search, from memory: `Habits.of`."""


async def no_habits(_workspace: str) -> TeamHabits:
    """For a desk that knows no team."""
    return NO_HABITS


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. `chosen` is the release that answered; None for the starter set, which has none."""

    wanted: Wanted
    result: SearchResult
    chosen: Chosen | None


@dataclass(frozen=True, slots=True)
class NothingToSearch:
    """No release is loaded for the date that was asked about."""

    chosen: Chosen


def search_diagnoses(
    words: str, on: date | None, asked: Asked, shelf: Shelf, habits: TeamHabits = NO_HABITS
) -> Found | NothingToSearch:
    """The best diagnosis codes for `words` on date of service `on`."""
    chosen = shelf.diagnoses(on, asked.today, asked.workspace).chosen
    index = shelf.index(chosen.release) if chosen.release else None
    if index is None:
        return NothingToSearch(chosen)
    wanted = read_wanted(words)
    return Found(wanted, _search(index, wanted, (System.ICD10CM,), habits), chosen)


def search_procedures(words: str, shelf: Shelf, habits: TeamHabits = NO_HABITS) -> Found | None:
    """The best CPT and HCPCS codes for `words`; None where no index is open."""
    if shelf.procedures is None:
        return None
    wanted = read_wanted(words)
    return Found(wanted, _search(shelf.procedures, wanted, (System.CPT, System.HCPCS), habits), None)


def _search(index: Index, wanted: Wanted, systems: Iterable[str], habits: TeamHabits) -> SearchResult:
    return index.search(
        wanted.words,
        systems=systems,
        limit=LISTED,
        filters=wanted.filters,
        boosts=habits.boosts,
        abbreviations=habits.abbreviations_in(wanted.words),
    )


def suggest(index: Index, typed: str, habits: TeamHabits, limit: int) -> SearchResult:
    """Codes for a typeahead: the last word may be unfinished, and each code is a line of its own."""
    wanted = Wanted(typed, Filters())
    return index.search(
        wanted.words,
        limit=limit,
        boosts=habits.boosts,
        abbreviations=habits.abbreviations_in(wanted.words),
        typing=True,
        fold=False,
    )
