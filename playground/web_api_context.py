"""Context of the Web API methods, with common lookups."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from playground.json_fields import Json, text
from playground.message_drafts import RefusedError
from playground.payloads import PayloadWriter
from playground.rules import Triggers
from playground.workspace import Channel, Workspace, WorkspaceMessage


@dataclass(frozen=True, slots=True)
class WebApiContext:
    """Context of the methods. `open_socket` returns the URL of a new Socket Mode connection."""

    workspace: Workspace
    writer: PayloadWriter
    triggers: Triggers
    open_socket: Callable[[], str]
    site: Callable[[], str]


Run: TypeAlias = Callable[[WebApiContext, Json], Json]


def channel_of(context: WebApiContext, arguments: Json) -> Channel:
    """The channel in the arguments. Raises RefusedError."""
    name = text(arguments.get("channel"))
    if not name:
        raise RefusedError("invalid_arguments", ["[ERROR] missing required field: channel"])
    channel = context.workspace.channel_named(name)
    if channel is None:
        raise RefusedError("channel_not_found")
    return channel


def joined_channel(context: WebApiContext, arguments: Json) -> Channel:
    """The same, if the app is a member. Raises RefusedError."""
    channel = channel_of(context, arguments)
    if context.workspace.team.bot_user not in channel.members:
        raise RefusedError("not_in_channel")
    return channel


def own_message(context: WebApiContext, arguments: Json, otherwise: str) -> tuple[Channel, WorkspaceMessage]:
    """One of the app's own public messages. Raises RefusedError, with `otherwise` for another author's message."""
    channel = channel_of(context, arguments)
    message = context.workspace.find(channel.id, text(arguments.get("ts")))
    if message is None or message.is_ephemeral:
        raise RefusedError("message_not_found")
    if message.user != context.workspace.team.bot_user:
        raise RefusedError(otherwise)
    return channel, message
