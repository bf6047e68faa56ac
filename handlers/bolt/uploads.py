"""Files for one person: put into their direct messages with the app, where files:write is granted."""

import asyncio

from slack_sdk.web.async_client import AsyncWebClient

from bot.logs import LogEvent, get_logger
from handlers.slack.answer import Attachment
from handlers.slack.posting import edit, post
from handlers.views.export import announced, not_sent

_log = get_logger("uploading")


async def send_file(client: AsyncWebClient, user: str, file: Attachment) -> None:
    """Send `file` to the user's direct messages; where Slack refuses it, the message there says so.

    A person's id is good for a message but not for an upload, and asking for the conversation would need a scope
    more (im:write): the message comes first, and tells where the file goes.
    """
    posted = await post(client, user, announced())
    if posted is None:
        return
    try:
        made = await asyncio.to_thread(file.made) if file.made else b""
        await client.files_upload_v2(
            channel=posted.channel,
            thread_ts=posted.ts,
            filename=file.name,
            title=file.name,
            content=made or file.data or file.text,
            request_file_info=False,
        )
    except (
        Exception
    ) as error:  # slack_sdk raises its own, aiohttp's and a bare Exception from the upload itself
        _log.warning(LogEvent.SLACK_CALL_FAILED, error, kind="files.upload")
        await edit(client, posted, not_sent())
