"""Search several indexes at once, with all hits ranked by score."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.codes.search.documents import dotless
from bot.domain.codes.search.index import MOST, Index
from bot.domain.codes.search.parse import MOST_LETTERS
from bot.domain.codes.search.result import Filters, SearchHit, SearchResult
from bot.domain.codes.search.term import How
from bot.domain.codes.search.weights import STANDARD, STOP
from bot.domain.codes.search.words import words

_LEAST = 0.5


@dataclass(frozen=True, slots=True)
class SearchPart:
    """An index, and which of its hits count. The starter set's hit is dropped if a loaded edition has the code."""

    index: Index
    keep: Callable[[SearchHit], bool] | None = None


class MergedIndex:
    """Has the interface of one `Index`. Scores are shares of the query, so those of different indexes are comparable.

    If two parts have a code, the first part's hit counts.
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
        every_word: bool = False,
    ) -> SearchResult:
        """The best `limit` codes for `query`, like `Index.search`. Never raises for any text."""
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
                every_word=every_word,
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
                    every_word=every_word,
                ),
            )
            for part in self._parts
        ]
        asked = sum(word.text not in STOP for word in words(query[:MOST_LETTERS]))
        return _merged(found, limit, key=lambda hit: (-hit.score, ""), asked=asked)


def _merged(
    found: Sequence[tuple[SearchPart, SearchResult]],
    limit: int,
    key: Callable[[SearchHit], tuple[float, str]],
    asked: int = 0,
) -> SearchResult:
    """Merge the results. `asked` is the number of words in the query; 0 if codes were found by their beginning."""
    weighed = [(part, result, _share(result, [r for _, r in found], asked)) for part, result in found]
    hits = list(_once(weighed))
    left_out = sum(len(result.hits) for _, result in found) - len(hits)
    hits.sort(key=key)
    readings = dict.fromkeys(reading for _, result in found for reading in result.readings)
    return SearchResult(
        tuple(hits[:limit]),
        max(sum(result.total for _, result in found) - left_out, len(hits)),
        tuple(readings),
        _unknown_to_all([result.dropped for _, result in found]),
    )


def _share(result: SearchResult, every: Sequence[SearchResult], asked: int) -> float:
    """The share of the query that an index could answer at all, given the words that only others know."""
    missing = sum(any(_knows(other, word) for other in every) for word in _unsure(result))
    known = asked - len(_unknown_to_all([other.dropped for other in every]))
    return max(known - missing, _LEAST) / (known + missing) if missing else 1.0


def _unsure(result: SearchResult) -> Iterator[str]:
    """The words that the index does not know, and those that it read as a typo."""
    yield from result.dropped
    yield from (reading.said for reading in result.readings if reading.how is How.TYPO)


def _knows(result: SearchResult, word: str) -> bool:
    return word not in _unsure(result)


def _once(found: Sequence[tuple[SearchPart, SearchResult, float]]) -> Iterator[SearchHit]:
    """Drop hits far below the best of all indexes: one index would have dropped them too."""
    tops = [result.hits[0].score * share for _, result, share in found if result.hits]
    best = max(tops, default=0.0)
    seen: set[tuple[str, str]] = set()
    for part, result, share in found:
        top = result.hits[0].score * share if result.hits else 0.0
        least = STANDARD.far_below * best if top < best else 0.0
        for hit in result.hits:
            score, name = hit.score * share, (hit.system, hit.code)
            if score > least and name not in seen and (part.keep is None or part.keep(hit)):
                seen.add(name)
                yield hit if share == 1.0 else hit._replace(score=round(score, 4))


def _unknown_to_all(dropped: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """A word that one index knows was not dropped."""
    first, *others = dropped or ((),)
    return tuple(word for word in first if all(word in other for other in others))
