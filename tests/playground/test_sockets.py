"""Socket Mode, with Bolt's own handler."""

from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from playground import DANA, Playground
from tests.playground.conftest import impatient
from tests.playground.echobot import EchoBot, build


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[EchoBot]:
    """The echo bot, connected over a socket."""
    running = build(playground)
    client = AsyncWebClient(base_url=playground.api_url)
    handler = AsyncSocketModeHandler(running.app, playground.app_token, web_client=client, ping_interval=0.1)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await playground.until(lambda: playground.sockets.connected)
    yield running
    await handler.close_async()  # type: ignore[no-untyped-call]


async def test_a_command_is_answered_over_the_socket(playground: Playground, bot: EchoBot) -> None:
    """The ack carries the answer in its payload."""
    delivery = await playground.slash("/echo 97140")

    assert [message.text for message in delivery.messages] == ["you said: 97140"]
    assert playground.traffic[-1].via == "socket"


async def test_the_socket_goes_before_http(playground: Playground, bot: EchoBot) -> None:
    """While it is open."""
    playground.connect("http://127.0.0.1:9/slack/events")

    assert (await playground.slash("/echo x")).error == ""


async def test_presses_and_events_go_over_the_socket(playground: Playground, bot: EchoBot) -> None:
    """All requests do."""
    card = (await playground.slash("/card")).messages[0]
    await playground.press(card, "replace")
    home = await playground.open_home(DANA)
    await playground.settle()

    assert [message.text for message in playground.messages()] == ["replaced"]
    assert home.view["type"] == "home"
    assert {e.via for e in playground.traffic if e.kind in {"command", "interaction", "event"}} == {"socket"}


async def test_an_envelope_that_is_not_acked_in_time_fails(playground: Playground, bot: EchoBot) -> None:
    """The limit is three seconds here too."""
    impatient(playground)
    assert (await playground.slash("/sleep")).error == "operation_timeout"


async def test_after_a_refresh_the_bot_comes_again(playground: Playground, bot: EchoBot) -> None:
    """Slack does this every few hours."""
    await playground.sockets.refresh()
    assert not playground.sockets.connected

    await playground.until(lambda: playground.sockets.connected, timeout=10)
    assert (await playground.slash("/echo back")).error == ""


async def test_a_ticket_opens_one_socket(playground: Playground) -> None:
    """An unknown ticket opens none."""
    client = AsyncWebClient(base_url=playground.api_url)
    url = str((await client.apps_connections_open(app_token=playground.app_token))["url"])
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(f"{playground.url}/link/?ticket=guess")

    assert hello["type"] == "hello"
    assert hello["connection_info"]["app_id"] == playground.workspace.team.app_id


async def test_slack_sdks_bare_client_hears_envelopes(playground: Playground) -> None:
    """An envelope has id, type and payload, and says whether an answer is accepted."""
    seen: list[tuple[str, bool | None]] = []
    client = SocketModeClient(playground.app_token, web_client=AsyncWebClient(base_url=playground.api_url))

    async def hear(_client: object, request: object) -> None:
        seen.append((getattr(request, "type", ""), getattr(request, "accepts_response_payload", None)))

    client.socket_mode_request_listeners.append(hear)
    await client.connect()  # type: ignore[no-untyped-call]
    await playground.until(lambda: playground.sockets.connected)
    impatient(playground)
    delivery = await playground.slash("/echo x")
    await client.close()  # type: ignore[no-untyped-call]

    assert seen == [("slash_commands", True)]
    assert delivery.error == "operation_timeout"
