"""Typeaheads: the request to the bot, and what is shown of its answer."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import BILLING, DANA, MARIA, NoSuchControlError, Playground, WorkspaceMessage
from tests.playground.cards import FINDER, option
from tests.playground.conftest import impatient
from tests.playground.echobot import EchoBot


@pytest.fixture
async def finder(playground: Playground, bot: EchoBot) -> WorkspaceMessage:
    """A public message with two typeaheads."""
    return (await playground.slash("/find")).messages[-1]


async def test_typing_asks_the_bot_as_slack_asks_it(
    playground: Playground, bot: EchoBot, finder: WorkspaceMessage
) -> None:
    """With the message, because it is public. Without trigger and response_url."""
    shown = await playground.suggest(finder, "find", "knee & back")

    asked = bot.heard[-1]
    assert (asked["type"], asked["value"], asked["action_id"], asked["block_id"]) == (
        "block_suggestion", "knee & back", "find", "search",
    )  # fmt: skip
    assert asked["container"] == {
        "type": "message", "message_ts": finder.ts, "channel_id": BILLING, "is_ephemeral": False,
    }  # fmt: skip
    assert (asked["user"]["id"], asked["channel"]["id"], asked["message"]["ts"]) == (DANA, BILLING, finder.ts)
    assert not {"trigger_id", "response_url", "actions", "view"} & asked.keys()
    assert (shown.status, shown.error) == (200, "")
    assert [choice["value"] for choice in shown.options] == ["knee & back-1", "knee & back-2"]


async def test_too_few_letters_are_not_sent(
    playground: Playground, bot: EchoBot, finder: WorkspaceMessage
) -> None:
    """min_query_length. With 0 the bot is asked before any typing."""
    short = await playground.suggest(finder, "find", "k")
    assert (short.status, short.options, bot.heard) == (None, (), [])

    await playground.suggest(finder, "find_asking", "")
    assert bot.heard[-1]["value"] == ""


async def test_three_letters_are_wanted_where_the_element_does_not_say(
    playground: Playground, bot: EchoBot, client: AsyncWebClient
) -> None:
    """Slack's default."""
    select = {"type": "external_select", "action_id": "find"}
    await client.chat_postMessage(
        channel=BILLING, text="x", blocks=[{"type": "actions", "elements": [select]}]
    )
    message = playground.messages()[-1]

    assert (await playground.suggest(message, "find", "kn")).status is None
    assert (await playground.suggest(message, "find", "kne")).status == 200


async def test_an_option_that_was_shown_can_be_chosen_and_stays(
    playground: Playground, bot: EchoBot, finder: WorkspaceMessage
) -> None:
    """In the action and in the state of later presses."""
    shown = await playground.suggest(finder, "find", "knee")
    delivery = await playground.choose(finder, "find", shown.options[1])

    assert delivery.error == ""
    assert bot.heard[-1]["actions"][0]["selected_option"]["text"]["text"] == "knee 2"
    state = bot.heard[-1]["state"]["values"]["search"]["find"]
    assert state["selected_option"]["value"] == "knee-2"


async def test_an_option_that_was_not_shown_to_this_person_cannot_be_chosen(
    playground: Playground, finder: WorkspaceMessage
) -> None:
    """Only shown options can be chosen, and a button can't be typed into."""
    await playground.suggest(finder, "find", "knee", user=MARIA)

    with pytest.raises(NoSuchControlError):
        await playground.choose(finder, "find", "knee-1")
    with pytest.raises(NoSuchControlError):
        await playground.suggest(finder, "nothing", "knee")


GROUPED = {"label": {"type": "plain_text", "text": "Knee"}, "options": [option("M25.561", "M25.561")]}

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"options": [option("t", "v")] * 101}, "no more than 100 items"),
    ({"options": [option("t" * 76, "v")]}, "less than 76 characters [json-pointer:/options/0/text/text]"),
    ({"options": [option("t", "v" * 151)]}, "less than 151 characters"),
    ({"option_groups": [GROUPED | {"options": []}]}, "no fewer than 1 items"),
    ({"option_groups": [GROUPED | {"label": {"type": "plain_text", "text": "t" * 76}}]}, "less than 76"),
]


@pytest.mark.parametrize(("offers", "problem"), REFUSED, ids=[problem for _, problem in REFUSED])
async def test_an_answer_past_slacks_limits_shows_nothing_and_stands_in_the_traffic(
    playground: Playground, bot: EchoBot, finder: WorkspaceMessage, offers: dict[str, Any], problem: str
) -> None:
    """As an error with its place."""
    bot.offers = offers
    shown = await playground.suggest(finder, "find", "knee")

    assert (shown.status, shown.error, shown.options) == (200, "invalid_options", ())
    assert playground.traffic[-1].error == "invalid_options"
    assert problem in playground.traffic[-1].problems[0]


async def test_a_hundred_options_groups_and_none_at_all_are_taken(
    playground: Playground, bot: EchoBot, finder: WorkspaceMessage
) -> None:
    """Up to the limit."""
    cases: list[tuple[dict[str, Any], int]] = [
        ({"options": [option("t" * 75, "v" * 150)] * 100}, 100),
        ({"option_groups": [GROUPED, GROUPED]}, 2),
        ({"options": []}, 0),
    ]
    for offers, count in cases:
        bot.offers = offers
        shown = await playground.suggest(finder, "find", "knee")
        assert (shown.error, len(shown.options)) == ("", count)


async def test_an_answer_that_comes_too_late_shows_nothing(
    playground: Playground, bot: EchoBot, finder: WorkspaceMessage
) -> None:
    """Three seconds, as for every ack."""
    impatient(playground)
    shown = await playground.suggest(finder, "find", "slow")

    assert (shown.status, shown.error, shown.options) == (None, "operation_timeout", ())


async def test_a_typeahead_on_the_home_tab_brings_the_view(
    playground: Playground, bot: EchoBot, client: AsyncWebClient
) -> None:
    """And no channel."""
    await client.views_publish(user_id=DANA, view={"type": "home", "blocks": FINDER})
    home = playground.workspace.homes[DANA]
    shown = await playground.suggest(home, "find", "knee")
    await playground.choose(home, "find", shown.options[0])

    asked, chosen = bot.heard[-2:]
    assert asked["container"] == {"type": "view", "view_id": home.id}
    assert "channel" not in asked
    assert asked["view"]["state"]["values"]["search"]["find"]["selected_option"] is None
    assert chosen["view"]["state"]["values"]["search"]["find"]["selected_option"]["value"] == "knee-1"
