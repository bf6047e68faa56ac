"""`/calendar/TOKEN.ics` over HTTP: the calendar feed. The link works without login."""

import re
from collections import OrderedDict
from hashlib import sha256
from http import HTTPStatus

from aiohttp import web

from bot.domain.deadlines.deadline import Deadline
from bot.services.reminders.feeds import TOKEN
from handlers.deadlines.calendars import AHEAD_DAYS, calendar_of
from handlers.deadlines.services import Deadlines

_KEPT = 64
_HEADERS = {
    "Cache-Control": "private, max-age=900",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


class CalendarFeed:
    """Serves feeds. Files are cached by content, because calendar apps may poll every few minutes."""

    def __init__(self, services: Deadlines) -> None:
        self._services = services
        self._files: OrderedDict[str, bytes] = OrderedDict()

    async def answer(self, request: web.Request) -> web.Response:
        """The file; 304 if unchanged; 404 for any invalid or revoked token."""
        token = request.match_info["token"]
        known = re.fullmatch(TOKEN, token, re.ASCII) is not None
        workspace = await self._services.feeds.workspace_of(token) if known else None
        if workspace is None:
            return web.Response(status=HTTPStatus.NOT_FOUND, text="No such calendar.\n")
        found = await self._services.dates.upcoming(workspace, days=AHEAD_DAYS)
        tag = sha256(repr((workspace, found)).encode()).hexdigest()[:32]
        if request.headers.get("If-None-Match") == f'"{tag}"':
            return web.Response(status=HTTPStatus.NOT_MODIFIED, headers={**_HEADERS, "ETag": f'"{tag}"'})
        return web.Response(
            body=await self._file(tag, workspace, found),
            content_type="text/calendar",
            charset="utf-8",
            headers={**_HEADERS, "ETag": f'"{tag}"'},
        )

    async def _file(self, tag: str, workspace: str, deadlines: list[Deadline]) -> bytes:
        if tag not in self._files:
            self._files[tag] = await calendar_of(workspace, deadlines, self._services)
            while len(self._files) > _KEPT:
                self._files.popitem(last=False)
        return self._files[tag]
