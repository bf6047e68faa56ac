"""A table of codes. Each has one value, which is decoded as a whole."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Generic, TypeVar

import msgspec

from bot.domain.codes.to_plain_data import plain
from storage.editions.connect import OpenFile

_T = TypeVar("_T")
KEPT = 1024
"""Decoded values cached for each table of an open file, under a megabyte: a team asks for the same codes all day."""


class CodedTable(Generic[_T]):
    """Maps codes to values of one type. A lookup takes three microseconds, and almost nothing for a cached code."""

    __slots__ = (
        "_all",
        "_codes",
        "_connection",
        "_decode",
        "_file",
        "_get",
        "_has",
        "_kept",
        "_rows",
        "_under",
    )

    def __init__(self, file: OpenFile, name: str, kind: type[_T], rows: int) -> None:
        """`name` is the table's name, `rows` its row count."""
        self._file = file
        self._connection = file.connection
        self._rows = rows
        self._decode = msgspec.msgpack.Decoder(kind).decode
        self._kept: dict[str, _T] = {}
        self._get = f"SELECT value FROM {name} WHERE code = ?"  # noqa: S608 - our own table names
        self._has = f"SELECT 1 FROM {name} WHERE code = ?"  # noqa: S608
        self._all = f"SELECT value FROM {name} ORDER BY code"  # noqa: S608
        self._codes = f"SELECT code FROM {name} ORDER BY code"  # noqa: S608
        self._under = f"SELECT code FROM {name} WHERE code >= ? AND code < ? ORDER BY code"  # noqa: S608

    def get(self, code: str) -> _T | None:
        """The value of a code exactly as written, or None. Raises UnusableEdition for damage."""
        kept = self._kept.get(code)
        return self._read(code) if kept is None else kept

    def __contains__(self, code: str) -> bool:
        return code in self._kept or self._one(self._has, code) is not None

    def __iter__(self) -> Iterator[_T]:
        """All values, in code order."""
        return (self._value(*row) for row in self._many(self._all))

    def __len__(self) -> int:
        return self._rows

    def codes(self) -> Iterator[str]:
        """All codes, in order."""
        return (code for (code,) in self._many(self._codes))

    def starting(self, prefix: str) -> Iterator[str]:
        """The codes that begin with `prefix`, in order."""
        return (code for (code,) in self._many(self._under, prefix, f"{prefix}{_PAST}"))

    def _read(self, code: str) -> _T | None:
        """Only existing codes are cached, so mistyped ones take no space."""
        found = self._one(self._get, code)
        if found is None:
            return None
        if len(self._kept) >= KEPT:
            self._kept.clear()
        value = self._kept[code] = self._value(*found)
        return value

    def _one(self, statement: str, code: str) -> tuple[bytes] | None:
        try:
            found: tuple[bytes] | None = self._connection.execute(statement, (code,)).fetchone()
        except UnicodeEncodeError:  # half of a surrogate pair cannot be a code
            return None
        except sqlite3.Error:
            raise self._file.found_damaged() from None
        return found

    def _many(self, statement: str, *values: str) -> Iterator[tuple[Any]]:
        try:
            yield from self._connection.execute(statement, values)
        except UnicodeEncodeError:
            return
        except sqlite3.Error:
            raise self._file.found_damaged() from None

    def _value(self, value: bytes) -> _T:
        try:
            return self._decode(value)
        except msgspec.MsgspecError:
            raise self._file.found_damaged() from None


def create_table(connection: sqlite3.Connection, name: str, values: Iterable[tuple[str, object]]) -> int:
    """Create the table with its rows. Returns how many. Raises ValueError for a repeated code."""
    rows = sorted((code, _encode(plain(value))) for code, value in values)
    connection.execute(f"CREATE TABLE {name} (code TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID")
    try:
        connection.executemany(
            f"INSERT INTO {name} VALUES (?, ?)",  # noqa: S608 - our own table names
            rows,
        )
    except (sqlite3.IntegrityError, UnicodeEncodeError):
        raise ValueError(name) from None
    return len(rows)


_encode = msgspec.msgpack.encode
_PAST = "\U0010ffff"
"""Sorts after every character that a code can contain."""
