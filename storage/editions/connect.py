"""Open an edition file read-only, and write one completely or not at all.

The file's header carries two of our numbers: the application id identifies the format, and the user version is the
checksum of all other bytes.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from zlib import crc32

from bot.built_files.atomic import replacing
from bot.built_files.faults import fault_of
from bot.domain.codes.edition_file import EDITION_FORMAT, EditionFault, EditionKind, Holds, UnusableEdition

_FAMILY = b"CDE"
_APPLICATION_ID = int.from_bytes(_FAMILY + bytes([EDITION_FORMAT]), "big")
_MAGIC = b"SQLite format 3\0"
_HEADER = 100
_PAGE_SIZE, _PAGES, _CHECKSUM, _APPLICATION = slice(16, 18), slice(28, 32), slice(60, 64), slice(68, 72)
_BLOCK = 1 << 20
_ABOUT = "CREATE TABLE about (name TEXT PRIMARY KEY, value) WITHOUT ROWID"
_MMAP_BYTES = 1 << 30
_CACHE_KIB = 64
"""Pages are read from the mapped file, so SQLite's own cache of two megabytes a connection would be unused."""

About = dict[str, str | int]
"""The file's own description: its kind, what it holds, and the row count of each table."""
Fill = Callable[[sqlite3.Connection], dict[str, int]]
"""Creates the tables and returns their row counts."""


class OpenFile:
    """An open edition file. Its connection closes with the last reference to this object, never during an answer.

    A sqlite3 connection refers to itself, so otherwise it would stay open until a garbage collection.
    """

    __slots__ = ("connection", "damaged", "name")

    def __init__(self, path: Path) -> None:
        """Open the file read-only for use by any thread. Raises UnusableEdition.

        Reads the whole file once, a third of a millisecond per megabyte, so a wrong byte on disk can't cause a wrong
        answer.
        """
        verify(path)
        self.name = path.name
        self.damaged = False
        """Whether damage was found, so the file must be rebuilt."""
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        try:
            self.connection = sqlite3.connect(
                address, uri=True, check_same_thread=False, isolation_level=None
            )
        except sqlite3.Error:  # it was readable a moment ago
            raise UnusableEdition(EditionFault.TOO_MANY_OPEN, path.name) from None
        self.connection.execute(f"PRAGMA mmap_size={_MMAP_BYTES}")
        self.connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")

    def __del__(self) -> None:
        if hasattr(self, "connection"):
            self.connection.close()

    def found_damaged(self) -> UnusableEdition:
        """The error to raise if a statement or a value fails."""
        self.damaged = True
        return UnusableEdition(EditionFault.DAMAGED, self.name)

    def about(self) -> About:
        """The file's own description. Raises UnusableEdition."""
        try:
            return dict(self.connection.execute("SELECT name, value FROM about"))
        except sqlite3.Error:
            raise self.found_damaged() from None


def verify(path: Path) -> None:
    """Read the whole file and compare its checksum. Raises UnusableEdition."""
    header = _read_header(path)
    _check_header(path, header)
    if int.from_bytes(header[_CHECKSUM], "big") != _checksum(path):
        raise UnusableEdition(EditionFault.DAMAGED, path.name)


def write_edition(path: Path, kind: EditionKind, holds: Iterable[Holds], fill: Fill) -> None:
    """Build the edition at `path`, completely or not at all, readable only by its owner. Raises what `fill` raises."""
    with replacing(path) as unfinished:
        with closing(sqlite3.connect(unfinished, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode=OFF")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(f"PRAGMA application_id={_APPLICATION_ID}")
            connection.execute("BEGIN")
            connection.execute(_ABOUT)
            rows = {f"rows of {table}": count for table, count in fill(connection).items()}
            said: About = {"kind": kind.value, "holds": " ".join(sorted(holds)), **rows}
            connection.executemany("INSERT INTO about VALUES (?, ?)", sorted(said.items()))
            connection.execute("COMMIT")
        checksum = _checksum(unfinished)
        with unfinished.open("r+b") as file:
            file.seek(_CHECKSUM.start)
            file.write(checksum.to_bytes(4, "big"))


def _read_header(path: Path) -> bytes:
    """Read the header directly.

    SQLite reports 'unable to open' for every cause; the operating system gives the real one.
    """
    try:
        with path.open("rb", buffering=0) as file:
            return file.read(_HEADER)
    except OSError as error:
        raise UnusableEdition(fault_of(error), path.name) from None


def _check_header(path: Path, header: bytes) -> None:
    if not header.startswith(_MAGIC) or header[_APPLICATION][:3] != _FAMILY:
        raise UnusableEdition(EditionFault.NOT_AN_EDITION, path.name)
    if int.from_bytes(header[_APPLICATION], "big") != _APPLICATION_ID:
        raise UnusableEdition(EditionFault.OTHER_FORMAT, path.name)
    size = int.from_bytes(header[_PAGE_SIZE], "big") * int.from_bytes(header[_PAGES], "big")
    if path.stat().st_size != size:
        raise UnusableEdition(EditionFault.DAMAGED, path.name)


def _checksum(path: Path) -> int:
    """The checksum of all bytes except its own four."""
    with path.open("rb") as file:
        header = bytearray(file.read(_HEADER))
        header[_CHECKSUM] = bytes(4)
        found = crc32(header)
        while block := file.read(_BLOCK):
            found = crc32(block, found)
    return found
