"""Reads the HCPCS Level II starter that comes with the package."""

import csv
import hashlib
from functools import cache
from importlib.resources import files

import msgspec

from bot.domain.codes.hcpcs.starter import HcpcsStarter, StarterRow

_CODES, _MODIFIERS = "starter_codes.tsv", "starter_modifiers.tsv"
_SPLIT = {"instead": None, "also": "|"}
"""Columns with several values, and their separator (None: blanks)."""


@cache
def hcpcs_starter() -> HcpcsStarter:
    """The whole starter, read once. Takes about 15 ms."""
    return HcpcsStarter(_by_code(_text(_CODES)), _by_code(_text(_MODIFIERS)))


@cache
def starter_digest() -> str:
    """A digest that changes whenever the starter's codes do."""
    return hashlib.sha256(_text(_CODES).encode()).hexdigest()


def read_rows(text: str) -> list[StarterRow]:
    """The rows of one file. Raises msgspec.ValidationError for a row whose columns have the wrong form."""
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    table = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return msgspec.convert([_fields(row) for row in table], list[StarterRow])


def _text(name: str) -> str:
    return (files("bot") / "data" / "hcpcs" / name).read_text(encoding="utf-8")


def _by_code(text: str) -> dict[str, StarterRow]:
    return {row.code: row for row in read_rows(text)}


def _fields(row: dict[str, str]) -> dict[str, object]:
    """A row with its lists split. Empty values are None."""
    split = {key: row[key].split(between) if row[key] else [] for key, between in _SPLIT.items()}
    return {**{key: value or None for key, value in row.items()}, **split}
