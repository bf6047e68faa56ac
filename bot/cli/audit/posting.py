"""Post the totals of an audit to a channel: counts and codes, never a line."""

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.errors import SlackApiError

from bot.domain.errors import CodeDeskError
from bot.settings import Settings
from handlers.slack.auth import web_client
from handlers.views.blocks import esc


@dataclass
class NotPosted(CodeDeskError):
    """Slack did not accept the post. `code` is Slack's error code, or 'no_token' if no token is set."""

    code: str


async def post_totals(settings: Settings, channel: str, totals: Sequence[str]) -> None:
    """Post `totals` once. Raises NotPosted."""
    if settings.slack_bot_token is None:
        raise NotPosted("no_token")
    client = web_client(settings.slack_api_url, settings.slack_bot_token.get_secret_value())
    try:
        await client.chat_postMessage(
            channel=channel, text="Audit of billed lines\n" + "\n".join(map(esc, totals)), unfurl_links=False
        )
    except SlackApiError as error:
        raise NotPosted(str(error.response.get("error", "unknown"))) from None
