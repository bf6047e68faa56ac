"""Web API methods for messages: chat.*, conversations.history and conversations.replies."""

from playground.json_fields import Json, text, truthy
from playground.message_drafts import RefusedError, draft_of
from playground.web_api_context import WebApiContext, joined_channel, own_message
from playground.workspace import MessageDraft, WorkspaceMessage


def post_message(desk: WebApiContext, arguments: Json) -> Json:
    """Post a message that everyone in the channel sees."""
    channel = joined_channel(desk, arguments)
    message = desk.workspace.post(
        channel.id, desk.workspace.team.bot_user, draft_of(arguments, desk.workspace.files)
    )
    return {"channel": channel.id, "ts": message.ts, "message": desk.writer.message(message)}


def post_ephemeral(desk: WebApiContext, arguments: Json) -> Json:
    """Post a message that one member of the channel sees."""
    channel = joined_channel(desk, arguments)
    user = text(arguments.get("user"))
    if user not in channel.members:
        raise RefusedError("user_not_in_channel")
    draft = draft_of(arguments, desk.workspace.files)
    message = desk.workspace.post(channel.id, desk.workspace.team.bot_user, draft, visible_to=user)
    return {"message_ts": message.ts}


def update(desk: WebApiContext, arguments: Json) -> Json:
    """Update one of the app's own messages. Text alone removes the blocks. Without text and blocks: `no_text`."""
    channel, message = own_message(desk, arguments, "cant_update_message")
    if not {"text", "blocks"} & arguments.keys():
        raise RefusedError("no_text")
    draft = draft_of(arguments, desk.workspace.files)
    if draft.metadata is None or draft.thread_ts is None:
        draft = MessageDraft(draft.text, draft.blocks, message.thread_ts, draft.metadata or message.metadata)
    new = desk.workspace.rewrite(message, draft, mark_edited=not draft.blocks)
    return {"channel": channel.id, "ts": new.ts, "text": new.text, "message": desk.writer.message(new)}


def delete(desk: WebApiContext, arguments: Json) -> Json:
    """Delete one of the app's own messages."""
    channel, message = own_message(desk, arguments, "cant_delete_message")
    desk.workspace.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def history(desk: WebApiContext, arguments: Json) -> Json:
    """A channel's messages, newest first, without ephemeral messages and thread replies."""
    channel = joined_channel(desk, arguments)
    there = [m for m in desk.workspace.messages(channel.id) if m.thread_ts in (None, m.ts)]
    after = text(arguments.get("cursor")) or text(arguments.get("latest"))
    found = [m for m in reversed(there) if _within(m.ts, arguments, after)]
    return _page(desk, arguments, found)


def replies(desk: WebApiContext, arguments: Json) -> Json:
    """A thread, oldest first. The first page starts with its parent, at any age. `ts` may also be a reply's."""
    channel = joined_channel(desk, arguments)
    every = desk.workspace.messages(channel.id)
    named = next((m for m in every if m.ts == text(arguments.get("ts"))), None)
    if named is None:
        raise RefusedError("thread_not_found")
    parent = named.thread_ts or named.ts
    cursor = text(arguments.get("cursor"))
    since = arguments | {"oldest": cursor or text(arguments.get("oldest")), "cursor": cursor}
    inside = [m for m in every if m.thread_ts == parent and m.ts != parent]
    found = [m for m in inside if _within(m.ts, since, text(arguments.get("latest")))]
    return _page(desk, arguments, [] if cursor else [m for m in every if m.ts == parent], found)


def _page(desk: WebApiContext, arguments: Json, *parts: list[WorkspaceMessage]) -> Json:
    found = [message for part in parts for message in part]
    limit = max(1, min(_number(arguments.get("limit"), 100), 999))
    page = found[:limit]
    more = len(found) > limit
    with_metadata = truthy(arguments.get("include_all_metadata"))
    shown = [
        _with_metadata(desk, message) if with_metadata else desk.writer.message(message) for message in page
    ]
    return {
        "messages": shown,
        "has_more": more,
        "response_metadata": {"next_cursor": page[-1].ts if more else ""},
    }


def _within(ts: str, arguments: Json, latest: str) -> bool:
    inclusive = truthy(arguments.get("inclusive")) and not arguments.get("cursor")
    oldest = text(arguments.get("oldest"))
    late = bool(latest) and (ts > latest or (ts == latest and not inclusive))
    early = bool(oldest) and (ts < oldest or (ts == oldest and not inclusive))
    return not late and not early


def _number(value: object, otherwise: int) -> int:
    try:
        return int(value) if isinstance(value, int | str) else otherwise
    except ValueError:
        return otherwise


def _with_metadata(desk: WebApiContext, message: WorkspaceMessage) -> Json:
    shown = desk.writer.message(message)
    return shown | ({"metadata": message.metadata} if message.metadata else {})
