"""Bolt's listeners. They answer in the ack; what Slack must be asked for happens in a job after it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
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
from handlers.press import Press, opened_code
from handlers.typeahead import Typeahead
from handlers.views.home import home_view
from handlers.views.kit import Answer
from handlers.views.sharing import not_shareable, shareable, shared

Payload = Mapping[str, object]


class FirstTime(Protocol):
    """Whether a delivery is new: Slack, and anyone who replays a signed request, may bring it twice."""

    async def __call__(self, workspace: str, key: str, at: datetime) -> bool: ...


class Used(Protocol):
    """Told of a code that a team opened or shared."""

    async def __call__(self, workspace: str, codes: tuple[str, ...]) -> None: ...


@dataclass(frozen=True, slots=True)
class Counter:
    """What the listeners work with: the desk that answers, and everything around it."""

    desk: Desk
    typeahead: Typeahead
    jobs: Jobs
    messenger: Messenger
    first_time: FirstTime
    used: Used
    clock: Clock


def listen(app: AsyncApp, counter: Counter) -> None:
    """Register every listener on `app`."""
    app.command(COMMAND_FORM)(partial(on_command, counter=counter))
    app.action(re.compile(rf"^{Action.RUN}(:|$)"))(partial(on_press, counter=counter))
    app.action(re.compile(rf"^{Action.PICK}:"))(partial(on_press, counter=counter))
    app.action(Action.SHARE)(partial(on_share, counter=counter))
    app.options(re.compile(r"^find:"))(partial(on_typing, counter=counter))
    app.action(re.compile(r"^find:"))(partial(on_press, counter=counter))
    app.event("app_home_opened")(partial(on_home, counter=counter))


async def on_command(ack: AsyncAck, command: Payload, *, counter: Counter) -> None:
    """A slash command: the whole answer rides in the ack, for the asker alone."""
    answer = await counter.desk.answer(
        str(command["command"]),
        str(command.get("text", "")),
        workspace=str(command["team_id"]),
        user=str(command["user_id"]),
    )
    await ack(response_type="ephemeral", text=answer.text, blocks=answer.drawn)


async def on_typing(ack: AsyncAck, payload: Payload, body: Payload, *, counter: Counter) -> None:
    """Somebody types in a select: the codes that it may become, in the ack."""
    press = Press.read(body)
    typed, field = str(payload.get("value", "")), str(payload.get("action_id", ""))
    await ack(options=await counter.typeahead.options(field, typed, press.workspace))


async def on_press(ack: AsyncAck, body: Payload, client: AsyncWebClient, *, counter: Counter) -> None:
    """A button, a select or a menu that carries a command line: the one who pressed gets its answer."""
    press = Press.read(body)
    if press.to_share:
        await on_share(ack, body, counter=counter)
        return
    await ack()
    answer = await _answer(press, counter)
    if press.response_url is None:
        await counter.jobs.spawn(_show_at_home(client, press.user, counter, answer))
    else:
        await counter.jobs.spawn(counter.messenger.whisper(press.response_url, answer))


async def on_share(ack: AsyncAck, body: Payload, *, counter: Counter) -> None:
    """*Share in channel*: the answer is made anew from its canonical line and posted once."""
    press = Press.read(body)
    answer = await _answer(press, counter)
    fresh = await counter.first_time(press.workspace, f"share {press.trigger}", counter.clock.now())
    await ack()
    if press.response_url is None or not fresh:
        return
    if shareable(answer, press.line):
        posted = counter.messenger.share(press.response_url, shared(answer, press.user))
    else:
        posted = counter.messenger.whisper(press.response_url, not_shareable())
    await counter.jobs.spawn(posted)


async def on_home(event: Payload, client: AsyncWebClient, *, counter: Counter) -> None:
    """The Home tab was opened: draw it anew."""
    if event.get("tab", "home") == "home":
        await counter.jobs.spawn(_show_at_home(client, str(event["user"]), counter, None))


async def _answer(press: Press, counter: Counter) -> Answer:
    """The answer to a pressed line; the code that it opens is remembered as one that this team uses."""
    answer = await counter.desk.answer_line(press.line, workspace=press.workspace, user=press.user)
    if (code := opened_code(press.line)) and not answer.failed:
        await counter.jobs.spawn(counter.used(press.workspace, (code,)))
    return answer


async def _show_at_home(client: AsyncWebClient, user: str, counter: Counter, answer: Answer | None) -> None:
    """Home has no channel to answer in, so the answer stands on top of Home itself."""
    loaded = await counter.desk.answer("codes", "", workspace="", user=user)
    await client.views_publish(user_id=user, view=home_view(loaded, answer))
