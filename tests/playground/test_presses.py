"""Buttons, menus and response URLs."""

from dataclasses import replace

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import BILLING, DANA, MARIA, NoSuchControlError, Playground, WorkspaceMessage
from tests.playground.cards import CARD
from tests.playground.conftest import Clock, impatient
from tests.playground.echobot import EchoBot


@pytest.fixture
async def card(playground: Playground, bot: EchoBot) -> WorkspaceMessage:
    """An ephemeral card with buttons, shown to Dana."""
    return (await playground.slash("/card")).messages[0]


@pytest.fixture
async def public_card(playground: Playground, bot: EchoBot, client: AsyncWebClient) -> WorkspaceMessage:
    """The same card, visible to everyone."""
    await client.chat_postMessage(channel=BILLING, text="97140", blocks=CARD)
    return playground.messages(BILLING)[-1]


async def test_a_press_in_an_ephemeral_message_does_not_bring_the_message(
    playground: Playground, bot: EchoBot, card: WorkspaceMessage
) -> None:
    """A button's value must contain all that its handler needs."""
    await playground.press(card, "share")

    payload = bot.heard[-1]
    assert "message" not in payload
    assert payload["container"] == {
        "type": "message", "message_ts": card.ts, "channel_id": BILLING, "is_ephemeral": True,
    }  # fmt: skip
    assert payload["actions"][0]["value"] == "97140"
    assert payload["actions"][0]["block_id"] == "row"
    assert payload["user"]["id"] == DANA


async def test_a_press_in_a_public_message_brings_the_message(
    playground: Playground, bot: EchoBot, public_card: WorkspaceMessage
) -> None:
    """With its blocks as Slack stores them, ids filled in."""
    await playground.press(public_card, "replace", user=MARIA)

    message = bot.heard[-1]["message"]
    assert message["ts"] == public_card.ts
    assert all(block["block_id"] for block in message["blocks"])
    assert bot.heard[-1]["container"]["is_ephemeral"] is False


async def test_share_in_channel_posts_for_everyone_and_leaves_the_card(
    playground: Playground, card: WorkspaceMessage
) -> None:
    """response_url with response_type in_channel."""
    await playground.press(card, "share")
    await playground.settle()

    assert [message.text for message in playground.messages(BILLING, MARIA)] == ["97140"]
    assert playground.messages(BILLING, DANA)[0] == card


async def test_replace_original_rewrites_an_ephemeral_message_in_its_place(
    playground: Playground, card: WorkspaceMessage
) -> None:
    """It stays ephemeral."""
    await playground.press(card, "replace")
    await playground.settle()

    (message,) = playground.messages(BILLING, DANA)
    assert (message.ts, message.text, message.blocks) == (card.ts, "replaced", ())
    assert message.visible_to == DANA


async def test_delete_original_takes_the_message_away(playground: Playground, card: WorkspaceMessage) -> None:
    """An ephemeral message can be deleted only this way."""
    await playground.press(card, "delete")
    await playground.settle()

    assert playground.messages(BILLING, DANA) == []


async def test_a_chosen_option_stands_in_action_and_state(
    playground: Playground, bot: EchoBot, card: WorkspaceMessage
) -> None:
    """Later presses in the message include earlier choices."""
    await playground.choose(card, "pick", "D")
    await playground.press(card, "share")
    await playground.settle()

    picked, pressed = bot.heard
    assert picked["actions"][0]["selected_option"]["value"] == "D"
    assert pressed["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "D"


async def test_an_untouched_menu_is_null_in_the_state(
    playground: Playground, bot: EchoBot, card: WorkspaceMessage
) -> None:
    """Buttons and overflow menus are not in the state."""
    await playground.choose(card, "more", "watch")

    assert bot.heard[0]["state"]["values"] == {
        "row": {"pick": {"type": "static_select", "selected_option": None}}
    }
    assert bot.heard[0]["actions"][0]["type"] == "overflow"


async def test_choices_are_each_persons_own(
    playground: Playground, bot: EchoBot, public_card: WorkspaceMessage
) -> None:
    """Maria does not see Dana's choice in a public message."""
    await playground.choose(public_card, "pick", "A", user=DANA)
    await playground.press(public_card, "share", user=MARIA)

    assert bot.heard[1]["state"]["values"]["row"]["pick"]["selected_option"] is None


async def test_what_is_not_there_cannot_be_pressed(playground: Playground, card: WorkspaceMessage) -> None:
    """The same for another person's ephemeral message."""
    with pytest.raises(NoSuchControlError):
        await playground.press(card, "nothing")
    with pytest.raises(NoSuchControlError):
        await playground.choose(card, "pick", "Z")
    with pytest.raises(NoSuchControlError):
        await playground.press(card, "share", user=MARIA)
    with pytest.raises(NoSuchControlError):
        await playground.press(replace(card, ts="1.000001"), "share")


async def test_a_press_that_is_not_acked_in_time_is_an_error_of_that_press(
    playground: Playground, card: WorkspaceMessage
) -> None:
    """The page shows it on the button."""
    impatient(playground)
    delivery = await playground.press(card, "slow")

    assert (delivery.status, delivery.error) == (None, "operation_timeout")


async def answer(url: str, **body: object) -> tuple[int, str]:
    """Post to a response_url like a bot."""
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.text()


async def response_url(playground: Playground, bot: EchoBot) -> str:
    """A new response_url."""
    await playground.slash("/silent")
    return str(bot.heard[-1]["response_url"])


async def test_a_response_url_is_good_for_five_answers(playground: Playground, bot: EchoBot) -> None:
    """The sixth is rejected and nothing is posted."""
    url = await response_url(playground, bot)

    answers = [await answer(url, text=str(number)) for number in range(6)]

    assert [status for status, _ in answers] == [200] * 5 + [404]
    assert "used_url" in answers[5][1]
    assert [message.text for message in playground.messages()] == list("01234")


async def test_a_response_url_is_good_for_half_an_hour(
    playground: Playground, bot: EchoBot, clock: Clock
) -> None:
    """To the second."""
    url = await response_url(playground, bot)
    clock.now += 1800
    assert (await answer(url, text="just in time"))[0] == 200

    clock.now += 1

    status, body = await answer(url, text="late")
    assert status == 404
    assert "expired_url" in body


async def test_a_response_url_answer_is_ephemeral_unless_it_says_otherwise(
    playground: Playground, bot: EchoBot
) -> None:
    """As in Slack."""
    url = await response_url(playground, bot)

    await answer(url, text="to me")
    await answer(url, text="to all", response_type="in_channel")

    assert [message.text for message in playground.messages(BILLING, MARIA)] == ["to all"]


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"blocks": [{"type": "video"}]}, "invalid_blocks"),
        ({"blocks": "[{"}, "invalid_blocks_format"),
        ({}, "invalid_payload"),
    ],
)
async def test_a_response_url_refuses_what_cannot_be_drawn_and_keeps_its_uses(
    playground: Playground, bot: EchoBot, body: dict[str, object], error: str
) -> None:
    """A rejected answer does not count as a use."""
    url = await response_url(playground, bot)

    for _ in range(6):
        status, said = await answer(url, **body)
        assert (status, error in said) == (400, True)

    assert (await answer(url, text="x"))[0] == 200


async def test_an_unknown_response_url_is_not_found(playground: Playground) -> None:
    """Keys can't be guessed."""
    assert (await answer(f"{playground.url}/hooks/guess", text="x"))[0] == 404
