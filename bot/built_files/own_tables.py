"""The tables that search indexes are built with: they come with the product."""

import hashlib
from functools import cache
from importlib.resources import files

from bot.domain.codes.search.format import FORMAT
from bot.domain.codes.search.tables import Tables, tables

_TABLES = (
    "abbreviations.tsv",
    "lay_words.tsv",
    "synonyms.tsv",
    "british.tsv",
    "common_codes.txt",
    "roots.tsv",
)


@cache
def own_tables() -> Tables:
    """The tables that come with the product; read once, a quarter of a second, however many indexes are made."""
    return tables(*(_table(name).decode() for name in _TABLES))


@cache
def tables_digest() -> str:
    """Changes whenever the tables or the format do: an index made with others must be made anew."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for name in _TABLES:
        digest.update(_table(name))
    return digest.hexdigest()


def _table(name: str) -> bytes:
    return (files("bot.built_files") / "search_tables" / name).read_bytes()
