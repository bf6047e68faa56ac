"""Web API methods for files: announce, complete, look up."""

from playground.files import LARGEST, WorkspaceFile
from playground.json_fields import Json, objs, parse, text
from playground.message_drafts import RefusedError, checked
from playground.web_api_context import WebApiContext, joined_channel
from playground.workspace import MessageDraft


def get_upload_url(context: WebApiContext, arguments: Json) -> Json:
    """The URL for a file's bytes, and its future id."""
    name, length = text(arguments.get("filename")), _integer(arguments.get("length"))
    if not name or length <= 0:
        raise RefusedError("invalid_arguments", ["[ERROR] missing required field: filename and length"])
    if length > LARGEST:
        raise RefusedError("file_upload_size_restricted")
    key, file_id = context.workspace.files.announce_upload(name, length)
    return {"upload_url": f"{context.site()}upload/{key}", "file_id": file_id}


def complete_upload(context: WebApiContext, arguments: Json) -> Json:
    """Complete the uploads, and share them if a channel is given."""
    entries = _entries(arguments)
    channel = (
        joined_channel(context, _with_channel(arguments)) if _with_channel(arguments)["channel"] else None
    )
    blocks = checked(arguments.get("blocks"), context.workspace.files)
    if blocks and text(arguments.get("initial_comment")):
        raise RefusedError("invalid_arguments", ["[ERROR] either initial_comment or blocks, not both"])
    found = [_own(context, text(entry.get("id"))) for entry in entries]
    files = context.workspace.files
    channel_id = channel.id if channel else None
    shared = [
        files.share(file, text(entry.get("title")), channel_id)
        for file, entry in zip(found, entries, strict=True)
    ]
    shown = tuple(file.shown for file in shared)
    if channel is not None:
        words = text(arguments.get("initial_comment"))
        draft = MessageDraft(words, blocks, text(arguments.get("thread_ts")) or None, None, shown)
        context.workspace.post(channel.id, context.workspace.team.bot_user, draft)
    return {"files": list(shown)}


def file_info(context: WebApiContext, arguments: Json) -> Json:
    """One file."""
    file = context.workspace.files.find(text(arguments.get("file")))
    if file is None:
        raise RefusedError("file_not_found")
    return {"file": file.shown, "comments": [], "response_metadata": {"next_cursor": ""}}


def _entries(arguments: Json) -> list[Json]:
    files = arguments.get("files")
    try:
        entries = objs(parse(files) if isinstance(files, str) else files)
    except ValueError as error:
        raise RefusedError("invalid_arguments", ["[ERROR] files is not JSON"]) from error
    if not entries:
        raise RefusedError("invalid_arguments", ["[ERROR] missing required field: files"])
    return entries


def _with_channel(arguments: Json) -> Json:
    channel = text(arguments.get("channel_id")) or text(arguments.get("channels")).partition(",")[0]
    return {"channel": channel}


def _own(context: WebApiContext, file_id: str) -> WorkspaceFile:
    file = context.workspace.files.find(file_id)
    if file is None or file.user != context.workspace.team.bot_user:
        raise RefusedError("file_not_found")
    return file


def _integer(value: object) -> int:
    try:
        return int(value) if isinstance(value, int | str) else 0
    except ValueError:
        return 0
