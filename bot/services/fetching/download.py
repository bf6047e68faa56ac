"""Download one file: resume a broken download, skip an unchanged file, and reject a web page sent in place of a zip."""

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from bot.services.fetching.faults import ConnectionLost, FetchFailure, FetchFault, NotFetched
from bot.services.fetching.folder import DownloadFolder, DownloadState
from bot.services.fetching.polite import PoliteReader
from bot.services.ports.fetching import WebResponse

_ZIP_START = b"PK\x03\x04"
_NOT_MODIFIED, _PARTIAL, _RANGE_REFUSED = 304, 206, 416
MOST_BYTES = 500_000_000
_MOST_ROUNDS = 40
"""The most attempts, for a server that keeps sending a little and then breaks off."""
_BLOCK = 1 << 20
_LONGEST_ETAG, _LONGEST_DAY = 200, 64
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A complete file on this machine, and what its server said about it."""

    url: str
    path: Path
    size: int
    sha256: str
    etag: str
    last_modified: str


@dataclass(frozen=True, slots=True)
class Downloader:
    """Downloads into a folder that outlives this process, so the next run continues where this one stopped."""

    reader: PoliteReader
    folder: DownloadFolder
    most_bytes: int = MOST_BYTES
    attempts: int = 8

    async def fetch(
        self, url: str, progress: Progress, known: DownloadState | None = None
    ) -> Downloaded | None:
        """Return the complete file at `url`, or None if it is unchanged since `known`. Raises NotFetched."""
        failures = 0
        for _round in range(_MOST_ROUNDS):
            before = self.folder.size(url)
            try:
                return await self._attempt(url, progress, known)
            except ConnectionLost:
                failures = 1 if self.folder.size(url) > before else failures + 1
                if failures >= self.attempts:
                    break
                await self.reader.back_off(failures)
        raise NotFetched(FetchFailure(FetchFault.CUT_OFF, url))

    def forget(self, downloaded: Downloaded) -> None:
        """Delete a file that is damaged, so the next run does not treat it as complete."""
        self.folder.forget(downloaded.url)

    async def _attempt(self, url: str, progress: Progress, known: DownloadState | None) -> Downloaded | None:
        kept = self.folder.state(url)
        headers = _headers(kept, self.folder.size(url), known)
        async with self.reader.get(url, headers) as response:
            if response.status == _NOT_MODIFIED:
                return await self._finished(url, kept) if kept and kept.whole else None
            state = _state_of(url, response)
            if response.status != _RANGE_REFUSED and kept and kept.whole and kept.same_as(state):
                return await self._finished(url, kept)
            if not _continues(response, self.folder.size(url)):
                self.folder.forget(url)
            if response.status == _RANGE_REFUSED:
                raise ConnectionLost("", answered=True)  # start over
            if known is not None and known.same_as(state):
                return None
            await self._write(url, response, state, progress)
        self.folder.keep(url, msgspec.structs.replace(state, whole=True))
        return await self._finished(url, state)

    async def _write(self, url: str, response: WebResponse, state: DownloadState, progress: Progress) -> None:
        if state.size > self.most_bytes:
            raise NotFetched(FetchFailure(FetchFault.TOO_LARGE, url))
        written = self.folder.size(url)
        async for chunk in _from_start(response.chunks(), at_start=not written):
            if not written:
                _refuse_what_is_no_zip(url, chunk, response.header("Content-Type"))
                self.folder.keep(url, state)
            written += len(chunk)
            if written > self.most_bytes:
                self.folder.forget(url)
                raise NotFetched(FetchFailure(FetchFault.TOO_LARGE, url))
            await asyncio.to_thread(self.folder.append, url, chunk)
            progress(written, max(state.size, written))
        if not written:
            raise NotFetched(FetchFailure(FetchFault.NOT_A_ZIP, url))
        if written < state.size:
            raise ConnectionLost("", answered=True)

    async def _finished(self, url: str, state: DownloadState) -> Downloaded:
        path = self.folder.path(url)
        sha256 = await asyncio.to_thread(_sha256, path)
        return Downloaded(url, path, path.stat().st_size, sha256, state.etag, state.last_modified)


def _headers(kept: DownloadState | None, size: int, known: DownloadState | None) -> dict[str, str]:
    if kept and kept.whole:
        return kept.unless_changed()
    if kept and size and (validator := kept.strong_validator()):
        return {"Range": f"bytes={size}-", "If-Range": validator}
    return known.unless_changed() if known else {}


def _continues(response: WebResponse, size: int) -> bool:
    """Whether the body continues the bytes on disk. A server may send the whole file instead."""
    return response.status == _PARTIAL and response.header("Content-Range").startswith(f"bytes {size}-")


def _state_of(url: str, response: WebResponse) -> DownloadState:
    total = response.header("Content-Range").rpartition("/")[2] or response.header("Content-Length")
    return DownloadState(
        url=url,
        etag=_short(response.header("ETag"), _LONGEST_ETAG),
        last_modified=_short(response.header("Last-Modified"), _LONGEST_DAY),
        size=int(total) if total.isdecimal() else 0,
    )


async def _from_start(chunks: AsyncIterator[bytes], *, at_start: bool) -> AsyncIterator[bytes]:
    """Yield the chunks. At the start of a file, the first chunk is long enough to recognize its type."""
    head = b""
    async for chunk in chunks:
        head += chunk
        if len(head) >= len(_ZIP_START) or not at_start:
            yield head
            head, at_start = b"", False
    if head:
        yield head


def _short(value: str, most: int) -> str:
    """The value, or '' if it is too long to store."""
    return value if len(value) <= most else ""


def _refuse_what_is_no_zip(url: str, start: bytes, content_type: str) -> None:
    if start.startswith(_ZIP_START):
        return
    is_page = "html" in content_type.lower() or start.lstrip().startswith(b"<")
    raise NotFetched(FetchFailure(FetchFault.WEB_PAGE if is_page else FetchFault.NOT_A_ZIP, url))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
