"""Validate the bot's messages like Slack does, for the Web API, response_url and acks."""

from playground.blockkit import message_problems, with_defaults
from playground.files import WorkspaceFiles
from playground.json_fields import Json, obj, objs, parse, text
from playground.workspace import MessageDraft

_TEXT_LIMIT = 40_000


class RefusedError(Exception):
    """Slack would reject this. `error` is its error name, `problems` the lines of response_metadata.messages."""

    def __init__(self, error: str, problems: list[str] | None = None) -> None:
        """Store the error name and the lines."""
        super().__init__(error)
        self.error = error
        self.problems = problems or []


def draft_of(body: Json, files: WorkspaceFiles) -> MessageDraft:
    """The message in a JSON body. Raises RefusedError (`no_text`, `invalid_blocks`, ...)."""
    words = body.get("text")
    if words is not None and not isinstance(words, str):
        raise RefusedError("invalid_arguments", ["[ERROR] must provide a string [json-pointer:/text]"])
    if body.get("attachments"):
        raise RefusedError("invalid_attachments", ["[ERROR] the playground draws blocks, not attachments"])
    blocks = checked(body.get("blocks"), files)
    if not words and not blocks:
        raise RefusedError("no_text")
    return MessageDraft(
        text=text(words)[:_TEXT_LIMIT],
        blocks=blocks,
        thread_ts=text(body.get("thread_ts")) or None,
        metadata=_metadata(body.get("metadata")),
    )


def _metadata(value: object) -> Json | None:
    """Message metadata, as an object or JSON text, with an event_type and an event_payload."""
    if value is None or value == "":
        return None
    try:
        metadata = obj(parse(value) if isinstance(value, str) else value)
    except ValueError:
        metadata = {}
    if not text(metadata.get("event_type")) or not isinstance(metadata.get("event_payload"), dict):
        raise RefusedError("invalid_metadata_format")
    return metadata


def checked(blocks: object, files: WorkspaceFiles) -> tuple[Json, ...]:
    """Validated blocks, from an array or its JSON text, with Slack's ids and flags filled in."""
    if blocks is None or blocks == "":
        return ()
    if isinstance(blocks, str):
        try:
            blocks = parse(blocks)
        except ValueError as error:
            raise RefusedError("invalid_blocks_format") from error
    if not isinstance(blocks, list):
        raise RefusedError("invalid_blocks_format")
    problems = message_problems(blocks) or files.image_problems(blocks)
    if problems:
        raise RefusedError("invalid_blocks", problems)
    return with_defaults(objs(blocks))
