"""The minimal interface for a stream of bytes. Files, BytesIO and zip members all have it."""

from typing import Protocol


class Stream(Protocol):
    """Bytes that can be read, also by line, and rewound to the start."""

    def read(self, size: int = -1, /) -> bytes: ...

    def readline(self, size: int = -1, /) -> bytes: ...

    def tell(self) -> int: ...

    def seek(self, offset: int, whence: int = 0, /) -> int: ...
