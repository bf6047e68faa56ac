"""The tables that search indexes are built with: they come with the product."""

import hashlib
from datetime import date
from functools import cache
from importlib.resources import files

from bot.domain.codes.search.format import FORMAT
from bot.domain.codes.search.tables import Tables, changing_days, tables

_TABLES = (
    "abbreviations.tsv",
    "lay_words.tsv",
    "synonyms.tsv",
    "british.tsv",
    "common_codes.txt",
    "roots.tsv",
)


def own_tables(on: date | None = None) -> Tables:
    """The tables that come with the product, as they hold for an edition that begins on a day; None: the newest.

    Each time is read once, a quarter of a second, however many indexes are made.
    """
    return _tables_since(_since(on))


def tables_digest(on: date | None = None) -> str:
    """Changes whenever these tables or the format do: an index made with others must be made anew."""
    return _digest_since(_since(on))


@cache
def _tables_since(since: date) -> Tables:
    return tables(*(_table(name).decode() for name in _TABLES), on=since)


@cache
def _digest_since(since: date) -> str:
    digest = hashlib.sha256(f"{FORMAT} {since}".encode())
    for name in _TABLES:
        digest.update(_table(name))
    return digest.hexdigest()


def _since(on: date | None) -> date:
    """The last day until then on which a row changed: the tables are alike for all editions in between."""
    return max((day for day in _changing_days() if on is None or day <= on), default=date.min)


@cache
def _changing_days() -> frozenset[date]:
    return frozenset(day for name in _TABLES for day in changing_days(_table(name).decode()))


def _table(name: str) -> bytes:
    return (files("bot.built_files") / "search_tables" / name).read_bytes()
