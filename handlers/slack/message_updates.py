"""Draw a message of ours anew, tell its thread, and what Slack's answers to that mean."""

from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import LogEvent, get_logger
from handlers.slack.answer import Answer
from handlers.slack.api_errors import code_of, not_posted, retry_after
from handlers.slack.posting import PostedMessage, SlackCall

_LATER_SECONDS = 60.0
_GONE = frozenset(
    {
        "message_not_found",
        "cant_update_message",
        "channel_not_found",
        "not_in_channel",
        "is_archived",
        "is_inactive",
        "edit_window_closed",
    }
)
"""Where Slack says so, there is no message that the bot can change."""
_log = get_logger("editing")


@dataclass(frozen=True, slots=True)
class Edited:
    """It was drawn."""


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such message (any more), or none that the bot may change."""


@dataclass(frozen=True, slots=True)
class RetryEdit:
    """Slack did not do it, or did not say: try again in so many seconds. `asked`: Slack wants that much silence."""

    seconds: float
    asked: bool = False


async def redraw(client: AsyncWebClient, posted: PostedMessage, answer: Answer) -> Edited | Gone | RetryEdit:
    """Drawing a message twice does no harm, so a lost answer is one to try again."""
    try:
        await client.chat_update(channel=posted.channel, ts=posted.ts, text=answer.text, blocks=answer.drawn)
    except SlackApiError as error:
        if code_of(error) in _GONE:
            return Gone()
        _log.warning(LogEvent.SLACK_CALL_FAILED, error, kind=SlackCall.EDIT)
        return (
            RetryEdit(_LATER_SECONDS) if (wait := retry_after(error)) is None else RetryEdit(wait, asked=True)
        )
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        _log.warning(LogEvent.SLACK_CALL_FAILED, error, kind=SlackCall.EDIT)
        return RetryEdit(_LATER_SECONDS)
    return Edited()


async def tell(client: AsyncWebClient, posted: PostedMessage, answer: Answer) -> RetryEdit | None:
    """Post in the message's thread. Later only where Slack says that it did not: a lost answer may have posted."""
    try:
        await client.chat_postMessage(
            channel=posted.channel, text=answer.text, blocks=answer.drawn, thread_ts=posted.ts
        )
    except SlackApiError as error:
        _log.warning(LogEvent.SLACK_CALL_FAILED, error, kind=SlackCall.POST)
        return None if (wait := not_posted(error)) is None else RetryEdit(wait)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        _log.warning(LogEvent.SLACK_CALL_FAILED, error, kind=SlackCall.POST)
    return None
