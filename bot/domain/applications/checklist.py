"""Checklist progress, and what still blocks submission."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.applications.application import Application, Category
from bot.domain.applications.checklist_items import ITEMS, ChecklistItem
from bot.domain.applications.errors import NoSuchEntry
from bot.domain.applications.papers import Papers

_FAMILY = "literature_family"


@dataclass(frozen=True, slots=True)
class ChecklistEntry:
    """A checklist item, for one code if the item is per code.

    `for_codes` lists the codes that need it. Empty means all codes.
    """

    item: ChecklistItem
    position: int | None = None
    for_codes: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """`coi` or `vignette#2`: the key that a tick is stored under."""
        return self.item.id if self.position is None else f"{self.item.id}#{self.position}"


@dataclass(frozen=True, slots=True)
class ChecklistLine:
    """An entry with its state. `automatic`: completed by other data, without a tick."""

    entry: ChecklistEntry
    done: bool
    automatic: bool = False
    by: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """All lines in form order. `done` and `total` count only required entries."""

    lines: tuple[ChecklistLine, ...]

    @property
    def required(self) -> tuple[ChecklistLine, ...]:
        """Lines that are not advice."""
        return tuple(line for line in self.lines if not line.entry.item.advice)

    @property
    def done(self) -> int:
        """Number of required entries that are done."""
        return sum(line.done for line in self.required)

    @property
    def total(self) -> int:
        """Number of required entries."""
        return len(self.required)

    @property
    def blocking(self) -> tuple[str, ...]:
        """Keys of open required entries. They block submission."""
        return tuple(line.entry.key for line in self.required if not line.done)


def entries(application: Application) -> tuple[ChecklistEntry, ...]:
    """Entries for the application's categories, in form order."""
    found: list[ChecklistEntry] = []
    for item in ITEMS:
        positions = [c.position for c in application.codes if c.category in item.categories]
        if not positions or (item.id == _FAMILY and not _is_family(application)):
            continue
        limited_to = tuple(positions) if len(positions) < len(application.codes) else ()
        found.extend(
            [ChecklistEntry(item, p) for p in positions]
            if item.per_code
            else [ChecklistEntry(item, for_codes=limited_to)]
        )
    return tuple(found)


def entry_of(application: Application, key: str) -> ChecklistEntry:
    """The application's entry with this key. Raises NoSuchEntry."""
    for entry in entries(application):
        if entry.key == key:
            return entry
    raise NoSuchEntry(key[:60])


def checklist(application: Application, papers: Papers) -> Checklist:
    """Every entry with whether, by whom and when it was done."""
    return Checklist(tuple(_line(papers, entry) for entry in entries(application)))


def _line(papers: Papers, entry: ChecklistEntry) -> ChecklistLine:
    tick = papers.ticks.get(entry.key)
    automatic = _AUTOMATIC.get(entry.item.id)
    if automatic and automatic(papers):
        return ChecklistLine(entry, done=True, automatic=True)
    if entry.item.id == _COUNT and papers.literature_minimum is not None:
        return ChecklistLine(
            entry, done=False
        )  # articles are counted against a known minimum; a tick does not count
    return (
        ChecklistLine(entry, done=True, by=tick.by, at=tick.at) if tick else ChecklistLine(entry, done=False)
    )


_COUNT = "literature_minimum_count"


def _enough_articles(papers: Papers) -> bool:
    minimum = papers.literature_minimum
    return minimum is not None and sum(a.counts for a in papers.literature) >= minimum


_AUTOMATIC: Mapping[str, Callable[[Papers], bool]] = {
    "category_requested": lambda _: True,
    "why_existing_inadequate": lambda papers: bool(papers.considered),
    _COUNT: _enough_articles,
    "society_contact": lambda papers: bool(papers.stakeholders),
}


def _is_family(application: Application) -> bool:
    return sum(c.category in (Category.I, Category.VACCINE) for c in application.codes) > 1
