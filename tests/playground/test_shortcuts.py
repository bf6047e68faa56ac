"""Global and message shortcuts, as Slack sends them."""

from collections.abc import AsyncIterator

import pytest

from playground import BILLING, BOT_USER, DANA, LEE, MARIA, AppCommand, AppShortcut, Playground
from tests.playground.echobot import EchoBot, build, serving

SHORTCUTS = (
    AppShortcut("Look up a code", "global", "look_up", "Find one"),
    AppShortcut("Look up codes", "message", "in_message", "In this message"),
)


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A workspace whose app has one shortcut of each kind, and a command with escaped mentions."""
    commands = (AppCommand("/echo", "", "", escape=True), AppCommand("/plain", "", ""))
    async with Playground(commands, shortcuts=SHORTCUTS, rate_limit=False) as running:
        yield running


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[EchoBot]:
    """The echo bot."""
    async with serving(build(playground)) as running:
        playground.connect(running.url)
        yield running


async def test_a_global_shortcut_brings_a_trigger_and_no_channel(
    playground: Playground, bot: EchoBot
) -> None:
    """The only possible answer is a modal."""
    await playground.call("look_up", user=MARIA)

    body = bot.heard[-1]
    assert (body["type"], body["callback_id"], body["user"]["id"]) == ("shortcut", "look_up", MARIA)
    assert body["trigger_id"]
    assert not body.keys() & {"channel", "response_url", "message"}


async def test_a_shortcut_of_a_message_brings_the_message_and_a_way_to_answer(
    playground: Playground, bot: EchoBot
) -> None:
    """The whole message, its channel, a response_url and a trigger."""
    await playground.say("97140 with 97530?", user=LEE)
    said = playground.messages(BILLING)[-1]
    await playground.call("in_message", on=said)

    body = bot.heard[-1]
    assert (body["type"], body["callback_id"]) == ("message_action", "in_message")
    assert (body["message"]["text"], body["message"]["user"]) == ("97140 with 97530?", LEE)
    assert (body["channel"]["id"], body["message_ts"]) == (BILLING, said.ts)
    assert body["response_url"].startswith(playground.url)


async def test_what_is_no_shortcut_cannot_be_called(playground: Playground, bot: EchoBot) -> None:
    """Unknown, of the other kind, or on an ephemeral message."""
    await playground.say("hello")
    said = playground.messages(BILLING)[-1]
    await playground.slash("/nothing-like-that")
    slackbot = playground.messages(BILLING, DANA)[-1]

    for callback, on in (("nobody", None), ("in_message", None), ("look_up", said), ("in_message", slackbot)):
        with pytest.raises(LookupError):
            await playground.call(callback, on=on)


async def test_a_mention_in_a_thread_tells_which(playground: Playground, bot: EchoBot) -> None:
    """The event has the thread, and so does a press in a reply."""
    await playground.say("look at this claim", user=LEE)
    parent = playground.messages(BILLING)[-1]
    await playground.say("@codedesk what is 97140?", user=DANA, thread=parent.ts)
    await playground.settle()

    event = bot.heard[-1]
    assert (event["type"], event["thread_ts"]) == ("app_mention", parent.ts)
    assert f"<@{BOT_USER}>" in event["text"]


async def test_a_command_that_escapes_gets_people_by_id(playground: Playground, bot: EchoBot) -> None:
    """One without escaping gets the typed text."""
    await playground.slash("/echo add @maria lead")
    await playground.slash("/plain add @maria lead")

    texts = [
        x.request["text"] for x in playground.traffic if x.kind == "command" and isinstance(x.request, dict)
    ]
    assert texts == [f"add <@{MARIA}> lead", "add @maria lead"]
