"""Tables without every row all of whose words are typed in a development question.

Harder than reality: 'htn' and 'heart attack' are taken out too, which any biller's table holds. Rows that a question
meets through a corrected or unfinished word stay in, so for those kinds it is a little kinder.
"""

from collections.abc import Iterable
from dataclasses import replace

from benchmarks.search_data import Query
from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.tables import Tables, phrase_key
from bot.domain.codes.search.words import words


def without_coinciding(tables: Tables, asked: Iterable[Query]) -> Tables:
    """`tables` without the rows all of whose words stand in one of the questions."""
    said = [_keys(q.text) for q in asked]
    kept = (p for p in tables.phrases if not any(keys.issuperset(phrase_key(p)) for keys in said))
    return replace(tables, phrases=tuple(kept))


def _keys(text: str) -> frozenset[str]:
    """Everything that a row of a table may be met by in `text`."""
    found = [w.text for w in words(text)]
    return frozenset((*(f"={w}" for w in found), *map(stem, found)))
