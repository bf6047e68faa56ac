"""The Web API methods: function, scopes and rate limit of each.

Rates are Slack's tiers: 1 = 1, 2 = 20, 3 = 50, 4 = 100 calls a minute. chat.postMessage allows one a second per
channel, with short bursts.
"""

from dataclasses import dataclass

from playground import chat, directory, uploads, views
from playground.json_fields import Json, text
from playground.web_api_context import Run


@dataclass(frozen=True, slots=True)
class Method:
    """One method: its function, its scopes (any of them is enough), and its rate limit."""

    run: Run
    scopes: tuple[str, ...] = ()
    per_minute: float = 50.0
    burst: int = 50
    each_channel: bool = False
    app_token: bool = False
    any_token: bool = False

    def rate_key(self, arguments: Json) -> str:
        """The key of the rate limit: the channel, or '' for the whole method."""
        return text(arguments.get("channel")) if self.each_channel else ""


METHODS: dict[str, Method] = {
    "auth.test": Method(directory.auth_test, per_minute=600, burst=600, any_token=True),
    "apps.connections.open": Method(directory.open_connection, app_token=True),
    "chat.postMessage": Method(chat.post_message, ("chat:write",), per_minute=60, burst=5, each_channel=True),
    "chat.postEphemeral": Method(chat.post_ephemeral, ("chat:write",), per_minute=100, burst=100),
    "chat.update": Method(chat.update, ("chat:write",)),
    "chat.delete": Method(chat.delete, ("chat:write",)),
    "conversations.history": Method(chat.history, ("channels:history", "im:history")),
    "conversations.replies": Method(chat.replies, ("channels:history", "im:history")),
    "conversations.info": Method(directory.channel_info, ("channels:read", "groups:read", "im:read")),
    "conversations.list": Method(
        directory.channel_list, ("channels:read", "im:read"), per_minute=20, burst=20
    ),
    "conversations.open": Method(directory.open_direct, ("im:write",)),
    "files.getUploadURLExternal": Method(uploads.get_upload_url, ("files:write",), per_minute=100, burst=100),
    "files.completeUploadExternal": Method(
        uploads.complete_upload, ("files:write",), per_minute=100, burst=100
    ),
    "files.info": Method(uploads.file_info, ("files:read",), per_minute=100, burst=100),
    "users.info": Method(directory.user_info, ("users:read",), per_minute=100, burst=100),
    "views.publish": Method(views.publish, per_minute=100, burst=100),
    "views.open": Method(views.open_view, per_minute=100, burst=100),
    "views.push": Method(views.push, per_minute=100, burst=100),
    "views.update": Method(views.update, per_minute=100, burst=100),
}
