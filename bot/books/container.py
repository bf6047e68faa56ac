"""A mapped file of several parts behind one header: what every book but that of diagnoses is kept in.

The file: magic, kind, byte order, format, then a header (msgpack) that names the edition and where each part
lies. Opening reads the header alone; `verify` reads it all, which is for whoever decides whether it must be made anew.
"""

import mmap
import struct
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zlib import crc32

import msgspec

from bot.books.errors import BookFault, UnusableBook
from bot.books.writing import write_atomically
from bot.domain.codes.editions import Gathered

_MAGIC = b"CDESKTAB"
_FORMAT = 1
_ORDER = {"little": 1, "big": 2}[sys.byteorder]
_START = struct.Struct("<8sHHII")  # magic, byte order, format, header's length, header's checksum


class BookKind(StrEnum):
    """What a container holds."""

    PAIRS = "pairs"
    UNITS = "units"
    ADD_ONS = "add-ons"
    FEES = "fees"
    PROCEDURES = "procedures"
    CONVERSIONS = "conversions"


class _ContainerPart(msgspec.Struct, frozen=True, array_like=True):
    start: int
    length: int
    count: int
    checksum: int


class _ContainerHeader(msgspec.Struct, frozen=True):
    kind: BookKind
    gathered: Gathered
    words: tuple[str, ...]
    parts: dict[str, _ContainerPart]
    size: int


_read_header = msgspec.msgpack.Decoder(_ContainerHeader).decode


@dataclass(frozen=True, slots=True)
class Contents:
    """An open container: the edition, its list of words, and its parts (bytes, how many things they hold)."""

    gathered: Gathered
    words: tuple[str, ...]
    parts: Mapping[str, tuple[memoryview, int]]


def write_container(
    path: Path,
    kind: BookKind,
    gathered: Gathered,
    parts: Mapping[str, tuple[int, bytes]],
    words: tuple[str, ...] = (),
) -> None:
    """Write a container at `path`, whole or not at all. `parts` are (how many things, bytes) by name."""
    placed: dict[str, _ContainerPart] = {}
    size, body = 0, []
    for name, (count, part) in parts.items():
        placed[name] = _ContainerPart(size, len(part), count, crc32(part))
        body.append(_padded(part))
        size += len(body[-1])
    head = msgspec.msgpack.encode(_ContainerHeader(kind, gathered, words, placed, size))
    start = _START.pack(_MAGIC, _ORDER, _FORMAT, len(head), crc32(head))
    write_atomically(path, (_padded(start + head), *body))


def open_container(path: Path, kind: BookKind, *, verify: bool = False) -> Contents:
    """Map the container at `path`. Raises UnusableBook where it is missing, damaged, or of another kind or format."""
    view = memoryview(_mapped(path))
    if len(view) < _START.size:
        raise UnusableBook(BookFault.NOT_A_BOOK)
    magic, order, form, length, checksum = _START.unpack_from(view)
    if magic != _MAGIC:
        raise UnusableBook(BookFault.NOT_A_BOOK)
    if (order, form) != (_ORDER, _FORMAT):
        raise UnusableBook(BookFault.OTHER_FORMAT)
    end = _START.size + length
    if crc32(view[_START.size : end]) != checksum:
        raise UnusableBook(BookFault.DAMAGED)
    header = _header(view[_START.size : end], kind)
    body = view[end + -end % 8 :]
    if len(body) != header.size:
        raise UnusableBook(BookFault.DAMAGED)
    parts = {name: (body[p.start : p.start + p.length], p.count) for name, p in header.parts.items()}
    if verify and any(crc32(parts[name][0]) != p.checksum for name, p in header.parts.items()):
        raise UnusableBook(BookFault.DAMAGED)
    return Contents(header.gathered, header.words, parts)


def _header(packed: memoryview, kind: BookKind) -> _ContainerHeader:
    try:
        header = _read_header(packed)
    except msgspec.MsgspecError:
        raise UnusableBook(BookFault.DAMAGED) from None
    if header.kind is not kind:
        raise UnusableBook(BookFault.NOT_A_BOOK)
    return header


def _mapped(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise UnusableBook(BookFault.MISSING) from None
    except (OSError, ValueError):  # no permission, a folder, an empty file
        raise UnusableBook(BookFault.NOT_A_BOOK) from None


def _padded(part: bytes) -> bytes:
    return part + b"\0" * (-len(part) % 8)
