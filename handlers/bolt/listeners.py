"""Bolt's listeners for what carries command lines. They ack at once; Slack is asked in a job after it."""

import re
from collections.abc import Mapping
from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from handlers.bolt import show as bolt_show
from handlers.bolt.commands import Commands
from handlers.bolt.context import CodeUseRecorder, FirstTime, ListenerContext
from handlers.bolt.interactions import listen_to_screens
from handlers.slack.answer import Answer
from handlers.slack.ids import Action
from handlers.slack.payloads import Asker, ButtonPress, opened_code
from handlers.slack.posting import whisper_in
from handlers.views.guests import refused_card
from handlers.views.sharing import not_shareable, shareable, shared

__all__ = ["CodeUseRecorder", "FirstTime", "ListenerContext", "listen"]

Payload = Mapping[str, object]


def listen(app: AsyncApp, counter: ListenerContext) -> None:
    """Register every listener on `app`."""
    app.use(Commands(counter))
    app.action(re.compile(rf"^{Action.RUN}(:|$)"))(partial(on_press, counter=counter))
    app.action(re.compile(rf"^{Action.PICK}:"))(partial(on_press, counter=counter))
    app.action(Action.SHARE)(partial(on_share, counter=counter))
    app.options(re.compile(r"^find:"))(partial(on_typing, counter=counter))
    app.action(re.compile(r"^find:"))(partial(on_press, counter=counter))
    app.event("app_home_opened")(partial(on_home, counter=counter))
    app.event("app_mention")(partial(on_mention, counter=counter))
    listen_to_screens(app, counter)


async def on_typing(ack: AsyncAck, payload: Payload, body: Payload, *, counter: ListenerContext) -> None:
    """Somebody types in a select: the codes that it may become, in the ack."""
    typed, field = str(payload.get("value", "")), str(payload.get("action_id", ""))
    asker = Asker.of_interaction(body)
    await ack(options=await counter.typeahead.options(field, typed, asker.workspace))


async def on_press(ack: AsyncAck, body: Payload, client: AsyncWebClient, *, counter: ListenerContext) -> None:
    """A button, a select or a menu that carries a command line: the one who pressed gets its answer."""
    press = ButtonPress.read(body)
    if press.to_share:
        await on_share(ack, body, counter=counter)
        return
    await ack()
    answer = await _answer(press, counter)
    await counter.jobs.spawn(bolt_show.show(client, counter, press, answer))


async def on_share(ack: AsyncAck, body: Payload, *, counter: ListenerContext) -> None:
    """*Share in channel*: the answer is made anew from its canonical line and posted once."""
    press = ButtonPress.read(body)
    answer = await _answer(press, counter)
    fresh = await counter.first_time(press.workspace, f"share {press.trigger}", counter.clock.now())
    await ack()
    if press.response_url is None or not fresh:
        return
    if press.asker.is_guest(counter.home):
        posted = counter.messenger.whisper(press.response_url, refused_card(), press.thread)
    elif shareable(answer, press.line):
        posted = counter.messenger.share(press.response_url, shared(answer, press.user), press.thread)
    else:
        posted = counter.messenger.whisper(press.response_url, not_shareable(), press.thread)
    await counter.jobs.spawn(posted)


async def on_home(event: Payload, body: Payload, client: AsyncWebClient, *, counter: ListenerContext) -> None:
    """The Home tab was opened: draw it anew."""
    if event.get("tab", "home") == "home":
        workspace = str(body.get("team_id") or "")
        await counter.jobs.spawn(bolt_show.show_home(client, counter, workspace, str(event["user"])))


async def on_mention(
    event: Payload, body: Payload, client: AsyncWebClient, *, counter: ListenerContext
) -> None:
    """`@CodeDesk what is 97140-59?`: answered where it was asked, for the one who asked alone."""
    if event.get("bot_id") or not isinstance(event.get("user"), str):
        return
    await counter.jobs.spawn(_answer_mention(event, body, client, counter))


async def _answer_mention(
    event: Payload, body: Payload, client: AsyncWebClient, counter: ListenerContext
) -> None:
    asked = counter.asked(Asker.of_event(body, event))
    key = f"event {body.get('event_id')}"[:255]
    if not await counter.first_time(asked.workspace, key, counter.clock.now()):
        return
    answer = await counter.look_up.mentioned(str(event.get("text") or ""), asked)
    channel, thread = str(event.get("channel") or ""), str(event.get("thread_ts") or "")
    await whisper_in(client, channel, asked.user, answer, thread=thread)


async def _answer(press: ButtonPress, counter: ListenerContext) -> Answer:
    """The answer to a pressed line; the code that it opens is remembered as one that this team uses."""
    guest = press.asker.is_guest(counter.home)
    answer = await counter.desk.answer_line(
        press.line, workspace=press.workspace, user=press.user, guest=guest, channel=press.channel
    )
    if (code := opened_code(press.line)) and not answer.failed and not guest:
        await counter.jobs.spawn(counter.used(press.workspace, (code,)))
    return answer
