"""Types of channels as reported by Slack. Anything uncertain is unknown."""

from collections.abc import Mapping

import pytest

from bot.domain.applications.confidentiality import ViewingPlace
from handlers.applications.channel_privacy import FRESH_SECONDS, ChannelPrivacyLookup, kind_of
from handlers.slack.auth import web_client
from playground import BALANCE, BILLING, Playground

PRIVATE: dict[str, object] = {"is_private": True, "is_im": False}


@pytest.mark.parametrize(
    ("channel", "place"),
    [
        (PRIVATE, ViewingPlace.PRIVATE),
        (PRIVATE | {"is_ext_shared": True}, ViewingPlace.SHARED),
        (PRIVATE | {"is_pending_ext_shared": True}, ViewingPlace.SHARED),
        (PRIVATE | {"is_org_shared": True}, ViewingPlace.SHARED),
        (PRIVATE | {"is_shared": True}, ViewingPlace.SHARED),
        ({"is_private": False}, ViewingPlace.PUBLIC),
        ({"is_private": True, "is_mpim": True}, ViewingPlace.PRIVATE),
        ({"is_im": True}, ViewingPlace.ALONE),
        ({}, ViewingPlace.UNKNOWN),
    ],
)
def test_outsiders_in_a_private_channel_make_it_a_shared_one(
    channel: Mapping[str, object], place: ViewingPlace
) -> None:
    """Also pending invitations."""
    assert kind_of(channel) is place


async def test_a_channel_is_asked_about_once_in_two_minutes_and_direct_messages_never() -> None:
    """From the playground's conversations.info."""
    now = 1000.0
    async with Playground([], rate_limit=False) as slack:
        client = web_client(slack.api_url, slack.bot_token)
        asked: list[str] = []

        async def client_of(workspace: str) -> object:
            asked.append(workspace)
            return client

        places = ChannelPrivacyLookup(client_of, clock=lambda: now)  # type: ignore[arg-type]
        assert await places.place("T1", "") is ViewingPlace.ALONE
        assert await places.place("T1", "D0DANA001") is ViewingPlace.ALONE
        assert asked == []
        assert await places.place("T1", BALANCE) is ViewingPlace.PRIVATE
        assert await places.place("T1", BALANCE) is ViewingPlace.PRIVATE
        assert await places.place("T1", BILLING) is ViewingPlace.PUBLIC
        assert len(asked) == 2
        now += FRESH_SECONDS + 1
        assert await places.place("T1", BALANCE) is ViewingPlace.PRIVATE
        assert len(asked) == 3


async def test_without_the_scopes_or_an_install_nobody_can_tell() -> None:
    """A card there shows only id and owner."""
    async with Playground([], scopes=["commands", "chat:write"], rate_limit=False) as slack:
        client = web_client(slack.api_url, slack.bot_token)

        async def with_token(_workspace: str) -> object:
            return client

        async def nowhere(_workspace: str) -> None:
            return None

        assert await ChannelPrivacyLookup(with_token).place("T1", BALANCE) is ViewingPlace.UNKNOWN  # type: ignore[arg-type]
        assert await ChannelPrivacyLookup(nowhere).place("T1", BALANCE) is ViewingPlace.UNKNOWN


async def test_what_slack_was_too_busy_to_say_is_unknown_now_and_asked_again_soon() -> None:
    """A posted card is not redrawn then; it would hide its content for a moment."""
    now = 1000.0
    client = web_client("http://127.0.0.1:9/api/", "xoxb-nobody-listens")

    async def client_of(_workspace: str) -> object:
        return client

    places = ChannelPrivacyLookup(client_of, clock=lambda: now)  # type: ignore[arg-type]
    assert await places.place("T1", BALANCE) is ViewingPlace.UNKNOWN
    assert not await places.is_known("T1", BALANCE)
    async with Playground([], rate_limit=False) as slack:
        client = web_client(slack.api_url, slack.bot_token)
        assert not await places.is_known("T1", BALANCE)
        now += 6
        assert await places.is_known("T1", BALANCE)
        assert await places.place("T1", BALANCE) is ViewingPlace.PRIVATE
    assert await places.is_known("T1", "")
