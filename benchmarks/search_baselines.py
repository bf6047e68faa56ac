"""Two designs that need no work, to compare with: brute-force rapidfuzz and SQLite's full-text index."""

import re
import sqlite3
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process

from benchmarks.search_data import Query
from bot.domain.codes.search.entries import SearchEntry

_SYSTEM = {"ICD-10-CM": "icd10cm", "HCPCS Level II": "hcpcs"}


def _texts(entries: Iterable[SearchEntry], system: str) -> list[tuple[str, str]]:
    return [
        (e.code, text)
        for e in entries
        if _SYSTEM[e.system] == system
        for text in (e.name, *(t for _, t in e.texts))
    ]


def _once(codes: Iterable[str], most: int = 10) -> list[str]:
    return list(dict.fromkeys(codes))[:most]


class WholeSet:
    """rapidfuzz WRatio over every text of the system."""

    def __init__(self, entries: Sequence[SearchEntry]) -> None:
        self._texts = {s: _texts(entries, s) for s in _SYSTEM.values()}
        self._choices = {s: [t.lower() for _, t in rows] for s, rows in self._texts.items()}

    def search(self, query: Query) -> Sequence[str]:
        """The ten best codes."""
        rows = self._texts[query.system]
        best = process.extract(query.text.lower(), self._choices[query.system], scorer=fuzz.WRatio, limit=40)
        return _once(rows[at][0] for _, _, at in best)


class FullText:
    """FTS5 with the porter stemmer and bm25: all words, and where those find too little, any word."""

    def __init__(self, entries: Sequence[SearchEntry]) -> None:
        self._db = sqlite3.connect(":memory:")
        for system in _SYSTEM.values():
            columns = "code UNINDEXED, text, tokenize='porter unicode61'"
            self._db.execute(f"CREATE VIRTUAL TABLE {system} USING fts5({columns})")
            self._db.executemany(f"INSERT INTO {system} VALUES (?, ?)", _texts(entries, system))

    def search(self, query: Query) -> Sequence[str]:
        """The ten best codes."""
        words = [f'"{w}"' for w in re.findall(r"[a-z0-9]+", query.text.lower())]
        found = self._match(query.system, " AND ".join(words))
        return _once(found if len(found) >= 10 else found + self._match(query.system, " OR ".join(words)))

    def _match(self, system: str, expression: str) -> list[str]:
        sql = f"SELECT code FROM {system} WHERE {system} MATCH ? ORDER BY rank LIMIT 40"
        return [code for (code,) in self._db.execute(sql, (expression,))] if expression else []
