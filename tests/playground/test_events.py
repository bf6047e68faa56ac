"""Events: the Home tab, mentions, and retries."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from playground import BILLING, BOT_USER, CODING, DANA, MARIA, HomeView, Playground
from playground.json_fields import obj
from tests.playground.echobot import EchoBot


async def test_opening_the_home_tab_lets_the_bot_publish_it(playground: Playground, bot: EchoBot) -> None:
    """For this person alone."""
    home = await playground.open_home(DANA)

    assert isinstance(home, HomeView)
    assert home.view["type"] == "home"
    assert playground.user_actions.home(MARIA) is None
    assert bot.heard[0]["tab"] == "home"


async def test_the_event_brings_the_view_that_is_up(playground: Playground, bot: EchoBot) -> None:
    """From the second opening."""
    first = await playground.open_home(DANA)
    second = await playground.open_home(DANA)

    assert "view" not in bot.heard[0]
    assert bot.heard[1]["view"]["hash"] == first.view["hash"]
    assert second.view["id"] == first.view["id"]


async def test_a_press_in_the_home_tab_has_a_view_and_no_channel(
    playground: Playground, bot: EchoBot
) -> None:
    """And no response_url, because there is no conversation."""
    home = await playground.open_home(DANA)
    await playground.press(home, "replace")

    payload = bot.heard[-1]
    assert payload["container"] == {"type": "view", "view_id": home.view["id"]}
    assert {"channel", "response_url", "message"} & set(payload) == set()
    assert payload["view"]["state"] == {"values": {}}


async def test_a_stale_hash_is_a_conflict(
    playground: Playground, bot: EchoBot, client: AsyncWebClient
) -> None:
    """Of two concurrent publications the later one fails."""
    stale = str((await playground.open_home(DANA)).view["hash"])
    view = {"type": "home", "blocks": []}
    await client.views_publish(user_id=DANA, view=view, hash=stale)

    with pytest.raises(SlackApiError) as caught:
        await client.views_publish(user_id=DANA, view=view, hash=stale)
    assert caught.value.response["error"] == "hash_conflict"


@pytest.mark.parametrize(
    "view",
    [
        {"type": "modal", "blocks": []},
        {"type": "home", "blocks": [{"type": "divider"}] * 101},
        {"type": "home", "blocks": [], "title": {"type": "plain_text", "text": "x"}},
        {"type": "home", "blocks": [], "private_metadata": "x" * 3001},
    ],
)
async def test_a_home_tab_that_slack_would_refuse_is_refused(
    playground: Playground, client: AsyncWebClient, view: dict[str, object]
) -> None:
    """Wrong type, too many blocks, a title, too much metadata."""
    with pytest.raises(SlackApiError) as caught:
        await client.views_publish(user_id=DANA, view=view)

    assert caught.value.response["error"] == "invalid_arguments"
    assert playground.user_actions.home(DANA) is None


async def test_an_event_that_fails_is_sent_again_up_to_three_times(
    playground: Playground, bot: EchoBot
) -> None:
    """With its number, its reason and the same event_id."""
    bot.refuse_events = 2
    await playground.open_home(DANA)

    assert bot.retries == [("1", "http_error"), ("2", "http_error")]
    requests = [obj(e.request) for e in playground.traffic if e.kind == "event"]
    assert len(requests) == 3
    assert len({request["event_id"] for request in requests}) == 1


async def test_after_three_repeats_an_event_is_given_up(playground: Playground, bot: EchoBot) -> None:
    """Slack does not retry forever."""
    bot.refuse_events = 99
    await playground.user_actions.open_home(DANA)
    await playground.until(lambda: len([e for e in playground.traffic if e.done]) == 4)
    await playground.settle()

    assert len(playground.traffic) == 4
    assert [number for number, _ in bot.retries] == ["1", "2", "3"]


async def test_a_mention_reaches_the_bot_where_it_is_a_member(playground: Playground, bot: EchoBot) -> None:
    """Not in other channels, and not without a mention."""
    await playground.say("good morning & hello")
    await playground.say("@CodeDesk what is 97140?", channel=CODING)
    await playground.say("@CodeDesk what is 97140?")
    await playground.settle()

    assert [event["text"] for event in bot.heard] == [f"<@{BOT_USER}> what is 97140?"]
    said = [message.text for message in playground.messages(BILLING, MARIA)]
    assert said[0] == "good morning &amp; hello"
    assert said[-1] == f"heard <@{DANA}>"


async def test_direct_messages_reach_an_app_that_has_subscribed_to_them() -> None:
    """Without a mention."""
    async with Playground(events=("message.im",), ack_timeout=0.2, retry_delays=()) as running:
        running.connect("http://127.0.0.1:9/")
        direct = running.workspace.direct(DANA)
        assert direct is not None
        await running.say("hello", channel=direct.id)

        event = obj(obj(running.traffic[0].request)["event"])
        assert (event["type"], event["channel_type"], event["text"]) == ("message", "im", "hello")


async def test_events_that_are_not_subscribed_are_not_sent(playground: Playground) -> None:
    """The manifest decides."""
    async with Playground(events=()) as quiet:
        quiet.connect("http://127.0.0.1:9/")
        await quiet.user_actions.open_home(DANA)
        await quiet.say("@CodeDesk hello")

        assert quiet.traffic == []
