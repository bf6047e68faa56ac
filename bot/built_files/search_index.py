"""The search index on disk: one file of arrays, memory-mapped when opened."""

import math
import mmap
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import msgspec
import numpy as np

from bot.built_files.atomic import write_atomically
from bot.built_files.faults import fault_of
from bot.domain.codes.edition_file import EditionFault, UnusableEdition
from bot.domain.codes.search.arrays import Arrays
from bot.domain.codes.search.format import FORMAT
from bot.domain.codes.search.index import Index

_MAGIC = b"CODEDESK-SEARCH\n"
_ALIGN = 64
_LONGEST_HEADER = 1 << 20
_WIDE = 4
"""Bytes per character."""


class _Array(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int

    @property
    def count(self) -> int:
        """The number of elements."""
        return math.prod(self.shape)

    @property
    def end(self) -> int:
        """The end offset, counted like `offset`. The dtype is stored as numpy's `dtype.str`, '<i4' or '<U12'."""
        size = int(self.dtype[2:]) * (_WIDE if self.dtype[1] == "U" else 1)
        return self.offset + self.count * size


def save(arrays: Arrays, path: Path) -> None:
    """Write the arrays of `build` to `path`, completely or not at all. Raises OSError."""
    entries, offset = [], 0
    for name in sorted(arrays):
        array = arrays[name]
        entries.append(_Array(name, array.dtype.str, array.shape, offset))
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    header = msgspec.json.encode(entries)
    write_atomically(path, _parts(header, entries, arrays))


def _parts(header: bytes, entries: list[_Array], arrays: Arrays) -> Iterator[bytes]:
    """The file's bytes in order, with each array at its entry's offset."""
    head = _MAGIC + len(header).to_bytes(8, "little") + header
    yield head.ljust(_start(len(header)), b"\0")
    for entry in entries:
        array = np.ascontiguousarray(arrays[entry.name])
        yield array.tobytes().ljust(-(-array.nbytes // _ALIGN) * _ALIGN, b"\0")


class IndexFile:
    """A search index, memory-mapped. Its `index` is created on first use (25 ms)."""

    def __init__(self, path: Path) -> None:
        """Map the file. Raises UnusableEdition."""
        self._name = path.name
        try:
            with path.open("rb") as file:
                length = self._read_header(file)
                self._block = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as e:
            raise UnusableEdition(fault_of(e), path.name) from None
        self._start = _start(length)
        whole = max(entry.end for entry in self._entries)
        if self._start + whole > len(self._block) or self._format() != FORMAT:
            raise self._unusable()

    def _read_header(self, file: BinaryIO) -> int:
        head = file.read(len(_MAGIC) + 8)
        length = min(int.from_bytes(head[len(_MAGIC) :], "little"), _LONGEST_HEADER)
        if not head.startswith(_MAGIC):
            raise UnusableEdition(EditionFault.NOT_AN_EDITION, self._name)
        try:
            self._entries = msgspec.json.decode(file.read(length), type=list[_Array])
            max(entry.end for entry in self._entries)
        except (msgspec.DecodeError, ValueError, IndexError):
            raise self._unusable() from None
        return length

    @cached_property
    def index(self) -> Index:
        """The index that answers searches."""
        return Index(self.arrays())

    def arrays(self) -> Arrays:
        """Its arrays, as views of the mapped file. Raises UnusableEdition."""
        try:
            return {
                e.name: np.frombuffer(
                    self._block, np.dtype(e.dtype), e.count, self._start + e.offset
                ).reshape(e.shape)
                for e in self._entries
            }
        except (ValueError, TypeError):
            raise self._unusable() from None

    def _unusable(self) -> UnusableEdition:
        return UnusableEdition(EditionFault.DAMAGED, self._name)

    def _format(self) -> int | None:
        found = next((e for e in self._entries if e.name == "format"), None)
        return None if found is None else self._block[self._start + found.offset]


def load(path: Path) -> Index:
    """The index in `path`, ready to use. Raises UnusableEdition."""
    return IndexFile(path).index


def mapped(path: Path) -> Arrays:
    """The arrays in `path`, as views of the mapped file. Raises UnusableEdition."""
    return IndexFile(path).arrays()


def _start(header: int) -> int:
    """The offset of the first array."""
    return -(-(len(_MAGIC) + 8 + header) // _ALIGN) * _ALIGN
