"""The least that a reader asks of a stream of bytes: files, BytesIO and members of zips all have it."""

from typing import Protocol


class Stream(Protocol):
    """Bytes that can be read, by line too, and read anew from the start."""

    def read(self, size: int = -1, /) -> bytes: ...

    def readline(self, size: int = -1, /) -> bytes: ...

    def tell(self) -> int: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...
