"""ports of delivery to Slack: one call of chat.postMessage, and what its answer means.

Nothing here tries again. The marker travels in the message's metadata, which needs no scope to write; reading
it back needs channels:history or groups:history.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import aiohttp
import msgspec
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.domain.deadlines.delivery import Reason
from bot.services.reminders.poster import (
    Absent,
    CannotLook,
    Found,
    LookLater,
    Lost,
    Message,
    Refused,
    Sent,
)

TIMEOUT_SECONDS = 15
EVENT_TYPE = "codedesk_reminder"

TokenOf = Callable[[str], Awaitable[str | None]]
"""The bot's token in a workspace; None where the app is not installed."""

_TOO_MANY = 429
_TS = 32
"""Longer than any of Slack's; a mark that does not fit its column would hold up those written with it."""
_PAGES, _PAGE = 5, 200
_SKEW_SECONDS = 120
_DEFAULT_RETRY, _LOOK_AGAIN = 30.0, 10.0
_NO_TOKEN_SECONDS = 600.0
"""The app may be installed again, or another process on this database has the token."""
_MAY_HAVE_POSTED = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Slack says of these that the call may have succeeded in part."""
_PASSING = frozenset(
    {"ratelimited", "rate_limited", "team_added_to_org", "org_login_required", "accesslimited"}
)
_REASONS = {
    "channel_not_found": Reason.CHANNEL_NOT_FOUND,
    "is_archived": Reason.IS_ARCHIVED,
    "not_in_channel": Reason.NOT_IN_CHANNEL,
    "account_inactive": Reason.ACCOUNT_INACTIVE,
    "token_revoked": Reason.TOKEN_REVOKED,
    "token_expired": Reason.TOKEN_REVOKED,
    "invalid_auth": Reason.TOKEN_REVOKED,
    "not_authed": Reason.TOKEN_REVOKED,
    "missing_scope": Reason.MISSING_SCOPE,
}
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
        self, workspace: str, channel: str, message: Message, *, thread: str | None, marker: str
    ) -> Sent | Refused | Lost:
        """As the port says."""
        client = await self._client(workspace)
        if client is None:
            return Refused(retry_after=_NO_TOKEN_SECONDS)
        try:
            answer = await client.chat_postMessage(
                channel=channel,
                text=message.text,
                blocks=[dict(block) for block in message.blocks] or None,
                thread_ts=thread,
                metadata={"event_type": EVENT_TYPE, "event_payload": {"delivery": marker}},
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as error:
            return _meaning(error)
        except _BROKEN:
            return Lost()
        return Sent(ts) if (ts := str(answer.get("ts") or "")[:_TS]) else Lost()

    async def find(
        self, workspace: str, channel: str, marker: str, *, since: datetime, thread: str | None
    ) -> Found | Absent | CannotLook | LookLater:
        """As the port says."""
        client = await self._client(workspace)
        if client is None:
            return CannotLook()
        oldest, cursor = f"{since.timestamp() - _SKEW_SECONDS:.6f}", ""
        for _ in range(_PAGES):
            try:
                page = await _page(client, channel, thread, oldest, cursor)
            except SlackApiError as error:
                return _cannot(error)
            except _BROKEN:
                return LookLater(_LOOK_AGAIN)
            if ts := _marked(page.get("messages") or (), marker):
                return Found(ts)
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return Absent()
        return CannotLook()

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
        json_serialize=lambda value: msgspec.json.encode(value).decode(),
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


def _meaning(error: SlackApiError) -> Refused | Lost:
    """Only an answer that says in so many words that it did not post is one; all else may have posted."""
    if (wait := _retry_after(error)) is not None:
        return Refused(retry_after=wait)
    code = _code(error)
    if code is None or code in _MAY_HAVE_POSTED:
        return Lost()
    if code in _PASSING:
        return Refused(retry_after=_DEFAULT_RETRY)
    return Refused(_REASONS.get(code, Reason.REFUSED))


def _cannot(error: SlackApiError) -> CannotLook | LookLater:
    if (wait := _retry_after(error)) is not None:
        return LookLater(wait)
    code = _code(error)
    if code is None or code in _MAY_HAVE_POSTED or code in _PASSING:
        return LookLater(_LOOK_AGAIN)
    return CannotLook()


def _code(error: SlackApiError) -> str | None:
    """Slack's error code; None for an answer that is not Slack's own (a proxy's page, a 5xx)."""
    if not isinstance(error.response, AsyncSlackResponse):  # broken JSON
        return None
    data = error.response.data
    if error.response.status_code >= 500 or not isinstance(data, dict) or data.get("ok") is not False:
        return None
    return str(data.get("error", "")) or None


def _retry_after(error: SlackApiError) -> float | None:
    if not isinstance(error.response, AsyncSlackResponse) or error.response.status_code != _TOO_MANY:
        return None
    headers = {str(k).lower(): v for k, v in (error.response.headers or {}).items()}
    try:
        return max(0.0, float(str(headers.get("retry-after", _DEFAULT_RETRY))))
    except ValueError:
        return _DEFAULT_RETRY
