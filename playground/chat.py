"""Web API methods for messages: chat.*, conversations.history and conversations.replies."""

from playground.json_fields import Json, text, truthy
from playground.message_drafts import RefusedError, draft_of
from playground.web_api_context import WebApiContext, joined_channel, own_message
from playground.workspace import MessageDraft, WorkspaceMessage


def post_message(context: WebApiContext, arguments: Json) -> Json:
    """Post a message that everyone in the channel sees."""
    channel = joined_channel(context, arguments)
    message = context.workspace.post(
        channel.id, context.workspace.team.bot_user, draft_of(arguments, context.workspace.files)
    )
    return {"channel": channel.id, "ts": message.ts, "message": context.writer.message(message)}


def post_ephemeral(context: WebApiContext, arguments: Json) -> Json:
    """Post a message that one member of the channel sees."""
    channel = joined_channel(context, arguments)
    user = text(arguments.get("user"))
    if user not in channel.members:
        raise RefusedError("user_not_in_channel")
    draft = draft_of(arguments, context.workspace.files)
    message = context.workspace.post(channel.id, context.workspace.team.bot_user, draft, visible_to=user)
    return {"message_ts": message.ts}


def update(context: WebApiContext, arguments: Json) -> Json:
    """Update one of the app's own messages. Text alone removes the blocks. Without text and blocks: `no_text`."""
    channel, message = own_message(context, arguments, "cant_update_message")
    if not {"text", "blocks"} & arguments.keys():
        raise RefusedError("no_text")
    draft = draft_of(arguments, context.workspace.files)
    if draft.metadata is None or draft.thread_ts is None:
        draft = MessageDraft(draft.text, draft.blocks, message.thread_ts, draft.metadata or message.metadata)
    new = context.workspace.rewrite(message, draft, mark_edited=not draft.blocks)
    return {"channel": channel.id, "ts": new.ts, "text": new.text, "message": context.writer.message(new)}


def delete(context: WebApiContext, arguments: Json) -> Json:
    """Delete one of the app's own messages."""
    channel, message = own_message(context, arguments, "cant_delete_message")
    context.workspace.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def history(context: WebApiContext, arguments: Json) -> Json:
    """A channel's messages, newest first, without ephemeral messages and thread replies."""
    channel = joined_channel(context, arguments)
    channel_messages = [m for m in context.workspace.messages(channel.id) if m.thread_ts in (None, m.ts)]
    after = text(arguments.get("cursor")) or text(arguments.get("latest"))
    found = [m for m in reversed(channel_messages) if _within(m.ts, arguments, after)]
    return _page(context, arguments, found)


def replies(context: WebApiContext, arguments: Json) -> Json:
    """A thread, oldest first. The first page starts with its parent, at any age. `ts` may also be a reply's."""
    channel = joined_channel(context, arguments)
    channel_messages = context.workspace.messages(channel.id)
    target = next((m for m in channel_messages if m.ts == text(arguments.get("ts"))), None)
    if target is None:
        raise RefusedError("thread_not_found")
    parent = target.thread_ts or target.ts
    cursor = text(arguments.get("cursor"))
    since = arguments | {"oldest": cursor or text(arguments.get("oldest")), "cursor": cursor}
    in_thread = [m for m in channel_messages if m.thread_ts == parent and m.ts != parent]
    found = [m for m in in_thread if _within(m.ts, since, text(arguments.get("latest")))]
    return _page(context, arguments, [] if cursor else [m for m in channel_messages if m.ts == parent], found)


def _page(context: WebApiContext, arguments: Json, *parts: list[WorkspaceMessage]) -> Json:
    found = [message for part in parts for message in part]
    limit = max(1, min(_number(arguments.get("limit"), 100), 999))
    page = found[:limit]
    more = len(found) > limit
    with_metadata = truthy(arguments.get("include_all_metadata"))
    shown = [
        _with_metadata(context, message) if with_metadata else context.writer.message(message)
        for message in page
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


def _with_metadata(context: WebApiContext, message: WorkspaceMessage) -> Json:
    shown = context.writer.message(message)
    return shown | ({"metadata": message.metadata} if message.metadata else {})
