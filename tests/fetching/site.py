"""A stand-in for www.cms.gov and ftp.cdc.gov on this machine, with their habits and their bad days."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from html import escape

from aiohttp import web

CMS, CDC = "https://www.cms.gov", "https://ftp.cdc.gov"
LICENSE_PAGE = (
    "<!DOCTYPE html><html><body><h1>License Agreement</h1><p>An invented license.</p>"
    '<form method="get"><input type="hidden" name="agree" value="yes"><input name="next" value="Accept"></form>'
)


@dataclass(frozen=True)
class Trouble:
    """What happens to one request instead of, or on top of, the right answer."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content_type: str = "text/html"
    cut_at: int | None = None  # bytes after which the connection breaks
    pause: float = 0.0  # seconds of silence in the middle


@dataclass(frozen=True)
class PublishedContent:
    """A file on the site; `licensed` ones are shown after the license page only."""

    content: bytes
    licensed: bool = False
    etag: str = ""
    last_modified: str = "Mon, Nov 30, 2026 10:00:00 GMT"
    ranges: bool = True
    conditions: bool = True
    most: int = 1 << 40  # bytes of one range


@dataclass(frozen=True)
class SeenRequest:
    """A request as it arrived."""

    path: str
    headers: Mapping[str, str]


@dataclass
class Site:
    """Pages and files by path; `troubles` are used up one a request, in order."""

    pages: dict[str, str] = field(default_factory=dict)
    files: dict[str, PublishedContent] = field(default_factory=dict)
    troubles: dict[str, list[Trouble]] = field(default_factory=lambda: defaultdict(list))
    requests: list[SeenRequest] = field(default_factory=list)
    origin: str = ""
    open_now: int = 0
    most_open: int = 0

    def publish(
        self, page: str, files: Mapping[str, bytes], *, licensed: bool = False, texts: Mapping[str, str] = {}
    ) -> None:
        """Files under /files/zip/ and, on `page`, a link to each; licensed ones by way of the license page."""
        links = []
        for name, content in files.items():
            path = f"/files/zip/{name}"
            etag = f'"{sha256(content).hexdigest()[:12]}"'
            self.files[path] = PublishedContent(content, licensed, etag)
            href = f"/license/ama?file={path}" if licensed else path
            links.append(f'<li><a href="{escape(href)}">{escape(texts.get(name, name))} (ZIP)</a></li>')
        self.pages[page] = self.pages.get(page, "<html><body><h1>Downloads</h1>") + "<ul>" + "".join(links)

    def asked(self, path: str) -> list[SeenRequest]:
        """The requests for a path, query or not."""
        return [request for request in self.requests if request.path.partition("?")[0] == path]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Any GET request."""
        self.requests.append(SeenRequest(request.path_qs, dict(request.headers)))
        self.open_now += 1
        self.most_open = max(self.most_open, self.open_now)
        try:
            return await self._answer(request)
        finally:
            self.open_now -= 1

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        waiting = self.troubles[request.path]
        trouble = waiting.pop(0) if waiting else Trouble()
        if trouble.body is not None or trouble.status != 200:
            return web.Response(
                status=trouble.status,
                headers=trouble.headers,
                body=trouble.body or b"",
                content_type=trouble.content_type,
            )
        if request.path in self.pages:
            return web.Response(text=self.pages[request.path], content_type="text/html")
        if request.path.startswith("/license/"):
            return web.Response(text=LICENSE_PAGE, content_type="text/html")
        if (file := self.files.get(request.path)) is None:
            return web.Response(status=404, text="<html>Page not found", content_type="text/html")
        if file.licensed and request.query.get("agree") != "yes":
            return web.Response(text=LICENSE_PAGE, content_type="text/html")
        return await _sent(request, file, trouble)


async def _sent(request: web.Request, file: PublishedContent, trouble: Trouble) -> web.StreamResponse:
    headers = {"Content-Type": "application/zip", "Last-Modified": file.last_modified}
    if file.etag:
        headers["ETag"] = file.etag
    if file.conditions and request.headers.get("If-None-Match", "-") == file.etag:
        return web.Response(status=304, headers=headers)
    start = _start(request, file)
    if start is not None and start >= len(file.content):
        return web.Response(status=416, headers=headers)
    body = file.content[start or 0 :]
    if start is not None:
        body = body[: file.most]
        headers["Content-Range"] = f"bytes {start}-{start + len(body) - 1}/{len(file.content)}"
    headers["Content-Length"] = str(len(body))
    response = web.StreamResponse(status=200 if start is None else 206, headers=headers)
    await response.prepare(request)
    middle = len(body) // 2 if trouble.cut_at is None else trouble.cut_at
    await response.write(body[:middle])
    if trouble.pause:
        await asyncio.sleep(trouble.pause)
    if trouble.cut_at is not None:
        await asyncio.sleep(0.02)  # what was written leaves first
        if request.transport:
            request.transport.abort()
        return response
    await response.write(body[middle:])
    return response


def _start(request: web.Request, file: PublishedContent) -> int | None:
    """The first byte that is asked for; None for the whole file."""
    wanted = request.headers.get("Range", "")
    if not (file.ranges and wanted.startswith("bytes=") and wanted.endswith("-")):
        return None
    if request.headers.get("If-Range") not in (None, file.etag, file.last_modified):
        return None
    return int(wanted[6:-1])


@asynccontextmanager
async def serving(sites: Sequence[Site]) -> AsyncIterator[Mapping[str, str]]:
    """The sites on ports of their own; gives the map from the real origins, CMS first, to theirs."""
    runners = []
    try:
        for site in sites:
            app = web.Application()
            app.router.add_get("/{path:.*}", site.answer)
            runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
            await runner.setup()
            runners.append(runner)
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            site.origin = f"http://127.0.0.1:{runner.addresses[0][1]}"
        yield dict(zip((CMS, CDC), (site.origin for site in sites), strict=False))
    finally:
        for runner in runners:
            await runner.cleanup()
