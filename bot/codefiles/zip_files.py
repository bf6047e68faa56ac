"""Read downloaded zips and the zips inside workbooks: members are streamed, hostile zips rejected, paths never used."""

import zipfile
import zlib
from io import BufferedIOBase, UnsupportedOperation
from typing import IO, cast

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.streams import Stream

MOST_MEMBERS = 200
MOST_BYTES = 1 << 30
_STEEPEST = 250
_MAY_BE_STEEP = 4 << 20
_LOCKED = 0x1
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    UnsupportedOperation,
    UnicodeDecodeError,
)


def zip_of(stream: Stream) -> zipfile.ZipFile:
    """The zip in `stream`. Raises UnreadableFile if it is not a zip or its directory is damaged."""
    try:
        return zipfile.ZipFile(cast("IO[bytes]", stream))
    except (*_BROKEN, KeyError, IndexError, OverflowError, TypeError, AttributeError, MemoryError):
        raise UnreadableFile(Fault.BROKEN_ZIP) from None


def check(archive: zipfile.ZipFile, most_bytes: int = MOST_BYTES) -> int:
    """Check a zip by its directory before anything is unpacked. Returns its unpacked size in bytes.

    zipfile never yields more of a member than the directory says, so a false size ends in a failed checksum.
    """
    members = archive.infolist()
    if len(members) > MOST_MEMBERS:
        raise UnreadableFile(Fault.CROWDED)
    total = sum(member.file_size for member in members)
    if total > most_bytes or any(_is_steep(member) for member in members):
        raise UnreadableFile(Fault.BOMB)
    if any(member.flag_bits & _LOCKED for member in members):
        raise UnreadableFile(Fault.LOCKED)
    return total


def _is_steep(member: zipfile.ZipInfo) -> bool:
    return member.file_size > _MAY_BE_STEEP and member.file_size > _STEEPEST * max(member.compress_size, 1)


class ZipMember(BufferedIOBase):
    """One member of a zip as a stream of bytes that can be rewound. Damage raises UnreadableFile."""

    def __init__(self, archive: zipfile.ZipFile, name: str | zipfile.ZipInfo) -> None:
        super().__init__()
        try:
            self._stream = archive.open(name)
        except (*_BROKEN, KeyError):
            raise UnreadableFile(Fault.BROKEN_ZIP) from None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        try:
            return self._stream.read(-1 if size is None else size)
        except _BROKEN:
            raise UnreadableFile(Fault.BROKEN_ZIP) from None

    def readline(self, size: int | None = -1, /) -> bytes:
        try:
            return self._stream.readline(-1 if size is None else size)
        except _BROKEN:
            raise UnreadableFile(Fault.BROKEN_ZIP) from None

    def seek(self, offset: int, whence: int = 0, /) -> int:
        try:
            return self._stream.seek(offset, whence)
        except _BROKEN:
            raise UnreadableFile(Fault.BROKEN_ZIP) from None

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        self._stream.close()
        super().close()
