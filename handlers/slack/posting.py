"""The only code that posts. Nothing here retries: a post that may have arrived is not repeated blindly."""

from collections.abc import Awaitable
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.logs import LogEvent, get_logger
from handlers.slack.answer import Answer
from handlers.slack.block_kit import View, view_json

_TIMEOUT_SECONDS = 15
_OK = 200
_log = get_logger("posting")


class SlackCall(StrEnum):
    """What was asked of Slack, for the log."""

    OPEN = "views.open"
    PUSH = "views.push"
    UPDATE = "views.update"
    PUBLISH = "views.publish"
    WHISPER = "chat.postEphemeral"
    POST = "chat.postMessage"
    EDIT = "chat.update"


@dataclass(frozen=True, slots=True)
class PostedMessage:
    """A message of ours, to be edited later."""

    channel: str
    ts: str


class Messenger:
    """Posts answers through the response_url that a press brought (five uses within 30 minutes)."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def whisper(self, response_url: str, answer: Answer, thread: str = "") -> None:
        """An ephemeral message for the one who pressed; the card that was pressed stays."""
        await self._send(response_url, answer, "ephemeral", thread)

    async def share(self, response_url: str, answer: Answer, thread: str = "") -> None:
        """A message that the whole channel (or the thread) sees."""
        await self._send(response_url, answer, "in_channel", thread)

    async def replace(self, response_url: str, answer: Answer) -> None:
        """The message that was pressed, drawn anew for everybody who sees it."""
        await self._post(
            response_url, {"text": answer.text, "blocks": answer.drawn, "replace_original": True}
        )

    async def _send(self, url: str, answer: Answer, response_type: str, thread: str) -> None:
        body: dict[str, object] = {
            "text": answer.text,
            "blocks": answer.drawn,
            "response_type": response_type,
            "replace_original": False,
        }
        await self._post(url, body | ({"thread_ts": thread} if thread else {}))

    async def _post(self, url: str, body: dict[str, object]) -> None:
        hook = AsyncWebhookClient(url, timeout=_TIMEOUT_SECONDS, session=self._session, retry_handlers=[])
        answered: WebhookResponse = await hook.send_dict(body)
        if answered.status_code != _OK:  # slack_sdk raises nothing here
            _log.warning(LogEvent.SLACK_CALL_FAILED, kind="response_url", status=answered.status_code)


async def open_view(client: AsyncWebClient, trigger: str, view: View) -> bool:
    """Put a modal before whoever the trigger stands for; whether Slack took it (a trigger lives 3 s)."""
    return (
        await _call(SlackCall.OPEN, client.views_open(trigger_id=trigger, view=view_json(view))) is not None
    )


async def push_view(client: AsyncWebClient, trigger: str, view: View) -> bool:
    """Put a modal on top of the one that the trigger comes from; whether Slack took it (three at most)."""
    return (
        await _call(SlackCall.PUSH, client.views_push(trigger_id=trigger, view=view_json(view))) is not None
    )


async def update_view(client: AsyncWebClient, view_id: str, view: View) -> bool:
    """Draw an open modal anew; whether it was still there."""
    return (
        await _call(SlackCall.UPDATE, client.views_update(view_id=view_id, view=view_json(view))) is not None
    )


async def publish_home(client: AsyncWebClient, user: str, view: View) -> bool:
    """Put up somebody's Home tab."""
    return (
        await _call(SlackCall.PUBLISH, client.views_publish(user_id=user, view=view_json(view))) is not None
    )


async def whisper_in(
    client: AsyncWebClient, channel: str, user: str, answer: Answer, *, thread: str = ""
) -> bool:
    """An ephemeral message where no response_url was given (events); the bot must be in the channel."""
    sent = client.chat_postEphemeral(
        channel=channel, user=user, text=answer.text, blocks=answer.drawn, thread_ts=thread or None
    )
    return await _call(SlackCall.WHISPER, sent) is not None


async def post(
    client: AsyncWebClient, channel: str, answer: Answer, *, thread: str = ""
) -> PostedMessage | None:
    """A message in a channel (in a thread), or with a person's id in their direct messages with the bot."""
    sent = client.chat_postMessage(
        channel=channel, text=answer.text, blocks=answer.drawn, thread_ts=thread or None
    )
    answered = await _call(SlackCall.POST, sent)
    return PostedMessage(str(answered["channel"]), str(answered["ts"])) if answered is not None else None


async def edit(client: AsyncWebClient, posted: PostedMessage, answer: Answer) -> bool:
    """Draw a message of ours anew."""
    sent = client.chat_update(channel=posted.channel, ts=posted.ts, text=answer.text, blocks=answer.drawn)
    return await _call(SlackCall.EDIT, sent) is not None


async def _call(kind: SlackCall, sent: Awaitable[AsyncSlackResponse]) -> AsyncSlackResponse | None:
    """Slack's answer, or None with a line in the log where it refused or did not answer."""
    try:
        return await sent
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        _log.warning(LogEvent.SLACK_CALL_FAILED, error, kind=kind)
        return None
