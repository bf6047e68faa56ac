"""Posting a reminder to Slack: posted once, found by its marker, and the meaning of every answer."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.domain.deadlines.delivery import DeliveryFailure
from bot.services.reminders.poster import (
    Absent,
    Answer,
    CannotLook,
    FoundMessage,
    LookLater,
    Lost,
    NotSent,
    PostedReminder,
    PostRefused,
    ReminderMessage,
)
from handlers.slack.reminder_poster import SlackPoster, posting_session
from playground import BILLING, CODING, DANA, Playground

HELLO = ReminderMessage("Deadline: x", [{"type": "section", "text": {"type": "mrkdwn", "text": "*Due*"}}])


@pytest.fixture
async def playground() -> AsyncIterator[Playground]:
    """A workspace without a bot."""
    async with Playground(()) as running:
        yield running


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    """Like the bot's, with a shorter timeout."""
    async with posting_session(0.5) as made:
        yield made


def poster_of(playground: Playground, session: aiohttp.ClientSession) -> SlackPoster:
    """A poster with the playground's token."""

    async def token(_workspace: str) -> str:
        return playground.bot_token

    return SlackPoster(token, playground.api_url, session)


def always() -> bool:
    """Always in time."""
    return True


async def post(
    poster: SlackPoster,
    channel: str = BILLING,
    *,
    marker: str = "d1",
    thread: str | None = None,
    may_send: Callable[[], bool] = always,
) -> Answer:
    """HELLO."""
    return await poster.post("T1", channel, HELLO, thread=thread, marker=marker, may_send=may_send)


async def find(poster: SlackPoster, marker: str, thread: str | None = None) -> object:
    """Search from a minute ago."""
    since = datetime.now(UTC) - timedelta(minutes=1)
    return await poster.find("T1", BILLING, marker, since=since, thread=thread)


async def test_a_reminder_is_posted_and_found_again_by_its_marker(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    """Its own message, not another one."""
    poster = poster_of(playground, session)
    sent = await post(poster)
    assert isinstance(sent, PostedReminder)
    [message] = playground.messages(BILLING)

    assert (message.ts, message.text, len(message.blocks)) == (sent.ts, "Deadline: x", 1)
    assert await find(poster, "d1") == FoundMessage(sent.ts)
    assert await find(poster, "d2") == Absent()


async def test_one_in_a_thread_is_looked_for_in_that_thread(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    """The channel's history does not have it."""
    poster = poster_of(playground, session)
    parent = await post(poster)
    assert isinstance(parent, PostedReminder)
    reply = await post(poster, marker="d2", thread=parent.ts)
    assert isinstance(reply, PostedReminder)

    assert await find(poster, "d2", parent.ts) == FoundMessage(reply.ts)
    assert await find(poster, "d2") == Absent()
    assert await find(poster, "d3", parent.ts) == Absent()


async def test_a_direct_message_reaches_a_person(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    """Undelivered notices use this: the channel is a user id."""
    assert isinstance(await post(poster_of(playground, session), DANA), PostedReminder)


async def test_where_the_bot_is_no_member_slack_says_so(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    """A definite refusal: nothing was posted."""
    poster = poster_of(playground, session)

    assert await post(poster, CODING) == PostRefused(DeliveryFailure.NOT_IN_CHANNEL)
    assert await post(poster, "C0NOWHERE") == PostRefused(DeliveryFailure.CHANNEL_NOT_FOUND)


async def test_the_seventh_message_in_a_second_is_put_off(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    """For as long as Slack requires."""
    poster = poster_of(playground, session)
    answers = [await post(poster) for _ in range(7)]

    [refused] = [a for a in answers if isinstance(a, PostRefused)][:1]
    assert refused.reason is None
    assert (refused.retry_after or 0) >= 1


async def test_without_the_scope_nobody_can_look(session: aiohttp.ClientSession) -> None:
    """The history scope is optional."""
    async with Playground((), scopes=("commands", "chat:write")) as narrow:
        assert await find(poster_of(narrow, session), "d1") == CannotLook()


async def test_nothing_goes_out_once_it_is_too_late(
    playground: Playground, session: aiohttp.ClientSession
) -> None:
    """Checked when the socket gets its bytes. The next message is sent as usual."""
    poster = poster_of(playground, session)

    assert await post(poster, may_send=lambda: False) == NotSent()
    assert playground.messages(BILLING) == []
    assert isinstance(await post(poster), PostedReminder)


async def test_a_workspace_without_a_token_is_waited_for(session: aiohttp.ClientSession) -> None:
    """The app may be installed again."""

    async def none(_workspace: str) -> None:
        return None

    poster = SlackPoster(none, "http://127.0.0.1:9/api/", session)

    assert await post(poster) == PostRefused(retry_after=600)
    assert await find(poster, "d1") == LookLater(600)


async def test_a_slack_that_cannot_be_reached_may_have_it(session: aiohttp.ClientSession) -> None:
    """No server listens. The client cannot know whether the bytes arrived."""

    async def token(_workspace: str) -> str:
        return "xoxb"

    poster = SlackPoster(token, "http://127.0.0.1:9/api/", session)

    assert await post(poster) == Lost()
    assert await find(poster, "d1") == LookLater(10)


JSON = "application/json"
ANSWERS: list[tuple[int, dict[str, str], str, Answer]] = [
    (200, {}, '{"ok": true, "ts": "1.2"}', PostedReminder("1.2")),
    (200, {}, '{"ok": true}', Lost()),
    (200, {}, "<html>sign in</html>", Lost()),
    (200, {}, "", Lost()),
    (200, {}, "[]", Lost()),
    (500, {}, '{"ok": false, "error": "is_archived"}', Lost()),
    (502, {}, "<html>oops</html>", Lost()),
    (200, {}, '{"ok": false, "error": "internal_error"}', Lost()),
    (200, {}, '{"ok": false}', Lost()),
    (429, {"Retry-After": "7"}, "", PostRefused(retry_after=7)),
    (429, {"Retry-After": "soon"}, "", PostRefused(retry_after=30)),
    (429, {"Retry-After": "9e99"}, "", PostRefused(retry_after=3600)),
    (429, {}, "", PostRefused(retry_after=30)),
    (200, {}, '{"ok": false, "error": "ratelimited"}', PostRefused(retry_after=30)),
    *(
        (200, {}, f'{{"ok": false, "error": "{reason}"}}', PostRefused(reason))
        for reason in (
            DeliveryFailure.CHANNEL_NOT_FOUND,
            DeliveryFailure.IS_ARCHIVED,
            DeliveryFailure.NOT_IN_CHANNEL,
            DeliveryFailure.ACCOUNT_INACTIVE,
            DeliveryFailure.TOKEN_REVOKED,
            DeliveryFailure.MISSING_SCOPE,
        )
    ),
    (200, {}, '{"ok": false, "error": "invalid_auth"}', PostRefused(DeliveryFailure.TOKEN_REVOKED)),
    (200, {}, '{"ok": false, "error": "msg_too_long"}', PostRefused(DeliveryFailure.REFUSED)),
]


@pytest.mark.parametrize(("status", "headers", "body", "meaning"), ANSWERS)
async def test_every_answer_has_one_meaning(
    session: aiohttp.ClientSession, status: int, headers: dict[str, str], body: str, meaning: Answer
) -> None:
    """Only Slack's own error answer is a refusal. Anything else may have been posted."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, headers=headers, text=body, content_type=JSON)

    assert await _posted_to(session, answer) == meaning


async def test_a_silent_slack_is_waited_for_so_long_and_no_longer(session: aiohttp.ClientSession) -> None:
    """The session's time limit covers the whole call."""

    async def silence(_request: web.Request) -> web.Response:
        await asyncio.sleep(5)
        return web.Response()

    began = time.monotonic()

    assert await _posted_to(session, silence) == Lost()
    assert time.monotonic() - began < 4


async def test_a_connection_that_drops_is_not_used_to_post_again(session: aiohttp.ClientSession) -> None:
    """Slack had accepted the message. A client that posts again by itself would double it."""
    calls = 0

    async def drop(request: web.Request) -> web.Response:
        nonlocal calls
        calls += 1
        await request.read()
        assert request.transport
        request.transport.close()
        return web.Response()

    assert await _posted_to(session, drop) == Lost()
    assert calls == 1


async def _posted_to(session: aiohttp.ClientSession, answer: Callable[[web.Request], object]) -> Answer:
    async def token(_workspace: str) -> str:
        return "xoxb"

    app = web.Application()
    app.router.add_post("/api/chat.postMessage", answer)  # type: ignore[arg-type]
    async with TestServer(app, shutdown_timeout=0) as server:
        return await post(SlackPoster(token, str(server.make_url("/api/")), session))
