"""One search over several indexes: the hits of all, by their scores."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.codes.search.documents import dotless
from bot.domain.codes.search.index import MOST, Index
from bot.domain.codes.search.result import Filters, SearchHit, SearchResult
from bot.domain.codes.search.weights import STANDARD


@dataclass(frozen=True, slots=True)
class SearchPart:
    """An index, and which of its hits count: a code that a loaded edition holds is not taken from the starter set."""

    index: Index
    keep: Callable[[SearchHit], bool] | None = None


class MergedIndex:
    """Asked as one `Index` is. Scores are shares of what was asked, so those of different indexes compare.

    Of a code that two parts hold, the first part's hit counts.
    """

    def __init__(self, parts: Sequence[SearchPart]) -> None:
        self._parts = parts

    def search(
        self,
        query: str,
        *,
        systems: Collection[str] | None = None,
        limit: int = 10,
        filters: Filters = Filters(),  # noqa: B008 (frozen)
        boosts: Mapping[str, float] | None = None,
        abbreviations: Mapping[str, tuple[str, ...]] | None = None,
        typing: bool = False,
        fold: bool = True,
    ) -> SearchResult:
        """The best `limit` codes for `query`, as `Index.search`. Never raises for any text."""
        if len(self._parts) == 1 and self._parts[0].keep is None:
            return self._parts[0].index.search(
                query,
                systems=systems,
                limit=limit,
                filters=filters,
                boosts=boosts,
                abbreviations=abbreviations,
                typing=typing,
                fold=fold,
            )
        limit = max(0, min(limit, MOST))
        by_code = [
            (part, codes)
            for part in self._parts
            if (codes := part.index.find_code(query, systems, limit, filters, typing=typing))
        ]
        if by_code:
            return _merged(by_code, limit, key=lambda hit: (-hit.score, dotless(hit.code)))
        found = [
            (
                part,
                part.index.search(
                    query,
                    systems=systems,
                    limit=limit,
                    filters=filters,
                    boosts=boosts,
                    abbreviations=abbreviations,
                    typing=typing,
                    fold=fold,
                ),
            )
            for part in self._parts
        ]
        return _merged(found, limit, key=lambda hit: (-hit.score, ""))


def _merged(
    found: Sequence[tuple[SearchPart, SearchResult]],
    limit: int,
    key: Callable[[SearchHit], tuple[float, str]],
) -> SearchResult:
    hits = list(_once(found))
    left_out = sum(len(result.hits) for _, result in found) - len(hits)
    hits.sort(key=key)
    readings = dict.fromkeys(reading for _, result in found for reading in result.readings)
    return SearchResult(
        tuple(hits[:limit]),
        max(sum(result.total for _, result in found) - left_out, len(hits)),
        tuple(readings),
        _unknown_to_all([result.dropped for _, result in found]),
    )


def _once(found: Sequence[tuple[SearchPart, SearchResult]]) -> Iterator[SearchHit]:
    """Of each index no hit that is far below the best of all: in one index it would have been left out too."""
    best = max((result.hits[0].score for _, result in found if result.hits), default=0.0)
    seen: set[tuple[str, str]] = set()
    for part, result in found:
        least = STANDARD.far_below * best if result.hits and result.hits[0].score < best else 0.0
        for hit in result.hits:
            if hit.score <= least:
                continue
            name = hit.system, hit.code
            if name not in seen and (part.keep is None or part.keep(hit)):
                seen.add(name)
                yield hit


def _unknown_to_all(dropped: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """A word that one index knows was not dropped."""
    first, *others = dropped or ((),)
    return tuple(word for word in first if all(word in other for other in others))
