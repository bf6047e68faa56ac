"""The index as plain arrays, which are built in a child process, stored on disk and memory-mapped."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, overload

import numpy as np
import numpy.typing as npt

U8 = npt.NDArray[np.uint8]
I32 = npt.NDArray[np.int32]
I64 = npt.NDArray[np.int64]
"""The integer type for lookups. numpy would first convert other types, which takes longer."""
U32 = npt.NDArray[np.uint32]
F32 = npt.NDArray[np.float32]
Arrays = Mapping[str, npt.NDArray[Any]]


class Strings(Sequence[str]):
    """Many strings as one block of UTF-8 with offsets. A string is decoded only when it is read."""

    __slots__ = ("_blob", "_offsets")

    def __init__(self, blob: U8, offsets: U32) -> None:
        self._blob = blob.data  # its slices and items cost a third of an array's
        self._offsets = offsets.data

    def __len__(self) -> int:
        return len(self._offsets) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        if not 0 <= at < len(self):
            raise IndexError(at)
        return self.at(at)

    def at(self, at: int) -> str:
        """The string at a valid index."""
        return str(self._blob[self._offsets[at] : self._offsets[at + 1]], "utf-8")


def packed(strings: Iterable[str]) -> tuple[U8, U32]:
    """The block and the offsets of `strings`, for `Strings`."""
    encoded = [s.encode() for s in strings]
    offsets = np.zeros(len(encoded) + 1, np.uint32)
    np.cumsum([len(e) for e in encoded], out=offsets[1:])
    return np.frombuffer(b"".join(encoded), np.uint8), offsets


def begins_of(owners: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Whether each position starts a run of equal numbers."""
    change = np.empty(len(owners), bool)
    change[:1] = True
    np.not_equal(owners[1:], owners[:-1], out=change[1:])
    return change


def ranges(pointers: I32 | U32, rows: I64) -> tuple[I64, I64]:
    """The positions in the CSR `rows`, concatenated, and where each row begins in the result.

    `pointers` has one entry more than there are rows. An empty row begins where the next one does.
    """
    starts = pointers.take(rows)
    lengths = pointers.take(rows + 1) - starts
    ends = lengths.cumsum(dtype=np.int64)
    begins = ends - lengths
    flat = np.arange(ends[-1] if len(ends) else 0)
    flat += (starts - begins).repeat(lengths)
    return flat, begins
