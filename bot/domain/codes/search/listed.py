"""Loaded procedure codes as the search engine wants them, with what the starter set and a team's files call them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.listing import Listing
from bot.domain.codes.releases import System
from bot.domain.codes.search.entries import SearchEntry, TextOrigin, procedure_entries

_OLDER = 2


@dataclass(slots=True)
class _Known:
    """One code as the newest edition names it, and what else it is called."""

    name: str
    others: dict[str, None] = field(default_factory=dict)


class ListedCodes:
    """Editions are taken in oldest first: the newest name of a code is its name, older ones are still found."""

    def __init__(self) -> None:
        self._known: dict[tuple[System, str], _Known] = {}

    def take(self, system: System, listings: Iterable[tuple[Listing, tuple[str, ...]]]) -> None:
        """The codes of one edition, each with its texts for clinicians."""
        for listing, texts in listings:
            known = self._known.get((system, listing.code))
            others = dict.fromkeys((*texts, listing.consumer, *_own(system, listing)))
            if known and known.name != listing.name:
                others |= dict.fromkeys((known.name, *list(known.others)[:_OLDER]))
            self._known[system, listing.code] = _Known(listing.name or listing.code, others)

    def entries(self, starter: Mapping[str, Procedure]) -> Iterator[SearchEntry]:
        """Every code once; the starter set's words lead to its codes, loaded or not."""
        ours = {(System(e.system), e.code): e for e in procedure_entries(starter.values())}
        yield from (entry for key, entry in ours.items() if key not in self._known)
        for (system, code), known in self._known.items():
            own = ours.get((system, code))
            texts = [(TextOrigin.INCLUSION, own.name), *own.texts] if own else []
            texts += [(TextOrigin.INCLUSION, text) for text in known.others if text and text != known.name]
            yield SearchEntry(system, code, known.name, billable=True, texts=tuple(texts))


def _own(system: System, listing: Listing) -> tuple[str, ...]:
    """A team's own code has no form that the search knows, so it is a word of its own."""
    return (listing.code, listing.short) if system is System.OWN else ()
