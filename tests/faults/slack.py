"""A fake Slack with faults. It remembers what was really posted, whatever it answered.

It runs in the process that counts. Each call of chat.postMessage may get a fault: 429 with Retry-After, 500 (posted
or not), accept then drop the connection, hang, or an HTML page with 200.
"""

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web

FAULTS = ("429", "500", "500 posted", "drop", "hang", "hang posted", "html", "html posted")


@dataclass
class Message:
    """A message in a channel."""

    ts: str
    text: str
    marker: str
    thread: str | None
    at: float


@dataclass
class FaultySlack:
    """`rate` is the percentage of posts that fail. `readable`: whether history may be read."""

    rate: float = 6
    readable: bool = True
    gap: float = 0.0
    """Seconds between two messages of a channel below which Slack answers 429. 0: never."""
    hang: float = 2.0
    seed: int = 1
    channels: dict[str, list[Message]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    calls: int = 0
    lost_answers: set[str] = field(default_factory=set)
    """Markers of posted messages whose sender got no answer."""
    overtaken: set[str] = field(default_factory=set)
    """Markers of messages stored only after their sender hung up."""
    url: str = ""

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._last: dict[str, float] = {}

    def is_lost(self, marker: str) -> bool:
        """Whether this message was posted but its sender got no answer."""
        return marker in self.lost_answers or marker in self.overtaken

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Handle any Web API method."""
        method = request.path.rpartition("/")[2]
        arguments = await _arguments(request)
        if method == "chat.postMessage":
            return await self._post(request, arguments)
        if method in ("conversations.history", "conversations.replies"):
            return self._history(method, arguments)
        return web.json_response({"ok": False, "error": "unknown_method"})

    async def _post(self, request: web.Request, arguments: dict[str, str]) -> web.StreamResponse:
        self.calls += 1
        channel = arguments["channel"]
        if self.gap and time.monotonic() - self._last.get(channel, 0.0) < self.gap:
            self.faults["429 pace"] += 1
            return _too_many(1)
        fault = self._random.choice(FAULTS) if self._random.uniform(0, 100) < self.rate else ""
        self.faults[fault] += 1
        if fault == "429":
            return _too_many(1)
        if fault in ("", "500 posted", "drop", "hang posted", "html posted"):
            if request.transport is None or request.transport.is_closing():
                # The sender has given up and may have searched already. No client can know.
                self.overtaken.add(_marker(arguments))
            self._last[channel] = time.monotonic()
            message = self._keep(channel, arguments)
            if not fault:
                return await self._answer(request, channel, message)
            self.lost_answers.add(message.marker)
        return await self._fail(request, fault)

    async def _answer(self, request: web.Request, channel: str, message: Message) -> web.StreamResponse:
        if request.transport is None or request.transport.is_closing():  # the worker was killed meanwhile
            self.lost_answers.add(message.marker)
        return web.json_response({"ok": True, "channel": channel, "ts": message.ts})

    async def _fail(self, request: web.Request, fault: str) -> web.StreamResponse:
        if fault.startswith("500"):
            return web.Response(status=500, text="<html>oops</html>", content_type="text/html")
        if fault.startswith("html"):
            return web.Response(text="<html>please sign in</html>", content_type="text/html")
        if fault.startswith("hang"):
            await asyncio.sleep(self.hang)
        if request.transport is not None:
            request.transport.close()
        return web.Response()

    def _keep(self, channel: str, arguments: dict[str, str]) -> Message:
        now, thread = time.time(), arguments.get("thread_ts") or None
        message = Message(f"{now:.6f}", arguments["text"], _marker(arguments), thread, now)
        self.channels.setdefault(channel, []).append(message)
        return message

    def _history(self, method: str, arguments: dict[str, str]) -> web.Response:
        if not self.readable:
            return web.json_response({"ok": False, "error": "missing_scope"})
        thread = arguments.get("ts") if method == "conversations.replies" else None
        found = [
            m
            for m in reversed(self.channels.get(arguments["channel"], []))
            if m.thread == thread and float(m.ts) > float(arguments.get("oldest") or 0)
        ]
        shown = [
            {
                "ts": m.ts,
                "text": m.text,
                "metadata": {"event_type": "codedesk_reminder", "event_payload": {"delivery": m.marker}},
            }
            for m in found
        ]
        return web.json_response({"ok": True, "messages": shown, "response_metadata": {"next_cursor": ""}})


@asynccontextmanager
async def running(slack: FaultySlack) -> AsyncIterator[FaultySlack]:
    """The stand-in on a loopback port; its `url` ends with /api/."""
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    try:
        yield slack
    finally:
        await runner.cleanup()


def _marker(arguments: dict[str, str]) -> str:
    return str(json.loads(arguments["metadata"])["event_payload"]["delivery"])


def _too_many(seconds: int) -> web.Response:
    return web.json_response(
        {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": str(seconds)}
    )


async def _arguments(request: web.Request) -> dict[str, str]:
    if request.content_type == "application/json":
        return {k: v if isinstance(v, str) else json.dumps(v) for k, v in (await request.json()).items()}
    return dict(parse_qsl((await request.text()) or request.query_string))
