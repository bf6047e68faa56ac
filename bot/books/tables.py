"""Books of one or two tables of short keys, each value decoded when it is asked for: limits, add-ons, fees, codes."""

from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from bot.books.container import BookKind, Contents, open_container, write_container
from bot.books.errors import BookFault, UnusableBook
from bot.books.packed import PackedTable, fits, pack
from bot.domain.codes.editions import Gathered
from bot.domain.codes.to_plain_data import plain

_T = TypeVar("_T")
_MOST_KEPT = 1024


class KeyTable(Generic[_T]):
    """A mapping of keys to values of one type over a mapped part.

    The last few hundred values are kept decoded, for a team asks of the same codes all day. Safe to ask from several
    threads.
    """

    __slots__ = ("_decode", "_kept", "_packed")

    def __init__(self, contents: Contents, part: str, kind: type[_T]) -> None:
        """The part named `part`; raises UnusableBook where it is not there, or damaged."""
        if part not in contents.parts:
            raise UnusableBook(BookFault.DAMAGED)
        self._packed = PackedTable(*contents.parts[part])
        self._kept: dict[str, _T] = {}
        self._decode = msgspec.msgpack.Decoder(kind).decode

    def get(self, key: str) -> _T | None:
        """The value of `key`, or None."""
        kept = self._kept.get(key)
        return self._read(key) if kept is None else kept

    def _read(self, key: str) -> _T | None:
        """Only keys that are there are kept: nothing that was mistyped is."""
        found = self._packed.get(_key(key))
        if found is None:
            return None
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        value = self._kept[key] = self._value(found)
        return value

    def __contains__(self, key: str) -> bool:
        return key in self._kept or self._packed.get(_key(key)) is not None

    def __iter__(self) -> Iterator[_T]:
        """All values."""
        return (self._value(found) for found in self._packed.values())

    def __len__(self) -> int:
        return len(self._packed)

    def keys(self) -> Iterator[str]:
        """All keys of at most eight characters, in order; longer ones are kept by their digests."""
        return (key for key in self._packed.starting("") if not key.islower())

    def _value(self, found: memoryview) -> _T:
        try:
            return self._decode(found)
        except msgspec.MsgspecError:
            raise UnusableBook(BookFault.DAMAGED) from None


def write_tables(
    path: Path, kind: BookKind, gathered: Gathered, tables: dict[str, Iterable[tuple[str, object]]]
) -> None:
    """Build a book of tables at `path`, whole or not at all. Raises ValueError for a key that comes twice."""
    parts = {
        name: pack((_key(key), msgspec.msgpack.encode(plain(value))) for key, value in rows)
        for name, rows in tables.items()
    }
    write_container(path, kind, gathered, parts)


def open_tables(path: Path, kind: BookKind, *, verify: bool = False) -> Contents:
    """The contents of a book of tables. Raises UnusableBook."""
    return open_container(path, kind, verify=verify)


def _key(key: str) -> str:
    """A team's own codes may have fifteen characters: what does not fit is kept by its digest, in small letters."""
    if len(key) <= 8 and fits(key):
        return key.upper()
    return blake2b(key.upper().encode(), digest_size=5).hexdigest()[:8].translate(_LETTERS)


_LETTERS = str.maketrans("0123456789", "ghijklmnop")
