"""Slash commands: the whole answer rides in the ack.

A middleware, not a listener: for a listener Bolt makes every argument that one might ask for, twice, which costs more
than the answer to a code.
"""

from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from handlers.bolt import show as bolt_show
from handlers.bolt.context import ListenerContext
from handlers.bolt.uploads import send_file
from handlers.dispatch import COMMAND_FORM
from handlers.slack.payloads import Asker


class Commands(AsyncMiddleware):
    """Answers every request that is a command; all others go on to the listeners."""

    def __init__(self, listener: ListenerContext) -> None:
        self._listener = listener

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name for it
    ) -> BoltResponse | None:
        """As Bolt asks: the answer, or what comes after this."""
        command = req.body.get("command")
        if not isinstance(command, str) or not COMMAND_FORM.match(command):
            return await next()
        return await on_command(command, req.body, req.context.client, listener=self._listener)


async def on_command(
    command: str, said: Mapping[str, object], client: AsyncWebClient | None, *, listener: ListenerContext
) -> BoltResponse:
    """The whole answer for the asker alone; or a form opens right after it.

    An answer is its own ack, in JSON already: kept cards need not be turned into it again.
    """
    asker = Asker.of_command(said)
    answer = await listener.dispatcher.answer(
        command,
        str(said.get("text", "")),
        workspace=asker.workspace,
        user=asker.user,
        guest=asker.is_guest(listener.home),
        channel=str(said.get("channel_id") or ""),
    )
    trigger, url = str(said.get("trigger_id") or ""), said.get("response_url")
    if answer.opens is not None and trigger and client is not None:
        opened = bolt_show.open_form(client, listener, trigger, answer, str(url) if url else None)
        await listener.jobs.spawn(opened)
        return BoltResponse(status=200, body="")
    if answer.file is not None and client is not None:
        await listener.jobs.spawn(send_file(client, asker.user, answer.file))
    return BoltResponse(status=200, body=answer.acked)
