"""Find codes by words: which index answers for the date, and what the team is used to."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.codes.releases import Chosen, System
from bot.domain.codes.search import Filters, Index, SearchResult
from bot.domain.codes.search.wanted import Wanted, read_wanted
from bot.services.asking import Asked
from bot.services.habits import Habits
from bot.services.shelf import Shelf

SHOWN = 10
LISTED = 20
"""Ten lines are shown; the ten behind them are what *More* opens."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What a team uses (code -> 0 to 1) and its own abbreviations, as the search engine takes them."""

    boosts: Mapping[str, float] = field(default_factory=dict)
    abbreviations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


NOTHING_TAUGHT = Taught()

TaughtBy = Callable[[str], Awaitable[Taught]]
"""What a workspace has taught the search, from memory."""


def taught_by_habits(habits: Habits) -> TaughtBy:
    """What the workspace's own habits teach the search."""

    async def of(workspace: str) -> Taught:
        return Taught(await habits.boosts(workspace), await habits.abbreviations(workspace))

    return of


async def nothing_taught(_workspace: str) -> Taught:
    """For a desk that knows no team, such as the terminal's."""
    return NOTHING_TAUGHT


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
    words: str, on: date | None, asked: Asked, shelf: Shelf, taught: Taught = NOTHING_TAUGHT
) -> Found | NothingToSearch:
    """The best diagnosis codes for `words` on date of service `on`."""
    chosen = shelf.diagnoses(on, asked.today, asked.workspace).chosen
    index = shelf.index(chosen.release) if chosen.release else None
    if index is None:
        return NothingToSearch(chosen)
    wanted = read_wanted(words)
    return Found(wanted, _search(index, wanted, (System.ICD10CM,), taught), chosen)


def search_procedures(words: str, shelf: Shelf, taught: Taught = NOTHING_TAUGHT) -> Found | None:
    """The best CPT and HCPCS codes for `words`; None where no index is open."""
    if shelf.procedures is None:
        return None
    wanted = read_wanted(words)
    return Found(wanted, _search(shelf.procedures, wanted, (System.CPT, System.HCPCS), taught), None)


def _search(index: Index, wanted: Wanted, systems: Iterable[str], taught: Taught) -> SearchResult:
    return index.search(
        wanted.words,
        systems=systems,
        limit=LISTED,
        filters=wanted.filters,
        boosts=taught.boosts,
        abbreviations=taught.abbreviations,
    )


def suggest(index: Index, typed: str, taught: Taught, limit: int) -> SearchResult:
    """Codes for a typeahead: the last word may be unfinished, and each code is a line of its own."""
    wanted = Wanted(typed, Filters())
    return index.search(
        wanted.words,
        limit=limit,
        boosts=taught.boosts,
        abbreviations=taught.abbreviations,
        typing=True,
        fold=False,
    )
