"""Socket Mode: one-use tickets, outgoing envelopes, incoming acks."""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from playground.bot_client import BotRequest, BotResponse
from playground.json_fields import Json, obj, parse, text
from playground.rules import SOCKET_TICKET_LIFE, Clock


@dataclass(slots=True)
class SocketHub:
    """The sockets the bot holds, and the pending acks."""

    clock: Clock
    app_id: str
    timeout: float
    changed: Callable[[], object]
    via: str = "socket"
    _tickets: dict[str, float] = field(default_factory=dict)
    _open: list[web.WebSocketResponse] = field(default_factory=list)
    _waiting: dict[str, asyncio.Future[str]] = field(default_factory=dict)
    _turn: int = 0

    @property
    def connected(self) -> bool:
        """Whether the bot holds a socket."""
        return bool(self._open)

    def ticket(self) -> str:
        """A ticket for the URL of apps.connections.open. It works once, for 30 seconds."""
        key = secrets.token_urlsafe(18)
        self._tickets[key] = self.clock()
        return key

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """GET /link/?ticket=...: the socket itself."""
        issued = self._tickets.pop(request.query.get("ticket", ""), None)
        if issued is None or self.clock() - issued > SOCKET_TICKET_LIFE:
            return web.Response(status=403, text="expired or unknown ticket")
        socket = web.WebSocketResponse(heartbeat=10.0, timeout=0.5)
        await socket.prepare(request)
        await socket.send_json(self._hello())
        self._open.append(socket)
        self.changed()
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._settle(frame.data)
        finally:
            self._leave(socket)
        return socket

    async def send(self, bot_request: BotRequest) -> BotResponse:
        """Send an envelope over one of the sockets (round robin) and wait for its ack."""
        if not self._open:
            return BotResponse(None, error="dispatch_failed", reason="connection_failed")
        envelope = _envelope(bot_request)
        future: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waiting[str(envelope["envelope_id"])] = future
        self._turn += 1
        socket = self._open[self._turn % len(self._open)]
        try:
            async with asyncio.timeout(self.timeout):
                await socket.send_json(envelope)
                return BotResponse(200, body=await future)
        except TimeoutError:
            return BotResponse(None, error="operation_timeout", reason="timeout")
        except ConnectionError:
            return BotResponse(None, error="dispatch_failed", reason="connection_failed")
        finally:
            self._waiting.pop(str(envelope["envelope_id"]), None)

    async def refresh(self) -> None:
        """Ask the bot to reconnect and close the socket, as Slack does every few hours."""
        await self._disconnect("refresh_requested")

    async def close(self) -> None:
        """Close all sockets because the workspace closes."""
        await self._disconnect("link_disabled")

    async def _disconnect(self, reason: str) -> None:
        for socket in tuple(self._open):
            self._leave(socket)
            if not socket.closed:
                await socket.send_json(
                    {"type": "disconnect", "reason": reason, "debug_info": {"host": "playground"}}
                )
                await socket.close()

    def _leave(self, socket: web.WebSocketResponse) -> None:
        if socket in self._open:
            self._open.remove(socket)
            self.changed()

    def _settle(self, raw: str) -> None:
        try:
            ack = obj(parse(raw))
        except ValueError:
            return
        future = self._waiting.get(text(ack.get("envelope_id")))
        if future is not None and not future.done():
            payload = ack.get("payload")
            future.set_result(json.dumps(payload) if payload else "")

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self._open) + 1,
            "debug_info": {"host": "playground", "approximate_connection_time": 18060},
            "connection_info": {"app_id": self.app_id},
        }


def _envelope(bot_request: BotRequest) -> Json:
    envelope: Json = {
        "envelope_id": secrets.token_hex(16),
        "type": bot_request.kind,
        "payload": bot_request.payload,
        "accepts_response_payload": bot_request.kind != "events_api",
    }
    if bot_request.kind == "events_api":
        number, reason = bot_request.retry or (0, "")
        envelope |= {"retry_attempt": number, "retry_reason": reason}
    return envelope
