"""Sorted short keys and the bytes that belong to each, laid out so that a mapped file is searched in place.

A key of at most eight ASCII characters is one 64-bit number whose order is the order of the text, so
`bisect` finds it in the mapped file in about a microsecond, and nothing is decoded at opening. Keys and
offsets are checked at opening, each value when it is read: a wrong bit on the disk is no wrong answer.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain
from zlib import crc32

from bot.books.errors import BookFault, UnusableBook

WIDTH = 8
_WORD = 8
_CHECK = 4


class PackedTable:
    """A mapping of short keys to bytes over a buffer: checksum, keys, offsets, and the values with theirs."""

    __slots__ = ("_blob", "_count", "_keys", "_offsets")

    def __init__(self, buffer: memoryview, count: int) -> None:
        """`buffer` holds exactly one table of `count` keys; raises UnusableBook where it does not."""
        keys_end, offsets_end = _WORD + count * _WORD, _WORD + (2 * count + 1) * _WORD
        if len(buffer) < offsets_end or crc32(buffer[_WORD:offsets_end]) != buffer[:_WORD].cast("Q")[0]:
            raise UnusableBook(BookFault.DAMAGED)
        self._count = count
        self._keys = buffer[_WORD:keys_end].cast("Q")
        self._offsets = buffer[keys_end:offsets_end].cast("Q")
        self._blob = buffer[offsets_end:]
        if self._offsets[count] != len(self._blob):
            raise UnusableBook(BookFault.DAMAGED)

    def get(self, key: str) -> memoryview | None:
        """The bytes of `key`, or None."""
        if not fits(key):
            return None
        number = number_of(key)
        at = bisect_left(self._keys, number)
        return self._at(at) if at < self._count and self._keys[at] == number else None

    def starting(self, prefix: str) -> Iterator[str]:
        """The keys that begin with `prefix`, in order."""
        if prefix and not fits(prefix):
            return
        for at in range(bisect_left(self._keys, number_of(prefix)), self._count):
            if not (key := key_of(self._keys[at])).startswith(prefix):
                return
            yield key

    def values(self) -> Iterator[memoryview]:
        """All values in order of their keys."""
        return (self._at(at) for at in range(self._count))

    def __len__(self) -> int:
        return self._count

    def _at(self, at: int) -> memoryview:
        whole = self._blob[self._offsets[at] : self._offsets[at + 1]]
        if crc32(whole[_CHECK:]) != int.from_bytes(whole[:_CHECK], "little"):
            raise UnusableBook(BookFault.DAMAGED)
        return whole[_CHECK:]


def pack(items: Iterable[tuple[str, bytes]]) -> tuple[int, bytes]:
    """How many keys, and the table's bytes. Raises ValueError for a key that does not fit or comes twice."""
    table = sorted(items)
    if not all(fits(key) for key, _ in table) or len({key for key, _ in table}) < len(table):
        raise ValueError
    values = [crc32(value).to_bytes(_CHECK, "little") + value for _, value in table]
    numbers = chain((number_of(key) for key, _ in table), accumulate(map(len, values), initial=0))
    index = array("Q", numbers).tobytes()
    return len(table), b"".join([array("Q", [crc32(index)]).tobytes(), index, *values])


def fits(key: str) -> bool:
    """Whether `key` can be a key at all."""
    return 0 < len(key) <= WIDTH and key.isascii() and "\0" not in key


def number_of(key: str) -> int:
    """A key as a number whose order is the order of the text."""
    return int.from_bytes(key.encode("ascii").ljust(WIDTH, b"\0"), "big")


def key_of(number: int) -> str:
    """The key that `number_of` made a number of."""
    return number.to_bytes(WIDTH, "big").rstrip(b"\0").decode("ascii")
