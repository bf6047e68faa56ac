"""The only code that posts. Nothing here retries: a post that may have arrived is not repeated blindly."""

import aiohttp
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from bot.logs import Event, get_logger
from handlers.views.kit import Answer

_TIMEOUT_SECONDS = 15
_OK = 200
_log = get_logger("posting")


class Messenger:
    """Posts answers through the response_url that a press brought (five uses within 30 minutes)."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def whisper(self, response_url: str, answer: Answer) -> None:
        """An ephemeral message for the one who pressed; the card that was pressed stays."""
        await self._send(response_url, answer, "ephemeral")

    async def share(self, response_url: str, answer: Answer) -> None:
        """A message that the whole channel sees."""
        await self._send(response_url, answer, "in_channel")

    async def _send(self, url: str, answer: Answer, response_type: str) -> None:
        hook = AsyncWebhookClient(url, timeout=_TIMEOUT_SECONDS, session=self._session, retry_handlers=[])
        answered: WebhookResponse = await hook.send(
            text=answer.text, blocks=answer.drawn, response_type=response_type, replace_original=False
        )
        if answered.status_code != _OK:  # slack_sdk raises nothing here
            _log.warning(Event.SLACK_CALL_FAILED, kind="response_url", status=answered.status_code)
