"""Which kind of conversation a channel is, as far as Slack lets the bot know: remembered for two minutes."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.applications.confidentiality import ViewingPlace
from handlers.slack.api_errors import code_of

ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
"""Slack with the token of a workspace; None where the app is not installed there."""

FRESH_SECONDS = 120.0
_PATIENCE = 1.0
"""The asker waits for it: what Slack does not say within a second counts as unknown."""
_AGAIN_SECONDS = 5.0
"""What Slack was too busy to say is asked again so soon."""
_BUSY = frozenset(
    {None, "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"}
)
_MOST = 20_000


class ChannelPrivacyLookup:
    """Asks conversations.info, which takes channels:read or groups:read; without them every channel is UNKNOWN."""

    def __init__(self, client_of: ClientOf, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._client_of = client_of
        self._clock = clock
        self._known: dict[tuple[str, str], tuple[float, ViewingPlace | None]] = {}

    async def place(self, workspace: str, channel: str) -> ViewingPlace:
        """ALONE for '' and for direct messages with the bot; anything that is not sure is UNKNOWN."""
        if not channel or channel.startswith("D"):
            return ViewingPlace.ALONE
        return await self._found(workspace, channel) or ViewingPlace.UNKNOWN

    async def told(self, workspace: str, channel: str) -> bool:
        """Whether `place` is what Slack says; False where it did not answer, and may with the next question."""
        alone = not channel or channel.startswith("D")
        return alone or await self._found(workspace, channel) is not None

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
                told = await client.conversations_info(channel=channel)
        except SlackApiError as error:
            return None if code_of(error) in _BUSY else ViewingPlace.UNKNOWN
        except (aiohttp.ClientError, TimeoutError, OSError):
            return None
        held = told.get("channel")
        return kind_of(held) if isinstance(held, Mapping) else ViewingPlace.UNKNOWN


_OUTSIDERS = ("is_shared", "is_ext_shared", "is_pending_ext_shared", "is_org_shared")


def kind_of(channel: Mapping[str, object]) -> ViewingPlace:
    """The place that conversations.info describes. Whether guests are in a private channel it does not say."""
    if any(channel.get(sign) for sign in _OUTSIDERS) or channel.get("pending_shared"):
        return ViewingPlace.SHARED
    if channel.get("is_im") is True:
        return ViewingPlace.ALONE
    if channel.get("is_private") is True or channel.get("is_mpim") is True:
        return ViewingPlace.PRIVATE
    return ViewingPlace.PUBLIC if channel.get("is_private") is False else ViewingPlace.UNKNOWN
