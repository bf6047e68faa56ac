"""One release of ICD-10-CM as a file that is mapped: opening reads a page, a lookup decodes one code.

The file: magic, byte order, format, then a header (msgpack) that names the release and where the two
tables of `packed` lie, codes and blocks. It holds nothing that the stored release does not: whatever is
wrong with it, it is built anew.
"""

import mmap
import struct
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

from bot.books.errors import BookFault, UnusableBook
from bot.books.packed import PackedTable, pack
from bot.books.writing import write_atomically
from bot.domain.codes.diagnosis import Block, Diagnosis
from bot.domain.codes.releases import Release
from bot.domain.codes.to_plain_data import plain

_MAGIC = b"CDESKICD"
_FORMAT = 2
_MOST_KEPT = 512
_ORDER = {"little": 1, "big": 2}[sys.byteorder]
_T = TypeVar("_T")
_START = struct.Struct("<8sHHII")  # magic, byte order, format, header's length, header's checksum


class _Table(msgspec.Struct, frozen=True, array_like=True):
    start: int
    length: int
    count: int


class _DiagnosisHeader(msgspec.Struct, frozen=True):
    release: Release
    diagnoses: _Table
    blocks: _Table
    size: int  # of both tables and their padding


_pack = msgspec.msgpack.encode
_read_header = msgspec.msgpack.Decoder(_DiagnosisHeader).decode
_read_diagnosis = msgspec.msgpack.Decoder(Diagnosis).decode
_read_block = msgspec.msgpack.Decoder(Block).decode


class MappedDiagnosisBook:
    """A DiagnosisBook over a mapped file. `get` takes microseconds; memory is the pages that were touched.

    The last few hundred codes and blocks are kept decoded: a claim asks for its codes, and all above them, again
    and again, and so does a team. Safe to ask from several threads.
    """

    __slots__ = ("_blocks", "_diagnoses", "_kept", "_kept_blocks", "_release")

    def __init__(self, release: Release, diagnoses: PackedTable, blocks: PackedTable) -> None:
        self._release = release
        self._diagnoses = diagnoses
        self._blocks = blocks
        self._kept: dict[str, Diagnosis] = {}
        self._kept_blocks: dict[str, Block] = {}

    @property
    def release(self) -> Release:
        """The release that the book was built from."""
        return self._release

    def get(self, code: str) -> Diagnosis | None:
        """The code or header written canonically (upper case, with its dot), or None."""
        return self._kept.get(code) or _keep(code, self._diagnoses, _read_diagnosis, self._kept)

    def block(self, id: str) -> Block | None:  # noqa: A002
        """A chapter ('13') or section ('M50-M54') by its id."""
        return self._kept_blocks.get(id) or _keep(id, self._blocks, _read_block, self._kept_blocks)

    def starting(self, prefix: str) -> Iterator[str]:
        """Canonical codes and headers that begin with `prefix`, in code order."""
        return self._diagnoses.starting(prefix)

    def blocks(self) -> Iterator[Block]:
        """All chapters and sections, in order of their ids."""
        return (_whole(_read_block, found) for found in self._blocks.values())

    def __iter__(self) -> Iterator[Diagnosis]:
        """All codes and headers, in code order."""
        return (_whole(_read_diagnosis, found) for found in self._diagnoses.values())

    def __len__(self) -> int:
        """How many codes and headers there are."""
        return len(self._diagnoses)


def write_book(path: Path, release: Release, blocks: Iterable[Block], diagnoses: Iterable[Diagnosis]) -> None:
    """Build the book at `path`, whole or not at all, readable by its owner alone.

    Raises ValueError for a code that is doubled or longer than eight characters.
    """
    codes, code_bytes = pack((d.code, _pack(plain(d))) for d in diagnoses)
    ids, block_bytes = pack((b.id, _pack(plain(b))) for b in blocks)
    code_part, block_part = _padded(code_bytes), _padded(block_bytes)
    header = _DiagnosisHeader(
        release,
        _Table(0, len(code_bytes), codes),
        _Table(len(code_part), len(block_bytes), ids),
        len(code_part) + len(block_part),
    )
    head = _pack(header)
    start = _START.pack(_MAGIC, _ORDER, _FORMAT, len(head), crc32(head))
    write_atomically(path, (_padded(start + head), code_part, block_part))


def open_book(path: Path) -> MappedDiagnosisBook:
    """Map the book at `path`. Raises UnusableBook where it is missing, damaged or of another format."""
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
    header = _whole(_read_header, view[_START.size : end])
    body = view[end + -end % 8 :]
    if len(body) != header.size:
        raise UnusableBook(BookFault.DAMAGED)
    return MappedDiagnosisBook(header.release, _table(body, header.diagnoses), _table(body, header.blocks))


def _table(body: memoryview, where: _Table) -> PackedTable:
    return PackedTable(body[where.start : where.start + where.length], where.count)


def _mapped(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError:
        raise UnusableBook(BookFault.MISSING) from None
    except (OSError, ValueError):  # no permission, a folder, an empty file
        raise UnusableBook(BookFault.NOT_A_BOOK) from None


def _keep(key: str, table: PackedTable, decode: Callable[[memoryview], _T], kept: dict[str, _T]) -> _T | None:
    """The value of a key, kept from now on; only keys that are there are, so nothing that was mistyped."""
    found = table.get(key)
    if found is None:
        return None
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    value = kept[key] = _whole(decode, found)
    return value


def _padded(part: bytes) -> bytes:
    return part + b"\0" * (-len(part) % 8)


def _whole(decode: Callable[[memoryview], _T], found: memoryview) -> _T:
    try:
        return decode(found)
    except msgspec.MsgspecError:
        raise UnusableBook(BookFault.DAMAGED) from None
