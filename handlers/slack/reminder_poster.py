"""ports of delivery to Slack: one call of chat.postMessage, and what its answer means.

Nothing here tries again. The marker travels in the message's metadata, which needs no scope to write; reading
it back needs channels:history or groups:history.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import aiohttp
import msgspec
from aiohttp.abc import AbstractStreamWriter
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.services.reminders.poster import (
    Absent,
    Answer,
    CannotLook,
    FoundMessage,
    LookLater,
    Lost,
    NotSent,
    PostRefused,
    ReminderMessage,
)
from handlers.slack.api_errors import LOOK_AGAIN, cannot, meaning

TIMEOUT_SECONDS = 15
EVENT_TYPE = "codedesk_reminder"

TokenOf = Callable[[str], Awaitable[str | None]]
"""The bot's token in a workspace; None where the app is not installed."""

_PAGES, _PAGE = 5, 200
_SKEW_SECONDS = 120
_WRONG_CLOCK_SECONDS = 26 * 3600
"""How far back is looked besides, where the pages allow: the worker that posted may have had a wrong clock."""
_NO_TOKEN_SECONDS = 600.0
"""The app may be installed again, or another process on this database has the token."""
_BROKEN = (TimeoutError, aiohttp.ClientError, OSError, SlackClientError, ValueError)


class SlackPoster:
    """ChannelPoster on Slack's Web API."""

    def __init__(self, token_of: TokenOf, api_url: str, session: aiohttp.ClientSession) -> None:
        """`session` keeps connections alive; each call is over within TIMEOUT_SECONDS whatever its own limit is."""
        self._token_of = token_of
        self._api_url = api_url
        self._session = session
        self._clients: dict[str, AsyncWebClient] = {}

    async def post(
        self,
        workspace: str,
        channel: str,
        message: ReminderMessage,
        *,
        thread: str | None,
        marker: str,
        may_send: Callable[[], bool],
    ) -> Answer:
        """As the port says. Not through slack_sdk's client: it leaves no say in when the first byte goes out."""
        token = await self._token_of(workspace)
        if token is None:
            return PostRefused(retry_after=_NO_TOKEN_SECONDS)
        body = _LastMoment(_encoded(channel, message, thread, marker), may_send)
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with self._session.post(
                f"{self._api_url}chat.postMessage", data=body, headers=headers
            ) as answer:
                return meaning(answer.status, answer.headers, await answer.read())
        except _BROKEN:
            return NotSent() if body.too_late else Lost()

    async def find(
        self, workspace: str, channel: str, marker: str, *, since: datetime, thread: str | None
    ) -> FoundMessage | Absent | CannotLook | LookLater:
        """As the port says."""
        client = await self._client(workspace)
        if client is None:
            return LookLater(_NO_TOKEN_SECONDS)
        must = since.timestamp() - _SKEW_SECONDS
        oldest, cursor = f"{must - _WRONG_CLOCK_SECONDS:.6f}", ""
        for _ in range(_PAGES):
            try:
                page = await _page(client, channel, thread, oldest, cursor)
            except SlackApiError as error:
                return cannot(error)
            except _BROKEN:
                return LookLater(LOOK_AGAIN)
            messages = page.get("messages") or ()
            if ts := _marked(messages, marker):
                return FoundMessage(ts)
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return Absent()
        return Absent() if messages and min(float(m["ts"]) for m in messages) < must else CannotLook()

    async def _client(self, workspace: str) -> AsyncWebClient | None:
        token = await self._token_of(workspace)
        if token is None:
            return None
        client = self._clients.get(workspace)
        if client is None or client.token != token:
            client = self._clients[workspace] = AsyncWebClient(
                token=token,
                base_url=self._api_url,
                timeout=TIMEOUT_SECONDS,
                session=self._session,
                retry_handlers=[],  # the default one posts again after a connection that dropped
            )
        return client


def posting_session(timeout: float = TIMEOUT_SECONDS) -> aiohttp.ClientSession:
    """A session for SlackPoster: with a session of its own given, slack_sdk does not apply the client's limit."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=timeout),
        connector=aiohttp.TCPConnector(limit=0),  # the deliverer holds how many calls are under way
        trust_env=True,
    )


async def _page(
    client: AsyncWebClient, channel: str, thread: str | None, oldest: str, cursor: str
) -> AsyncSlackResponse:
    if thread is None:
        return await client.conversations_history(
            channel=channel, oldest=oldest, cursor=cursor, include_all_metadata=True, limit=_PAGE
        )
    return await client.conversations_replies(
        channel=channel, ts=thread, oldest=oldest, cursor=cursor, include_all_metadata=True, limit=_PAGE
    )


def _marked(messages: Sequence[Mapping[str, Any]], marker: str) -> str | None:
    for message in messages:
        metadata = message.get("metadata") or {}
        if (
            metadata.get("event_type") == EVENT_TYPE
            and (metadata.get("event_payload") or {}).get("delivery") == marker
        ):
            return str(message["ts"])
    return None


class _LastMoment(aiohttp.BytesPayload):
    """A body that asks `may_send` in the very step in which it is given to the socket, the headers with it."""

    def __init__(self, value: bytes, may_send: Callable[[], bool]) -> None:
        super().__init__(value, content_type="application/json; charset=utf-8")
        self._may_send = may_send
        self.too_late = False

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        """BytesPayload's; raises TimeoutError where it is too late."""
        if not self._may_send():
            self.too_late = True
            raise TimeoutError
        await super().write_with_length(writer, content_length)


def _encoded(channel: str, message: ReminderMessage, thread: str | None, marker: str) -> bytes:
    call: dict[str, object] = {
        "channel": channel,
        "text": message.text,
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"delivery": marker}},
        "unfurl_links": False,
        "unfurl_media": False,
    }
    if message.blocks:
        call["blocks"] = message.blocks
    if thread is not None:
        call["thread_ts"] = thread
        if message.broadcast:
            call["reply_broadcast"] = True
    return msgspec.json.encode(call)
