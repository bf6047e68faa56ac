"""Slash commands, from the composer to the bot and back."""

from playground import BILLING, DANA, MARIA, Playground
from tests.playground.echobot import EchoBot


async def test_an_answer_in_the_ack_is_seen_by_the_asker_alone(playground: Playground, bot: EchoBot) -> None:
    """Ephemeral is the default."""
    delivery = await playground.slash("/echo 97140")

    assert (delivery.status, delivery.error) == (200, "")
    assert [message.text for message in delivery.messages] == ["you said: 97140"]
    assert delivery.messages[0].visible_to == DANA
    assert playground.messages(BILLING, MARIA) == []
