"""The search index on disk: one file of arrays, mapped when it is opened. And the tables that it is built with."""

import mmap
import os
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np

from bot.domain.codes.search.arrays import Arrays
from bot.domain.codes.search.build import FORMAT
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.tables import Tables, tables

_MAGIC = b"CODEDESK-SEARCH\n"
_ALIGN = 64


class _Array(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    shape: tuple[int, ...]
    offset: int


class NotAnIndex(Exception):  # noqa: N818
    """The file is not a search index of this version: build it anew."""


def own_tables() -> Tables:
    """The tables that come with the product."""
    folder = files("bot.books") / "search_tables"

    def text(name: str) -> str:
        return (folder / name).read_text(encoding="utf-8")

    return tables(
        text("abbreviations.tsv"),
        text("lay_words.tsv"),
        text("synonyms.tsv"),
        text("british.tsv"),
        text("common_codes.txt"),
    )


def save(arrays: Arrays, path: Path) -> None:
    """Write the arrays of `build` to `path`, whole or not at all. Raises OSError."""
    entries, offset = [], 0
    for name in sorted(arrays):
        array = arrays[name]
        entries.append(_Array(name, array.dtype.str, array.shape, offset))
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    header = msgspec.json.encode(entries)
    start = _start(len(header))
    written = path.with_name(f"{path.name}.{os.getpid()}.part")
    with written.open("wb") as out:
        out.write(_MAGIC + len(header).to_bytes(8, "little") + header)
        for entry in entries:
            out.seek(start + entry.offset)
            out.write(np.ascontiguousarray(arrays[entry.name]).tobytes())
        out.truncate(start + offset)
        out.flush()
        os.fsync(out.fileno())
    written.replace(path)


def load(path: Path) -> Index:
    """The index in `path`, mapped and not read. Raises OSError, and NotAnIndex for any other file."""
    return Index(mapped(path))


def mapped(path: Path) -> Arrays:
    """The arrays in `path`, as views of the mapped file. Raises OSError and NotAnIndex."""
    with path.open("rb") as file:
        head = file.read(len(_MAGIC) + 8)
        if not head.startswith(_MAGIC):
            raise NotAnIndex
        length = int.from_bytes(head[len(_MAGIC) :], "little")
        try:
            entries = msgspec.json.decode(file.read(length), type=list[_Array])
        except msgspec.DecodeError as e:
            raise NotAnIndex from e
        block = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = _start(length)
    try:
        arrays = {
            e.name: np.frombuffer(block, np.dtype(e.dtype), int(np.prod(e.shape)), start + e.offset).reshape(e.shape)
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
