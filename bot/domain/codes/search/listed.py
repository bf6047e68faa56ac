"""Loaded procedure codes for the search engine, with their terms in the starter set and a team's files."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.hcpcs.starter import StarterRow
from bot.domain.codes.listing import Listing
from bot.domain.codes.releases import System
from bot.domain.codes.search.entries import SearchEntry, TextOrigin, hcpcs_entries, procedure_entries

_OLDER = 2

WriteOut = Callable[[str], tuple[str, ...]]
"""Returns the possible full wordings of a short descriptor."""


def _as_printed(_descriptor: str) -> tuple[str, ...]:
    """Add nothing to the printed text."""
    return ()


@dataclass(slots=True)
class _Known:
    """One code with its name in the newest edition, and its other names."""

    name: str
    others: dict[str, None] = field(default_factory=dict)


class ListedCodes:
    """Add editions oldest first. A code's newest name is its name; older ones can still be found.

    If only a code's short descriptor is loaded, `write_out` expands it.
    """

    def __init__(self, write_out: WriteOut = _as_printed) -> None:
        self._known: dict[tuple[System, str], _Known] = {}
        self._write_out = write_out

    def take(self, system: System, listings: Iterable[tuple[Listing, tuple[str, ...]]]) -> None:
        """Add the codes of one edition, each with its texts for clinicians."""
        for listing, texts in listings:
            known = self._known.get((system, listing.code))
            clipped = "" if system is System.OWN or listing.name != listing.short else listing.short
            others = dict.fromkeys(
                (
                    *texts,
                    listing.consumer,
                    *_own(system, listing),
                    *(self._write_out(clipped) if clipped else ()),
                )
            )
            if known and known.name != listing.name:
                others |= dict.fromkeys((known.name, *list(known.others)[:_OLDER]))
            self._known[system, listing.code] = _Known(listing.name or listing.code, others)

    def entries(
        self, starter: Mapping[str, Procedure], hcpcs: Iterable[StarterRow] = ()
    ) -> Iterator[SearchEntry]:
        """Every code once. The starters' terms lead to their codes, loaded or not."""
        ours = {
            (System(e.system), e.code): e
            for e in (*hcpcs_entries(hcpcs), *procedure_entries(starter.values()))
        }
        yield from (entry for key, entry in ours.items() if key not in self._known)
        for (system, code), known in self._known.items():
            own = ours.get((system, code))
            texts = [(TextOrigin.INCLUSION, own.name), *own.texts] if own else []
            texts += [(TextOrigin.INCLUSION, text) for text in known.others if text and text != known.name]
            yield SearchEntry(system, code, known.name, billable=True, texts=tuple(texts))


def _own(system: System, listing: Listing) -> tuple[str, ...]:
    """A team's own code may have a form that the search doesn't recognize, so it is indexed as a word."""
    return (listing.code, listing.short) if system is System.OWN else ()
