"""Bolt's listeners. They answer in the ack; what Slack must be asked for happens in a job after it."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Protocol

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.ports import Clock
from handlers.desk import COMMAND_FORM, Desk
from handlers.ids import Action
from handlers.jobs import Jobs
from handlers.posting import Messenger
from handlers.press import Press
from handlers.views.home import home_view
from handlers.views.kit import Answer
from handlers.views.sharing import not_shareable, shareable, shared

Payload = Mapping[str, object]


class FirstTime(Protocol):
    """Whether a delivery is new: Slack, and anyone who replays a signed request, may bring it twice."""

    async def __call__(self, workspace: str, key: str, at: datetime) -> bool: ...


def listen(
    app: AsyncApp, *, desk: Desk, jobs: Jobs, messenger: Messenger, first_time: FirstTime, clock: Clock
) -> None:
    """Register every listener on `app`, its services bound."""
    app.command(COMMAND_FORM)(partial(on_command, desk=desk))
    app.action(re.compile(rf"^{Action.RUN}(:|$)"))(
        partial(on_press, desk=desk, jobs=jobs, messenger=messenger)
    )
    app.action(Action.SHARE)(
        partial(on_share, desk=desk, jobs=jobs, messenger=messenger, first_time=first_time, clock=clock)
    )
    app.event("app_home_opened")(partial(on_home, desk=desk, jobs=jobs))


async def on_command(ack: AsyncAck, command: Payload, *, desk: Desk) -> None:
    """A slash command: the whole answer rides in the ack, for the asker alone."""
    answer = await desk.answer(
        str(command["command"]),
        str(command.get("text", "")),
        workspace=str(command["team_id"]),
        user=str(command["user_id"]),
    )
    await ack(response_type="ephemeral", text=answer.text, blocks=answer.drawn)


async def on_press(
    ack: AsyncAck, body: Payload, client: AsyncWebClient, *, desk: Desk, jobs: Jobs, messenger: Messenger
) -> None:
    """A button or a select that carries a command line: the one who pressed gets its answer."""
    await ack()
    press = Press.read(body)
    answer = await desk.answer_line(press.line, workspace=press.workspace, user=press.user)
    if press.response_url is None:
        await jobs.spawn(_show_at_home(client, press.user, desk, answer))
    else:
        await jobs.spawn(messenger.whisper(press.response_url, answer))


async def on_share(
    ack: AsyncAck,
    body: Payload,
    *,
    desk: Desk,
    jobs: Jobs,
    messenger: Messenger,
    first_time: FirstTime,
    clock: Clock,
) -> None:
    """*Share in channel*: the answer is made anew from its canonical line and posted once."""
    press = Press.read(body)
    answer = await desk.answer_line(press.line, workspace=press.workspace, user=press.user)
    fresh = await first_time(press.workspace, f"share {press.trigger}", clock.now())
    await ack()
    if press.response_url is None or not fresh:
        return
    if shareable(answer, press.line):
        await jobs.spawn(messenger.share(press.response_url, shared(answer, press.user)))
    else:
        await jobs.spawn(messenger.whisper(press.response_url, not_shareable()))


async def on_home(event: Payload, client: AsyncWebClient, *, desk: Desk, jobs: Jobs) -> None:
    """The Home tab was opened: draw it anew."""
    if event.get("tab", "home") == "home":
        await jobs.spawn(_show_at_home(client, str(event["user"]), desk, None))


async def _show_at_home(client: AsyncWebClient, user: str, desk: Desk, answer: Answer | None) -> None:
    """Home has no channel to answer in, so the answer stands on top of Home itself."""
    loaded = await desk.answer("codes", "", workspace="", user=user)
    await client.views_publish(user_id=user, view=home_view(loaded, answer))
