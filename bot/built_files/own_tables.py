"""The tables that search indexes are built with: they come with the product."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files

from bot.domain.codes.search.format import FORMAT
from bot.domain.codes.search.short_descriptors import ShortDescriptors
from bot.domain.codes.search.tables import Phrase, Saying, Tables, rows, tables

_TABLES = (
    "abbreviations.tsv",
    "lay_words.tsv",
    "synonyms.tsv",
    "british.tsv",
    "common_codes.txt",
    "roots.tsv",
)
_PROCEDURES, _CLIPPED = "procedures.tsv", "clipped_words.tsv"


@cache
def own_tables() -> Tables:
    """The tables that come with the product; read once, a quarter of a second, however many indexes are made."""
    return tables(*(_table(name).decode() for name in _TABLES))


@cache
def procedure_tables() -> Tables:
    """The same with what billers call procedures: for indexes of procedures, not for those of diagnoses."""
    said = rows(_table(_PROCEDURES).decode())
    phrases = tuple(Phrase(phrase, meanings, Saying.LAY) for phrase, meanings in said)
    own = own_tables()
    return replace(own, phrases=(*phrases, *own.phrases))


@cache
def descriptor_words() -> ShortDescriptors:
    """Writes out what short descriptors of procedures clip."""
    trade = (meaning for _, meanings in rows(_table(_PROCEDURES).decode()) for meaning in meanings)
    return ShortDescriptors(rows(_table(_CLIPPED).decode()), trade)


@cache
def tables_digest() -> str:
    """Changes whenever the tables or the format do: an index made with others must be made anew."""
    return _digest(_TABLES)


@cache
def procedure_tables_digest() -> str:
    """The same for indexes of procedures."""
    return _digest((*_TABLES, _PROCEDURES, _CLIPPED))


def _digest(names: Iterable[str]) -> str:
    digest = hashlib.sha256(str(FORMAT).encode())
    for name in names:
        digest.update(_table(name))
    return digest.hexdigest()


def _table(name: str) -> bytes:
    return (files("bot.built_files") / "search_tables" / name).read_bytes()
