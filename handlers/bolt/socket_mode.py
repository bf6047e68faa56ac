"""Socket Mode: the same requests over a WebSocket that the bot opens, for teams without a public URL."""

import asyncio
import contextlib
from http import HTTPStatus
from time import monotonic, time
from typing import Self

import aiohttp
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.logs import LogEvent, get_logger, reference
from handlers.bolt.guard import RefusalReason, apology, check_shape
from handlers.slack.auth import SlackOutOfReach, TokenRefused, web_client
from handlers.views.errors import went_wrong

_WATCH_SECONDS = 5.0
_WEDGED_SECONDS = 30.0
_log = get_logger("socket")


class SocketMode:
    """An async context manager that holds one connection, and opens a new one where it has wedged."""

    def __init__(self, app: AsyncApp, app_token: str, api_url: str, allowed_hooks: frozenset[str]) -> None:
        self._app, self._hooks, self._api_url = app, allowed_hooks, api_url
        self._client = SocketModeClient(app_token=app_token, web_client=web_client(api_url))
        self._client.socket_mode_request_listeners.append(self._handle)
        self._last_up = monotonic()
        self._watch: asyncio.Task[None] | None = None
        self._answering: set[asyncio.Task[object]] = set()

    async def connected(self) -> bool:
        """Whether requests can arrive right now."""
        return await self._client.is_connected()

    async def __aenter__(self) -> Self:
        try:
            await self._client.connect()  # type: ignore[no-untyped-call]  # slack_sdk
        except SlackApiError as error:
            raise TokenRefused(str(error.response.get("error", "unknown"))) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise SlackOutOfReach(self._api_url, type(error).__name__) from None
        self._watch = asyncio.create_task(self._keep_watch())
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._watch:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        if self._answering:
            await asyncio.wait(self._answering, timeout=3)
        await self._client.close()  # type: ignore[no-untyped-call]  # slack_sdk

    async def _handle(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        started = time()
        if refused := self._refuse(request):
            _log.warning(LogEvent.REQUEST_REFUSED, mode="socket", reason=refused)
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
            return
        answer = await run_async_bolt_app(self._app, request)
        if answer.status == HTTPStatus.OK:
            await send_async_response(client, request, answer, started)
        else:
            await self._apologise(client, request, answer.status)

    async def _apologise(
        self, client: AsyncBaseSocketModeClient, request: SocketModeRequest, status: int
    ) -> None:
        """Bolt would say nothing, and the person would wait three seconds for Slack's own error."""
        told = reference()
        _log.error(LogEvent.REQUEST_FAILED, mode="socket", status=status, reference=told)
        ack = apology(request.type, request.payload, went_wrong(told))
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload=ack))

    def _refuse(self, request: SocketModeRequest) -> RefusalReason | None:
        """Slack signs no envelope, yet Bolt is given nothing here that the guard would refuse over HTTP."""
        if not isinstance(request.payload, dict):
            return RefusalReason.SHAPE
        return check_shape(request.type, request.payload, allowed_hooks=self._hooks)

    async def _keep_watch(self) -> None:
        """slack_sdk reconnects by itself, yet can wedge ('Session is closed'): then force a new endpoint."""
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            if await self._client.is_connected():
                self._last_up = monotonic()
            elif monotonic() - self._last_up > _WEDGED_SECONDS:
                self._last_up = monotonic()
                _log.warning(LogEvent.CONNECTION_LOST, mode="socket")
                with contextlib.suppress(SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
                    await self._client.connect_to_new_endpoint(force=True)
