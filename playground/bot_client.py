"""Send requests to the bot: signed and encoded like Slack's, with Slack's timeouts and retries."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol
from urllib.parse import urlencode

import aiohttp

from playground.json_fields import Json, readable
from playground.workspace import Workspace

_KINDS = {"slash_commands": "command", "interactive": "interaction", "events_api": "event"}


@dataclass(frozen=True, slots=True)
class BotRequest:
    """One request to the bot.

    `kind` is the Socket Mode type. `retry` is the number and reason of a retry.
    """

    kind: str
    name: str
    payload: Json
    retry: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class BotResponse:
    """The bot's response: HTTP status (None without one), raw body, and Slack's error name if any."""

    status: int | None
    body: str = ""
    error: str = ""
    reason: str = ""
    no_retry: bool = False
    elapsed_ms: float = 0.0
    problems: tuple[str, ...] = ()


AckCheck = Callable[[str], tuple[str, Sequence[str]]]
"""Checks an ack body. Returns Slack's error name or '', and the problem lines."""


class Transport(Protocol):
    """A connection to the bot."""

    via: str

    async def send(self, bot_request: BotRequest) -> BotResponse:
        """Send the request and wait for the ack. Never raises."""


def encode(bot_request: BotRequest) -> tuple[bytes, str]:
    """The body and its content type."""
    if bot_request.kind == "slash_commands":
        return urlencode({k: str(v) for k, v in bot_request.payload.items()}).encode(), _FORM
    if bot_request.kind == "interactive":
        return urlencode({"payload": json.dumps(bot_request.payload)}).encode(), _FORM
    return json.dumps(bot_request.payload).encode(), "application/json"


_FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature of the raw body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


@dataclass(slots=True)
class HttpTransport:
    """Signed POSTs to the bot's events URL.

    Uses the real time, because the bot checks signatures by its own clock.
    """

    url: str
    secret: str
    timeout: float
    session: aiohttp.ClientSession
    via: str = "http"

    async def send(self, bot_request: BotRequest) -> BotResponse:
        """Post the request. The full response must arrive within the timeout."""
        body, content_type = encode(bot_request)
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "Accept": "application/json,*/*",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self.secret, timestamp, body),
        }
        if bot_request.retry is not None:
            headers["X-Slack-Retry-Num"] = str(bot_request.retry[0])
            headers["X-Slack-Retry-Reason"] = bot_request.retry[1]
        try:
            async with asyncio.timeout(self.timeout):
                return await self._post(body, headers)
        except TimeoutError:
            return BotResponse(None, error="operation_timeout", reason="http_timeout")
        except aiohttp.ClientError:
            return BotResponse(None, error="dispatch_failed", reason="connection_failed")

    async def _post(self, body: bytes, headers: dict[str, str]) -> BotResponse:
        request = self.session.post(self.url, data=body, headers=headers, allow_redirects=False)
        async with request as response:
            ok = response.status == 200
            return BotResponse(
                status=response.status,
                body=await response.text(errors="replace"),
                error="" if ok else "dispatch_failed",
                reason="" if ok else "http_error",
                no_retry=response.headers.get("X-Slack-No-Retry") == "1",
            )


@dataclass(slots=True)
class Dispatcher:
    """Sends requests over the active connection (sockets first), records the traffic and retries events."""

    workspace: Workspace
    sockets: "SocketTransport"
    retry_delays: Sequence[float]
    http: HttpTransport | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def transport(self) -> Transport | None:
        """The active connection to the bot, or None."""
        return self.sockets if self.sockets.connected else self.http

    async def send(self, bot_request: BotRequest, check_ack: AckCheck | None = None) -> BotResponse:
        """Send one request. `check_ack` checks an ack that came in time."""
        transport = self.transport
        if transport is None:
            return BotResponse(None, error="not_connected", reason="connection_failed", no_retry=True)
        traffic = self.workspace.traffic
        shown = dict(bot_request.payload)
        if bot_request.retry is not None:
            shown = {"retry_num": bot_request.retry[0], "retry_reason": bot_request.retry[1]} | shown
        number = traffic.begin(
            self.workspace.clock(), _KINDS[bot_request.kind], bot_request.name, shown, via=transport.via
        )
        started = time.perf_counter()
        answer = BotResponse(None, error="dispatch_failed", reason="unknown_error")
        try:
            answer = await transport.send(bot_request)
            if check_ack is not None and not answer.error:
                error, problems = check_ack(answer.body)
                answer = replace(answer, error=error, problems=tuple(problems))
        finally:
            elapsed = (time.perf_counter() - started) * 1000
            traffic.finish(
                number,
                status=answer.status,
                answer=readable(answer.body),
                elapsed_ms=elapsed,
                error=answer.error,
                problems=answer.problems,
            )
        return replace(answer, elapsed_ms=elapsed)

    async def send_event(self, name: str, payload: Json) -> BotResponse:
        """Send an event. Without an ack it is retried in the background up to three times."""
        answer = await self.send(BotRequest("events_api", name, payload))
        if answer.error and not answer.no_retry:
            task = asyncio.create_task(self._again(name, payload, answer.reason))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return answer

    async def _again(self, name: str, payload: Json, reason: str) -> None:
        for number, delay in enumerate(self.retry_delays, start=1):
            await asyncio.sleep(delay)
            answer = await self.send(BotRequest("events_api", name, payload, (number, reason)))
            if not answer.error or answer.no_retry:
                return
            reason = answer.reason

    async def close(self) -> None:
        """Stop retrying."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


class SocketTransport(Transport, Protocol):
    """A connection that exists only while the bot holds a socket."""

    @property
    def connected(self) -> bool:
        """Whether the bot holds a socket."""
