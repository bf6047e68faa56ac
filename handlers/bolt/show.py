"""Where an answer is shown: under the message, in a modal, on Home. Everything here runs in a job, after the ack."""

from slack_sdk.web.async_client import AsyncWebClient

from handlers.bolt.context import ListenerContext
from handlers.bolt.uploads import send_file
from handlers.slack.answer import Answer
from handlers.slack.payloads import Asker, ButtonPress
from handlers.slack.posting import open_view, publish_home, push_view, update_view
from handlers.slack.screen_types import ReplaceMessage
from handlers.views.answer_modal import answer_view, not_opened
from handlers.views.home import home_view


async def open_form(
    client: AsyncWebClient, listener: ListenerContext, trigger: str, answer: Answer, response_url: str | None
) -> None:
    """Open the answer's form; where Slack does not, its card says so to the asker."""
    assert answer.opens is not None  # noqa: S101 - the callers asked
    if not await open_view(client, trigger, answer.opens) and response_url is not None:
        await listener.messenger.whisper(response_url, not_opened(answer))


async def show(client: AsyncWebClient, listener: ListenerContext, press: ButtonPress, answer: Answer) -> None:
    """An answer for the one who pressed, where they pressed; its form where it has one, its file after it."""
    if answer.opens is not None:
        opening = push_view if press.modal else open_view
        if await opening(client, press.trigger, answer.opens):
            return
        answer = not_opened(answer)
    if press.response_url is not None:
        await listener.messenger.whisper(press.response_url, answer, press.thread)
    elif press.modal:
        view = answer_view(answer)
        if not await push_view(client, press.trigger, view):
            await update_view(client, press.modal, view)
    else:
        await show_home(client, listener, press.workspace, press.user, answer)
    if answer.file is not None:
        await send_file(client, press.user, answer.file)


async def draw_anew(
    client: AsyncWebClient, listener: ListenerContext, press: ButtonPress, reply: ReplaceMessage
) -> None:
    """What was pressed, as it is now."""
    if press.response_url is not None:
        await listener.messenger.replace(press.response_url, reply.answer)
    elif press.modal:
        await update_view(client, press.modal, reply.view or answer_view(reply.answer))
    elif reply.view is not None:
        await publish_home(client, press.user, reply.view)
    else:
        await show_home(client, listener, press.workspace, press.user)


async def show_home(
    client: AsyncWebClient, listener: ListenerContext, workspace: str, user: str, answer: Answer | None = None
) -> None:
    """Home has no channel to answer in, so an answer stands on top of Home itself."""
    if listener.front is not None:
        request = listener.request(Asker(workspace, user, workspace))
        await publish_home(client, user, await listener.front.view(request, answer))
        return
    loaded = await listener.dispatcher.answer("codes", "", workspace=workspace, user=user)
    await publish_home(client, user, home_view(loaded, answer))
