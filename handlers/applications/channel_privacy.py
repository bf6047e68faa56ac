"""The type of a channel (public, private, shared ...), from Slack. Cached for two minutes."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.applications.confidentiality import ViewingPlace
from handlers.slack.api_errors import code_of

ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
"""A Slack client with the workspace's token. None if the app is not installed there."""

FRESH_SECONDS = 120.0
_PATIENCE = 1.0
"""Seconds to wait for Slack, because the user is waiting. After that the place is unknown."""
_AGAIN_SECONDS = 5.0
"""Seconds until a busy Slack is asked again."""
_BUSY = frozenset(
    {None, "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
_MOST = 20_000


class ChannelPrivacyLookup:
    """Calls conversations.info, which needs channels:read or groups:read. Without them every channel is UNKNOWN."""

    def __init__(self, client_of: ClientOf, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client_of = client_of
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, ViewingPlace | None]] = {}

    async def place(self, workspace: str, channel: str) -> ViewingPlace:
        """ALONE for '' and for direct messages with the bot. UNKNOWN if not certain."""
        if not channel or channel.startswith("D"):
            return ViewingPlace.ALONE
        return await self._found(workspace, channel) or ViewingPlace.UNKNOWN

    async def is_known(self, workspace: str, channel: str) -> bool:
        """Whether Slack answered for this channel. False means a temporary failure that is retried later."""
        private_card = not channel or channel.startswith("D")
        return private_card or await self._found(workspace, channel) is not None

    async def _found(self, workspace: str, channel: str) -> ViewingPlace | None:
        then, known = self._known.get((workspace, channel), (float("-inf"), None))
        if self._clock() - then < (_AGAIN_SECONDS if known is None else FRESH_SECONDS):
            return known
        found = await self._ask(workspace, channel)
        if len(self._known) >= _MOST:
            self._known.clear()
        self._known[workspace, channel] = (self._clock(), found)
        return found

    async def _ask(self, workspace: str, channel: str) -> ViewingPlace | None:
        client = await self._client_of(workspace)
        if client is None:
            return ViewingPlace.UNKNOWN
        try:
            async with asyncio.timeout(_PATIENCE):
                response = await client.conversations_info(channel=channel)
        except SlackApiError as error:
            return None if code_of(error) in _BUSY else ViewingPlace.UNKNOWN
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None
        described = response.get("channel")
        return kind_of(described) if isinstance(described, Mapping) else ViewingPlace.UNKNOWN


_OUTSIDERS = ("is_shared", "is_ext_shared", "is_pending_ext_shared", "is_org_shared")


def kind_of(channel: Mapping[str, object]) -> ViewingPlace:
    """The place for a conversations.info result. The result does not show whether a private channel has guests."""
    if any(channel.get(sign) for sign in _OUTSIDERS) or channel.get("pending_shared"):
        return ViewingPlace.SHARED
    if channel.get("is_im") is True:
        return ViewingPlace.ALONE
    if channel.get("is_private") is True or channel.get("is_mpim") is True:
        return ViewingPlace.PRIVATE
    return ViewingPlace.PUBLIC if channel.get("is_private") is False else ViewingPlace.UNKNOWN
