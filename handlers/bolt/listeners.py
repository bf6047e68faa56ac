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


def listen(app: AsyncApp, listener: ListenerContext) -> None:
    """Register every listener on `app`."""
    app.use(Commands(listener))
    app.action(re.compile(rf"^{Action.RUN}(:|$)"))(partial(on_press, listener=listener))
    app.action(re.compile(rf"^{Action.PICK}:"))(partial(on_press, listener=listener))
    app.action(Action.SHARE)(partial(on_share, listener=listener))
    app.options(re.compile(r"^find:"))(partial(on_typing, listener=listener))
    app.action(re.compile(r"^find:"))(partial(on_press, listener=listener))
    app.event("app_home_opened")(partial(on_home, listener=listener))
    app.event("app_mention")(partial(on_mention, listener=listener))
    listen_to_screens(app, listener)


async def on_typing(ack: AsyncAck, payload: Payload, body: Payload, *, listener: ListenerContext) -> None:
    """Somebody types in a select: the codes that it may become, in the ack."""
    typed, field = str(payload.get("value", "")), str(payload.get("action_id", ""))
    asker = Asker.of_interaction(body)
    await ack(options=await listener.typeahead.options(field, typed, asker.workspace))


async def on_press(
    ack: AsyncAck, body: Payload, client: AsyncWebClient, *, listener: ListenerContext
) -> None:
    """A button, a select or a menu that carries a command line: the one who pressed gets its answer."""
    press = ButtonPress.read(body)
    if press.to_share:
        await on_share(ack, body, listener=listener)
        return
    await ack()
    answer = await _answer(press, listener)
    await listener.jobs.spawn(bolt_show.show(client, listener, press, answer))


async def on_share(ack: AsyncAck, body: Payload, *, listener: ListenerContext) -> None:
    """*Share in channel*: the answer is made anew from its canonical line and posted once."""
    press = ButtonPress.read(body)
    answer = await _answer(press, listener)
    fresh = await listener.first_time(press.workspace, f"share {press.trigger}", listener.clock.now())
    await ack()
    if press.response_url is None or not fresh:
        return
    if press.asker.is_guest(listener.home):
        posted = listener.messenger.whisper(press.response_url, refused_card(), press.thread)
    elif shareable(answer, press.line):
        posted = listener.messenger.share(press.response_url, shared(answer, press.user), press.thread)
    else:
        posted = listener.messenger.whisper(press.response_url, not_shareable(), press.thread)
    await listener.jobs.spawn(posted)


async def on_home(
    event: Payload, body: Payload, client: AsyncWebClient, *, listener: ListenerContext
) -> None:
    """The Home tab was opened: draw it anew."""
    if event.get("tab", "home") == "home":
        workspace = str(body.get("team_id") or "")
        await listener.jobs.spawn(bolt_show.show_home(client, listener, workspace, str(event["user"])))


async def on_mention(
    event: Payload, body: Payload, client: AsyncWebClient, *, listener: ListenerContext
) -> None:
    """`@CodeDesk what is 97140-59?`: answered where it was asked, for the one who asked alone."""
    if event.get("bot_id") or not isinstance(event.get("user"), str):
        return
    await listener.jobs.spawn(_answer_mention(event, body, client, listener))


async def _answer_mention(
    event: Payload, body: Payload, client: AsyncWebClient, listener: ListenerContext
) -> None:
    request = listener.request(Asker.of_event(body, event))
    key = f"event {body.get('event_id')}"[:255]
    if not await listener.first_time(request.workspace, key, listener.clock.now()):
        return
    answer = await listener.look_up.mentioned(str(event.get("text") or ""), request)
    channel, thread = str(event.get("channel") or ""), str(event.get("thread_ts") or "")
    await whisper_in(client, channel, request.user, answer, thread=thread)


async def _answer(press: ButtonPress, listener: ListenerContext) -> Answer:
    """The answer to a pressed line; the code that it opens is remembered as one that this team uses."""
    guest = press.asker.is_guest(listener.home)
    answer = await listener.dispatcher.answer_line(
        press.line, workspace=press.workspace, user=press.user, guest=guest, channel=press.channel
    )
    if (code := opened_code(press.line)) and not answer.failed and not guest:
        await listener.jobs.spawn(listener.used(press.workspace, (code,)))
    return answer
