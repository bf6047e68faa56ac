"""The workspace's state: ids, versions, rate limits, and the stream of changes."""

import json

import aiohttp
from hypothesis import given
from hypothesis import strategies as st

from playground import BILLING, DANA, Playground
from playground.rules import ResponseUrls, TokenBuckets, Triggers
from playground.sample_workspace import make_sample_workspace
from playground.workspace import MessageDraft
from tests.playground.conftest import Clock
from tests.playground.echobot import EchoBot


def test_message_ids_never_repeat_though_time_stands_still_or_goes_back() -> None:
    """A message's ts is its identity."""
    clock = Clock()
    workspace = make_sample_workspace(clock)
    stamps = [workspace.next_ts() for _ in range(3)]
    clock.now -= 10
    stamps += [workspace.next_ts() for _ in range(3)]

    assert stamps == sorted(set(stamps))


def test_a_channel_holds_its_latest_messages_and_no_more() -> None:
    """Memory stays limited."""
    workspace = make_sample_workspace(Clock())
    for number in range(2100):
        workspace.post(BILLING, DANA, MessageDraft(str(number)))

    held = workspace.messages(BILLING)
    assert len(held) == 2000
    assert held[-1].text == "2099"


@given(steps=st.lists(st.tuples(st.floats(0, 3), st.integers(1, 8)), max_size=30), burst=st.integers(1, 5))
def test_no_pattern_of_calls_gets_past_the_rate(steps: list[tuple[float, int]], burst: int) -> None:
    """Never more than the burst plus the earned calls. A client that waits as instructed succeeds."""
    clock = Clock(0.0)
    pace = TokenBuckets(clock)
    passed = 0
    for pause, calls in steps:
        clock.now += pause
        waits = [pace.wait("C", 1.0, burst) for _ in range(calls)]
        passed += waits.count(0)
        assert passed <= burst + clock.now + 1e-3
        if waits[-1]:
            clock.now += waits[-1]
            assert pace.wait("C", 1.0, burst) == 0
            passed += 1


def test_what_has_long_expired_is_forgotten() -> None:
    """Old keys do not fill memory over days."""
    clock = Clock()
    triggers, urls = Triggers(clock), ResponseUrls(clock)
    for _ in range(50):
        triggers.redeem(triggers.issue())
        urls.issue(BILLING, DANA)
        clock.now += 3601

    assert (len(triggers._issued), len(urls._grants)) == (1, 1)


async def test_the_stream_names_what_has_changed(playground: Playground, bot: EchoBot) -> None:
    """Everything at first, then each change once."""

    async def event(response: aiohttp.ClientResponse) -> list[str]:
        async for line in response.content:
            if line.startswith(b"data: "):
                topics: list[str] = json.loads(line[6:])["topics"]
                return topics
        return ["the end"]

    async with aiohttp.ClientSession() as session, session.get(f"{playground.url}/ui/changes") as response:
        assert "connection" in await event(response)
        await playground.say("hello")
        assert await event(response) == [f"channel:{BILLING}"]
        await playground.stop()
        assert await event(response) == ["the end"]


async def test_waiting_for_what_never_comes_ends(playground: Playground) -> None:
    """The test then fails with a TimeoutError."""
    try:
        await playground.until(lambda: False, timeout=0.01)
    except TimeoutError:
        return
    raise AssertionError("should have timed out")
