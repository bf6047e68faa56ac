"""Bolt's listeners for screens: forms submitted, buttons with ids of their own, shortcuts."""

import re
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.ports.request_context import RequestContext
from handlers.bolt import show as bolt_show
from handlers.bolt.context import ListenerContext
from handlers.dispatch import error_card
from handlers.slack.answer import Answer
from handlers.slack.block_kit import view_json
from handlers.slack.forms import BadForm, Fields
from handlers.slack.payloads import Asker, ButtonPress
from handlers.slack.posting import open_view
from handlers.slack.screen_types import (
    ActionPress,
    CloseForm,
    FormSubmission,
    NoVisibleChange,
    Once,
    PushForm,
    ReplaceMessage,
    Reply,
    ShortcutCall,
    StalePress,
    Submitted,
    UpdateForm,
)
from handlers.views.answer_modal import answer_view
from handlers.views.field_errors import words_for, words_of
from handlers.views.guests import refused_card

Payload = Mapping[str, object]
_EVERY = re.compile("")
_KEY = 255


def listen_to_screens(app: AsyncApp, listener: ListenerContext) -> None:
    """Register last: an id that nothing before took, and no screen knows, is answered all the same."""
    app.view_submission(_EVERY)(partial(on_submit, listener=listener))
    app.view_closed(_EVERY)(on_closed)
    app.shortcut(_EVERY)(partial(on_shortcut, listener=listener))
    app.action(_EVERY)(partial(on_own_press, listener=listener))


async def on_submit(
    ack: AsyncAck, body: Payload, client: AsyncWebClient, *, listener: ListenerContext
) -> None:
    """A form was submitted: errors stand under its fields, in the ack."""
    view = _mapping(body.get("view"))
    try:
        done = await _submitted(body, view, client, listener)
    except Exception as error:  # whatever it is, the person reads it in the form and keeps what they wrote
        await _refuse(ack, view, error)
        return
    match done:
        case CloseForm(every):
            await (ack(response_action="clear") if every else ack())
        case UpdateForm(new):
            await ack(response_action="update", view=view_json(new))
        case PushForm(new):
            await ack(response_action="push", view=view_json(new))
    if isinstance(done, CloseForm | UpdateForm) and done.then is not None:
        await listener.jobs.spawn(done.then)


async def on_closed(ack: AsyncAck) -> None:
    """Somebody closed a form that asks to tell of it: nothing was begun, so nothing is to be undone."""
    await ack()


async def on_own_press(
    ack: AsyncAck, body: Payload, client: AsyncWebClient, *, listener: ListenerContext
) -> None:
    """A button of a screen; a button without one (a link, say) is acknowledged and nothing more."""
    press = ButtonPress.read(body)
    found = listener.screens.button(press.action)
    if found is None:
        await ack()
        return
    request = listener.request(press.asker, press.channel)
    key = f"press {press.action} {press.trigger}"[:_KEY]
    pressed = ActionPress(
        request,
        press.action,
        press.line,
        key,
        _once(listener, request, key),
        client,
        press.channel,
        press.message,
        press.modal,
        press.ephemeral,
    )
    reply = await _replied(partial(found, pressed), request)
    await ack()
    if isinstance(reply, ReplaceMessage):
        await listener.jobs.spawn(bolt_show.draw_anew(client, listener, press, reply))
        if reply.then is not None:
            await listener.jobs.spawn(reply.then)
    elif isinstance(reply, NoVisibleChange):
        await listener.jobs.spawn(reply.then)
    elif reply is not None:
        await listener.jobs.spawn(bolt_show.show(client, listener, press, reply))


async def on_shortcut(
    ack: AsyncAck, body: Payload, client: AsyncWebClient, *, listener: ListenerContext
) -> None:
    """A shortcut of a message, or a global one: under the message where there is one, else in a modal."""
    request = listener.request(Asker.of_interaction(body))
    text = _mapping(body.get("message")).get("text")
    called = ShortcutCall(request, text if isinstance(text, str) else "")
    found = listener.screens.shortcuts.get(str(body.get("callback_id", "")))
    reply = await _replied(partial(found, called), request) if found else error_card(StalePress())
    await ack()
    if isinstance(reply, Answer):
        await listener.jobs.spawn(_show_called(client, listener, body, reply))


async def _show_called(
    client: AsyncWebClient, listener: ListenerContext, body: Payload, answer: Answer
) -> None:
    trigger, url = str(body.get("trigger_id") or ""), body.get("response_url")
    hook = str(url) if url else None
    if answer.opens is not None:
        await bolt_show.open_form(client, listener, trigger, answer, hook)
    elif hook is not None:
        thread = _mapping(body.get("message")).get("thread_ts")
        await listener.messenger.whisper(hook, answer, str(thread or ""))
    else:
        await open_view(client, trigger, answer_view(answer))


async def _replied(work: Callable[[], Awaitable[Reply]], request: RequestContext) -> Reply:
    """What a screen replies; whatever goes wrong is a card. A guest is refused before anything is looked at."""
    if request.guest:
        return refused_card()
    try:
        reply = await work()
        if isinstance(reply, Answer):
            reply.checked()
        elif isinstance(reply, ReplaceMessage):
            reply.answer.checked()
    except Exception as error:  # the last net
        return error_card(error)
    return reply


async def _submitted(
    body: Payload, view: Payload, client: AsyncWebClient, listener: ListenerContext
) -> Submitted:
    request = listener.request(Asker.of_interaction(body))
    if request.guest:
        return UpdateForm(answer_view(refused_card()))
    callback = str(view.get("callback_id", ""))
    found = listener.screens.forms.get(callback)
    if found is None:
        raise StalePress
    key = f"form {callback} {view.get('id')}"[:_KEY]
    hook = _hook(body)
    return await found(
        FormSubmission(
            request,
            Fields(view.get("state")),
            str(view.get("private_metadata") or ""),
            key,
            _once(listener, request, key),
            client,
            channel=str(hook.get("channel_id") or ""),
            response_url=str(hook["response_url"]) if hook.get("response_url") else None,
        )
    )


async def _refuse(ack: AsyncAck, view: Payload, error: Exception) -> None:
    """Under the fields where they are to blame, else under the first; a view without fields says it whole."""
    inputs = _inputs(view)
    if isinstance(error, BadForm):
        found = {e.block_id: words_for(e.error) for e in reversed(error.errors)}
        errors = {block: words for block, words in found.items() if block in inputs}
        if errors:
            await ack(response_action="errors", errors=errors)
            return
    answer = error_card(error)
    if inputs:
        await ack(response_action="errors", errors={inputs[0]: words_of(answer)})
    else:
        await ack(response_action="update", view=view_json(answer_view(answer)))


def _once(listener: ListenerContext, request: RequestContext, key: str) -> Once:
    async def once() -> bool:
        return await listener.first_time(request.workspace, key, listener.clock.now())

    return once


def _inputs(view: Payload) -> list[str]:
    blocks = view.get("blocks")
    held = map(_mapping, blocks) if isinstance(blocks, list) else ()
    return [str(block.get("block_id")) for block in held if block.get("type") == "input"]


def _hook(body: Payload) -> Payload:
    several = body.get("response_urls")
    return _mapping(several[0]) if isinstance(several, list) and several else {}


def _mapping(value: object) -> Payload:
    return value if isinstance(value, Mapping) else {}
