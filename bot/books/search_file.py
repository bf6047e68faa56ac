"""The search index on disk: one file of arrays, mapped when it is opened. And the tables that it is built with."""

import hashlib
import math
import mmap
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np

from bot.books.writing import write_atomically
from bot.domain.codes.search.arrays import Arrays
from bot.domain.codes.search.format import FORMAT
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.tables import Tables, tables

_MAGIC = b"CODEDESK-SEARCH\n"
_ALIGN = 64
_LONGEST_HEADER = 1 << 20
_WIDE = 4
"""Bytes of a character."""


class _Array(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int

    @property
    def count(self) -> int:
        """Of its elements."""
        return math.prod(self.shape)

    @property
    def end(self) -> int:
        """Where it ends, counted as `offset`; its dtype is written as numpy's `dtype.str`, '<i4' or '<U12'."""
        size = int(self.dtype[2:]) * (_WIDE if self.dtype[1] == "U" else 1)
        return self.offset + self.count * size


class NotAnIndex(Exception):
    """The file is not a search index of this version: build it anew."""


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


def tables_digest() -> str:
    """Changes whenever the tables or the format do: an index made with others must be made anew."""
    digest = hashlib.sha256(str(FORMAT).encode())
    for name in _TABLES:
        digest.update(_table(name))
    return digest.hexdigest()


def _table(name: str) -> bytes:
    return (files("bot.books") / "search_tables" / name).read_bytes()


def save(arrays: Arrays, path: Path) -> None:
    """Write the arrays of `build` to `path`, whole or not at all. Raises OSError."""
    entries, offset = [], 0
    for name in sorted(arrays):
        array = arrays[name]
        entries.append(_Array(name, array.dtype.str, array.shape, offset))
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    header = msgspec.json.encode(entries)
    write_atomically(path, _parts(header, entries, arrays))


def _parts(header: bytes, entries: list[_Array], arrays: Arrays) -> Iterator[bytes]:
    """The file from front to back, each array where its entry says."""
    head = _MAGIC + len(header).to_bytes(8, "little") + header
    yield head.ljust(_start(len(header)), b"\0")
    for entry in entries:
        array = np.ascontiguousarray(arrays[entry.name])
        yield array.tobytes().ljust(-(-array.nbytes // _ALIGN) * _ALIGN, b"\0")


class IndexFile:
    """A search index, mapped and not read; its `index` is made when it is first asked for (25 ms)."""

    def __init__(self, path: Path) -> None:
        """Raises OSError, and NotAnIndex for any other file."""
        with path.open("rb") as file:
            head = file.read(len(_MAGIC) + 8)
            if not head.startswith(_MAGIC):
                raise NotAnIndex
            length = min(int.from_bytes(head[len(_MAGIC) :], "little"), _LONGEST_HEADER)
            try:
                self._entries = msgspec.json.decode(file.read(length), type=list[_Array])
                whole = max(entry.end for entry in self._entries)
            except (msgspec.DecodeError, ValueError, IndexError) as e:
                raise NotAnIndex from e
            self._block = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._start = _start(length)
        if self._start + whole > len(self._block) or self._format() != FORMAT:
            raise NotAnIndex

    @cached_property
    def index(self) -> Index:
        """What answers from it."""
        return Index(self.arrays())

    def arrays(self) -> Arrays:
        """Its arrays, as views of the mapped file. Raises NotAnIndex."""
        try:
            return {
                e.name: np.frombuffer(
                    self._block, np.dtype(e.dtype), e.count, self._start + e.offset
                ).reshape(e.shape)
                for e in self._entries
            }
        except (ValueError, TypeError) as e:
            raise NotAnIndex from e

    def _format(self) -> int | None:
        found = next((e for e in self._entries if e.name == "format"), None)
        return None if found is None else self._block[self._start + found.offset]


def load(path: Path) -> Index:
    """The index in `path`, ready. Raises OSError, and NotAnIndex for any other file."""
    return IndexFile(path).index


def mapped(path: Path) -> Arrays:
    """The arrays in `path`, as views of the mapped file. Raises OSError and NotAnIndex."""
    return IndexFile(path).arrays()


def _start(header: int) -> int:
    """Where the first array begins."""
    return -(-(len(_MAGIC) + 8 + header) // _ALIGN) * _ALIGN
