"""The tables for building search indexes, which come with the product."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files

from bot.domain.codes.search.format import FORMAT
from bot.domain.codes.search.short_descriptors import ShortDescriptors
from bot.domain.codes.search.tables import (
    WORD,
    Phrase,
    Saying,
    Tables,
    changing_days,
    rows,
    table_rows,
    tables,
)

_TABLES = (
    "abbreviations.tsv",
    "lay_words.tsv",
    "synonyms.tsv",
    "british.tsv",
    "common_codes.txt",
    "roots.tsv",
)
_HCPCS = re.compile(r"[A-Z]\d{4}")
_PROCEDURES, _CLIPPED = "procedures.tsv", "clipped_words.tsv"


def own_tables(on: date | None = None) -> Tables:
    """The product's tables as of an edition's first day; None: the newest.

    Each version is read once, which takes a quarter of a second, no matter how many indexes are built.
    """
    return _tables_since(_since(on))


def tables_digest(on: date | None = None) -> str:
    """A digest that changes with these tables or the format. An index built with others must be rebuilt."""
    return _digest_since(_since(on))


@cache
def procedure_tables() -> Tables:
    """What billers call procedures, for indexes of procedures.

    Of the other tables only the rows that find a code of HCPCS, and single words such as 'kidney': what patients call
    diagnoses is no name of a procedure.
    """
    said = rows(_table(_PROCEDURES).decode())
    phrases = tuple(Phrase(phrase, meanings, Saying.LAY) for phrase, meanings in said)
    of_procedures = {
        row.said
        for name in _TABLES[:3]
        for row in table_rows(_table(name).decode())
        if any(code == WORD or _HCPCS.fullmatch(code) for code in row.codes)
    }
    own = own_tables()
    return replace(own, phrases=(*phrases, *(p for p in own.phrases if p.said in of_procedures)))


@cache
def descriptor_words() -> ShortDescriptors:
    """The expansions of abbreviations in short procedure descriptors."""
    trade = (meaning for _, meanings in rows(_table(_PROCEDURES).decode()) for meaning in meanings)
    return ShortDescriptors(rows(_table(_CLIPPED).decode()), trade)


@cache
def procedure_tables_digest() -> str:
    """Like `tables_digest`, for procedure indexes."""
    return _digest(str(_since(None)), (*_TABLES, _PROCEDURES, _CLIPPED))


@cache
def _tables_since(since: date) -> Tables:
    return tables(*(_table(name).decode() for name in _TABLES), on=since)


@cache
def _digest_since(since: date) -> str:
    return _digest(str(since), _TABLES)


def _digest(since: str, names: Iterable[str]) -> str:
    digest = hashlib.sha256(f"{FORMAT} {since}".encode())
    for name in names:
        digest.update(_table(name))
    return digest.hexdigest()


def _since(on: date | None) -> date:
    """The last day up to `on` on which a row changed. The tables are the same for all editions in between."""
    return max((day for day in _changing_days() if on is None or day <= on), default=date.min)


@cache
def _changing_days() -> frozenset[date]:
    return frozenset(day for name in _TABLES for day in changing_days(_table(name).decode()))


def _table(name: str) -> bytes:
    return (files("bot.built_files") / "search_tables" / name).read_bytes()
