"""A file that somebody put into a form, brought to this machine for a moment: by the bot's token, within limits."""

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import aiohttp

from bot.domain.errors import CodeDeskError
from handlers.slack.forms import SlackFile

LIMIT = 200_000_000
"""Bytes of all files of one form; a quarter's NCCI files as zips are some 60 million."""
_CHUNK = 1 << 16
_TIMEOUT = aiohttp.ClientTimeout(total=600, sock_connect=15, sock_read=60)
_SLACK = frozenset({"https://files.slack.com"})
_UNSAFE = re.compile(r"[^A-Za-z0-9._ ()+-]")
_OK = 200


class DownloadFault(StrEnum):
    """Why a file did not come."""

    TOO_LARGE = "too large"
    NOT_OURS = "no address of Slack's"
    NOT_GRANTED = "files:read is not granted"
    OUT_OF_REACH = "Slack did not send it"


@dataclass
class NotDownloaded(CodeDeskError):
    """A file that did not come; `name` as the person called it."""

    fault: DownloadFault
    name: str


@dataclass(frozen=True, slots=True)
class Downloads:
    """Downloads from Slack's file hosts alone; `api_url` adds the host of a stand-in."""

    session: aiohttp.ClientSession
    api_url: str

    @asynccontextmanager
    async def held(self, files: Sequence[SlackFile], token: str) -> AsyncIterator[tuple[Path, ...]]:
        """The files in a private folder that is gone after the block. Raises NotDownloaded."""
        for file in files:
            if file.size > LIMIT:
                raise NotDownloaded(DownloadFault.TOO_LARGE, file.name)
        folder = await asyncio.to_thread(TemporaryDirectory, prefix="codedesk-file-")  # mode 0700
        try:
            yield await self._fetched(files, token, Path(folder.name))
        finally:
            await asyncio.shield(asyncio.to_thread(folder.cleanup))

    async def _fetched(self, files: Sequence[SlackFile], token: str, folder: Path) -> tuple[Path, ...]:
        paths, left = [], LIMIT
        for number, file in enumerate(files):
            inside = folder / str(number)  # two files may have one name
            await asyncio.to_thread(inside.mkdir)
            path = inside / _safe_name(file.name)
            left -= await self._fetch(file, token, path, left)
            paths.append(path)
        return tuple(paths)

    async def _fetch(self, file: SlackFile, token: str, path: Path, most: int) -> int:
        """Bytes written. The token goes to an allowed host and nowhere else, so redirects are not followed."""
        if not self._allowed(file.url):
            raise NotDownloaded(DownloadFault.NOT_OURS, file.name)
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self.session.get(
                file.url, headers=headers, allow_redirects=False, timeout=_TIMEOUT
            ) as answered:
                if answered.status != _OK or answered.content_type == "text/html":
                    raise NotDownloaded(DownloadFault.NOT_GRANTED, file.name)  # Slack shows a sign-in page
                return await _write(answered, path, most, file.name)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NotDownloaded(DownloadFault.OUT_OF_REACH, file.name) from error

    def _allowed(self, url: str) -> bool:
        try:
            parts, api = urlsplit(url), urlsplit(self.api_url)
        except ValueError:
            return False
        own = {f"{api.scheme}://{api.netloc}"} if api.hostname != "slack.com" else set()
        return f"{parts.scheme}://{parts.netloc}" in _SLACK | own


async def _write(answered: aiohttp.ClientResponse, path: Path, most: int, name: str) -> int:
    written = 0
    with path.open("xb") as out:
        async for chunk in answered.content.iter_chunked(_CHUNK):
            written += len(chunk)
            if written > most:
                raise NotDownloaded(DownloadFault.TOO_LARGE, name)
            out.write(chunk)
    return written


def _safe_name(name: str) -> str:
    """The name with its ending, which some readers go by; nothing of a path."""
    plain = _UNSAFE.sub("_", PurePath(name.replace("\\", "/")).name).lstrip(". ")
    return plain[-120:] or "file"
