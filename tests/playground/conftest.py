"""A playground with the echo bot, over real signed HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground
from tests.playground.echobot import COMMANDS, EchoBot, build, serving


@dataclass
class Clock:
    """A clock that tests can move."""

    now: float = 1_790_000_000.0

    def __call__(self) -> float:
        """Unix time."""
        return self.now


def impatient(playground: Playground) -> None:
    """Shorten the ack timeout, for tests of late acks."""
    playground.sockets.timeout = 0.05
    if playground.user_actions.dispatcher.http is not None:
        playground.user_actions.dispatcher.http.timeout = 0.05


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still until the test moves it."""
    return Clock()


@pytest.fixture
async def playground(clock: Clock) -> AsyncIterator[Playground]:
    """A workspace without a bot."""
    async with Playground(COMMANDS, clock=clock, retry_delays=(0, 0, 0)) as running:
        yield running


@pytest.fixture
async def bot(playground: Playground) -> AsyncIterator[EchoBot]:
    """The echo bot, connected over HTTP."""
    async with serving(build(playground)) as running:
        playground.connect(running.url)
        yield running


@pytest.fixture
def client(playground: Playground) -> AsyncWebClient:
    """Slack's own client for the playground."""
    return AsyncWebClient(token=playground.bot_token, base_url=playground.api_url, retry_handlers=[])
