"""The search index on disk: one file of arrays, mapped when it is opened. And the tables that it is built with."""

import hashlib
import mmap
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np

from bot.books.writing import write_atomically
from bot.domain.codes.search.arrays import Arrays
from bot.domain.codes.search.build import FORMAT
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.tables import Tables, tables

_MAGIC = b"CODEDESK-SEARCH\n"
_ALIGN = 64
_LONGEST_HEADER = 1 << 20


class _Array(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int


class NotAnIndex(Exception):
    """The file is not a search index of this version: build it anew."""


_TABLES = ("abbreviations.tsv", "lay_words.tsv", "synonyms.tsv", "british.tsv", "common_codes.txt")


def own_tables() -> Tables:
    """The tables that come with the product."""
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


def load(path: Path) -> Index:
    """The index in `path`, mapped and not read. Raises OSError, and NotAnIndex for any other file."""
    return Index(mapped(path))


def mapped(path: Path) -> Arrays:
    """The arrays in `path`, as views of the mapped file. Raises OSError and NotAnIndex."""
    with path.open("rb") as file:
        head = file.read(len(_MAGIC) + 8)
        if not head.startswith(_MAGIC):
            raise NotAnIndex
        length = min(int.from_bytes(head[len(_MAGIC) :], "little"), _LONGEST_HEADER)
        try:
            entries = msgspec.json.decode(file.read(length), type=list[_Array])
        except msgspec.DecodeError as e:
            raise NotAnIndex from e
        block = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = _start(length)
    try:
        arrays = {
            e.name: np.frombuffer(block, np.dtype(e.dtype), int(np.prod(e.shape)), start + e.offset).reshape(
                e.shape
            )
            for e in entries
        }
    except ValueError as e:
        raise NotAnIndex from e
    if "format" not in arrays or int(arrays["format"][0]) != FORMAT:
        raise NotAnIndex
    return arrays


def _start(header: int) -> int:
    """Where the first array begins."""
    return -(-(len(_MAGIC) + 8 + header) // _ALIGN) * _ALIGN
