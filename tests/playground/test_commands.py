"""Slash commands, from the composer to the bot and back."""

import hashlib
import hmac

import pytest
from aiohttp import web

from playground import BILLING, CODING, DANA, MARIA, Playground
from playground.bot_client import signature
from tests.playground.conftest import impatient
from tests.playground.echobot import EchoBot


def texts(playground: Playground, user: str | None = DANA, channel: str = BILLING) -> list[str]:
    """Messages this person sees in the channel."""
    return [message.text for message in playground.messages(channel, user)]


async def test_an_answer_in_the_ack_is_seen_by_the_asker_alone(playground: Playground, bot: EchoBot) -> None:
    """Ephemeral is the default."""
    delivery = await playground.slash("/echo 97140")

    assert (delivery.status, delivery.error) == (200, "")
    assert [message.text for message in delivery.messages] == ["you said: 97140"]
    assert delivery.messages[0].visible_to == DANA
    assert playground.messages(BILLING, MARIA) == []


async def test_the_form_fields_are_those_that_slack_sends(playground: Playground, bot: EchoBot) -> None:
    """Bolt gets every field an app may use."""
    await playground.slash("/echo x", user=MARIA, channel=CODING)

    fields = bot.heard[0]
    expected = {
        "token", "team_id", "team_domain", "channel_id", "channel_name", "user_id", "user_name", "command",
        "text", "api_app_id", "is_enterprise_install", "response_url", "trigger_id",
    }  # fmt: skip
    assert set(fields) == expected
    assert fields["user_name"] == "maria"
    assert fields["channel_name"] == "coding-questions"
    assert fields["response_url"].startswith(playground.url)


async def test_typed_ampersands_and_brackets_arrive_as_entities(playground: Playground, bot: EchoBot) -> None:
    """Slack escapes these three characters in commands too."""
    await playground.slash("/echo  <@U123> & more ")

    assert bot.heard[0]["text"] == "&lt;@U123&gt; &amp; more"


async def test_an_empty_ack_shows_nothing(playground: Playground, bot: EchoBot) -> None:
    """Not even the command."""
    delivery = await playground.slash("/silent")

    assert delivery.messages == ()
    assert delivery.body == ""


async def test_a_plain_text_ack_is_an_ephemeral_message(playground: Playground, bot: EchoBot) -> None:
    """An app need not answer with JSON."""
    await playground.slash("/plain")

    assert texts(playground) == ["just text"]
    assert texts(playground, MARIA) == []


async def test_an_in_channel_ack_shows_the_command_and_the_answer_to_all(
    playground: Playground, bot: EchoBot
) -> None:
    """Slack repeats the typed command, to show the others what was requested."""
    await playground.slash("/shout hello")

    assert texts(playground, MARIA) == ["/shout hello", "hello!"]


async def test_an_in_channel_ack_without_words_shows_the_command_alone(
    playground: Playground, bot: EchoBot
) -> None:
    """For an app that posts its text later."""
    await playground.slash("/tell")

    assert texts(playground, MARIA) == ["/tell"]


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("/sleep", "operation_timeout"),
        ("/crash", "dispatch_failed"),
        ("/broken", "invalid_blocks"),
    ],
)
async def test_a_failing_command_is_told_to_the_asker_alone_in_slacks_words(
    playground: Playground, bot: EchoBot, line: str, error: str
) -> None:
    """Too late, a 500, or blocks that Slack rejects."""
    if error == "operation_timeout":
        impatient(playground)
    delivery = await playground.slash(line)

    assert delivery.error == error
    assert texts(playground) == [f'`{line}` failed with the error "{error}"']
    assert texts(playground, MARIA) == []


async def test_a_bot_that_is_not_running_fails_the_dispatch(playground: Playground) -> None:
    """No server listens on that port."""
    playground.connect("http://127.0.0.1:9/slack/events")

    delivery = await playground.slash("/echo x")

    assert (delivery.status, delivery.error) == (None, "dispatch_failed")


async def test_a_workspace_without_a_bot_says_so(playground: Playground) -> None:
    """Nothing is connected."""
    delivery = await playground.slash("/echo x")

    assert delivery.error == "not_connected"
    assert "Nothing is connected" in texts(playground)[0]


async def test_a_command_that_is_not_registered_never_reaches_the_bot(
    playground: Playground, bot: EchoBot
) -> None:
    """Slack answers it itself, only to the user."""
    delivery = await playground.slash("/nonsense <b>")

    assert delivery.error == "unknown_command"
    assert bot.heard == []
    assert playground.traffic == []
    assert "is not a valid command" in texts(playground)[0]


async def test_requests_carry_the_v0_signature_over_the_raw_body(playground: Playground) -> None:
    """Verified by hand. A redirect is not followed with the signature."""
    seen: list[tuple[str, str, bytes]] = []

    async def record(request: web.Request) -> web.Response:
        headers = request.headers
        stamp, sign = headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"]
        seen.append((stamp, sign, await request.read()))
        raise web.HTTPTemporaryRedirect("/elsewhere")

    application = web.Application()
    application.router.add_post("/", record)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    playground.connect(f"http://127.0.0.1:{runner.addresses[0][1]}/")

    delivery = await playground.slash("/echo ü & <")

    stamp, sign, body = seen[0]
    base = f"v0:{stamp}:".encode() + body
    expected = "v0=" + hmac.new(playground.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    assert sign == expected
    assert signature(playground.signing_secret, stamp, body) == expected
    assert delivery.status == 307
    await runner.cleanup()


async def test_ten_thousand_characters_and_nul_bytes_arrive_whole(
    playground: Playground, bot: EchoBot
) -> None:
    """The workspace forwards all typed text."""
    await playground.slash("/echo a\x00b" + "x" * 10_000)

    assert bot.heard[0]["text"] == "a\x00b" + "x" * 10_000


async def test_traffic_shows_request_answer_status_and_time(playground: Playground, bot: EchoBot) -> None:
    """The data of the side panel."""
    await playground.slash("/echo 97140")

    exchange = playground.traffic[0]
    assert (exchange.kind, exchange.name, exchange.status, exchange.via) == ("command", "/echo", 200, "http")
    assert exchange.answer == {"text": "you said: 97140", "response_type": "ephemeral"}
    assert exchange.elapsed_ms > 0
    assert exchange.done
