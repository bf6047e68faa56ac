"""The Web API's methods, one function each, and the table that says who may call them and how often.

Limits are Slack's tiers: 1 = 1, 2 = 20, 3 = 50, 4 = 100 calls a minute; chat.postMessage is one a second
in each channel, with short bursts looked over.
"""

import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from playground.blockkit import dress, home_problems
from playground.drafts import RefusedError, draft_of
from playground.payloads import Writer
from playground.rules import Triggers
from playground.shapes import Json, obj, objs, parse, text, truthy
from playground.workspace import Channel, Draft, Message, Person, Workspace


@dataclass(frozen=True, slots=True)
class Desk:
    """What the methods work on. `open_socket` gives the URL of a new Socket Mode connection."""

    workspace: Workspace
    writer: Writer
    triggers: Triggers
    open_socket: Callable[[], str]
    site: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: always the one installed app, with these scopes."""

    scopes: tuple[str, ...]


Run = Callable[[Desk, Caller, Json], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """One method: what it does, which scopes let it be called (any of them), and its rate."""

    run: Run
    scopes: tuple[str, ...] = ()
    per_minute: float = 50.0
    burst: int = 50
    each_channel: bool = False
    app_token: bool = False
    any_token: bool = False

    def rate_key(self, arguments: Json) -> str:
        """What the rate is counted for: the channel, or the method as a whole."""
        return text(arguments.get("channel")) if self.each_channel else ""


def auth_test(desk: Desk, _caller: Caller, _arguments: Json) -> Json:
    """Who the token belongs to."""
    team = desk.workspace.team
    return {
        "url": desk.site(),
        "team": team.name,
        "user": team.app_name.lower(),
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(desk: Desk, _caller: Caller, _arguments: Json) -> Json:
    """Where to connect for Socket Mode."""
    return {"url": desk.open_socket()}


def post_message(desk: Desk, _caller: Caller, arguments: Json) -> Json:
    """A message that everyone in the channel sees."""
    channel = _joined(desk, arguments)
    message = desk.workspace.post(channel.id, desk.workspace.team.bot_user, draft_of(arguments))
    return {"channel": channel.id, "ts": message.ts, "message": desk.writer.message(message)}


def post_ephemeral(desk: Desk, _caller: Caller, arguments: Json) -> Json:
    """A message that one member of the channel sees."""
    channel = _joined(desk, arguments)
    user = text(arguments.get("user"))
    if user not in channel.members:
        raise RefusedError("user_not_in_channel")
    draft = draft_of(arguments)
    message = desk.workspace.post(channel.id, desk.workspace.team.bot_user, draft, visible_to=user)
    return {"message_ts": message.ts}


def update(desk: Desk, _caller: Caller, arguments: Json) -> Json:
    """Rewrite one of the app's own messages. Text alone removes the blocks; neither is `no_text`."""
    channel, message = _own_message(desk, arguments, "cant_update_message")
    if not {"text", "blocks"} & arguments.keys():
        raise RefusedError("no_text")
    draft = draft_of(arguments)
    if draft.metadata is None or draft.thread_ts is None:
        draft = Draft(draft.text, draft.blocks, message.thread_ts, draft.metadata or message.metadata)
    new = desk.workspace.rewrite(message, draft, mark_edited=not draft.blocks)
    return {"channel": channel.id, "ts": new.ts, "text": new.text, "message": desk.writer.message(new)}


def delete(desk: Desk, _caller: Caller, arguments: Json) -> Json:
    """Take one of the app's own messages away."""
    channel, message = _own_message(desk, arguments, "cant_delete_message")
    desk.workspace.remove(message)
    return {"channel": channel.id, "ts": message.ts}


def history(desk: Desk, _caller: Caller, arguments: Json) -> Json:
    """A channel's messages, newest first; ephemeral ones are never among them."""
    channel = _joined(desk, arguments)
    after = text(arguments.get("cursor")) or text(arguments.get("latest"))
    found = [m for m in reversed(desk.workspace.messages(channel.id)) if _within(m.ts, arguments, after)]
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


def channel_info(desk: Desk, _caller: Caller, arguments: Json) -> Json:
    """One channel."""
    return {"channel": _channel_json(desk, _channel(desk, arguments))}


def channel_list(desk: Desk, _caller: Caller, arguments: Json) -> Json:
    """The channels of the asked-for types (public ones unless told otherwise)."""
    types = (text(arguments.get("types")) or "public_channel").split(",")
    kinds = {True: "im", False: "public_channel"}
    held = [channel for channel in desk.workspace.channels.values() if kinds[channel.is_im] in types]
    return {
        "channels": [_channel_json(desk, channel) for channel in held],
        "response_metadata": {"next_cursor": ""},
    }


def open_direct(desk: Desk, _caller: Caller, arguments: Json) -> Json:
    """The direct messages with one person."""
    channel = desk.workspace.direct(text(arguments.get("users")))
    if channel is None:
        raise RefusedError("user_not_found")
    return {"channel": {"id": channel.id}}


def user_info(desk: Desk, _caller: Caller, arguments: Json) -> Json:
    """One person, or the app's own bot user."""
    user = text(arguments.get("user"))
    team = desk.workspace.team
    person = desk.workspace.people.get(user)
    if user == team.bot_user:
        person = Person(user, team.app_name.lower(), team.app_name, "", "America/Los_Angeles")
    if person is None:
        raise RefusedError("user_not_found")
    return {
        "user": {
            "id": person.id,
            "team_id": team.id,
            "name": person.name,
            "real_name": person.real_name,
            "tz": person.zone,
            "is_bot": user == team.bot_user,
            "deleted": False,
            "profile": {"real_name": person.real_name, "display_name": person.name, "title": person.title},
        }
    }


def publish(desk: Desk, _caller: Caller, arguments: Json) -> Json:
    """Put up a person's Home tab."""
    user = text(arguments.get("user_id"))
    if user not in desk.workspace.people:
        raise RefusedError("user_not_found")
    held = desk.workspace.homes.get(user)
    expected = text(arguments.get("hash"))
    if expected and held is not None and expected != held.view.get("hash"):
        raise RefusedError("hash_conflict")
    view = _home(desk, arguments, held.view.get("id") if held else None)
    desk.workspace.publish(user, view)
    return {"view": view}


def open_view(desk: Desk, _caller: Caller, arguments: Json) -> Json:
    """Spends the trigger as Slack does, then says openly that modals cannot be drawn here yet."""
    error = desk.triggers.redeem(text(arguments.get("trigger_id")))
    if error:
        raise RefusedError(error)
    raise RefusedError(
        "invalid_arguments", ["[ERROR] the playground does not draw modals yet [json-pointer:/view]"]
    )


METHODS: dict[str, Method] = {
    "auth.test": Method(auth_test, per_minute=600, burst=600, any_token=True),
    "apps.connections.open": Method(open_connection, app_token=True),
    "chat.postMessage": Method(post_message, ("chat:write",), per_minute=60, burst=5, each_channel=True),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",), per_minute=100, burst=100),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "conversations.history": Method(history, ("channels:history", "im:history")),
    "conversations.info": Method(channel_info, ("channels:read", "im:read")),
    "conversations.list": Method(channel_list, ("channels:read", "im:read"), per_minute=20, burst=20),
    "conversations.open": Method(open_direct, ("im:write",)),
    "users.info": Method(user_info, ("users:read",), per_minute=100, burst=100),
    "views.publish": Method(publish, per_minute=100, burst=100),
    "views.open": Method(open_view, per_minute=100, burst=100),
}


def _channel(desk: Desk, arguments: Json) -> Channel:
    name = text(arguments.get("channel"))
    if not name:
        raise RefusedError("invalid_arguments", ["[ERROR] missing required field: channel"])
    channel = desk.workspace.channel_named(name)
    if channel is None:
        raise RefusedError("channel_not_found")
    return channel


def _joined(desk: Desk, arguments: Json) -> Channel:
    channel = _channel(desk, arguments)
    if desk.workspace.team.bot_user not in channel.members:
        raise RefusedError("not_in_channel")
    return channel


def _own_message(desk: Desk, arguments: Json, otherwise: str) -> tuple[Channel, Message]:
    channel = _channel(desk, arguments)
    message = desk.workspace.find(channel.id, text(arguments.get("ts")))
    if message is None or message.is_ephemeral:
        raise RefusedError("message_not_found")
    if message.user != desk.workspace.team.bot_user:
        raise RefusedError(otherwise)
    return channel, message


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


def _with_metadata(desk: Desk, message: Message) -> Json:
    shown = desk.writer.message(message)
    return shown | ({"metadata": message.metadata} if message.metadata else {})


def _channel_json(desk: Desk, channel: Channel) -> Json:
    member = desk.workspace.team.bot_user in channel.members
    shown: Json = {
        "id": channel.id,
        "is_im": channel.is_im,
        "is_channel": not channel.is_im,
        "is_archived": False,
    }
    if channel.is_im:
        person = next(iter(channel.members - {desk.workspace.team.bot_user}))
        return shown | {"user": person}
    return shown | {
        "name": channel.name,
        "is_member": member,
        "is_private": False,
        "topic": {"value": channel.topic},
        "num_members": len(channel.members),
    }


def _home(desk: Desk, arguments: Json, view_id: object) -> Json:
    """The view to publish, checked; it keeps its id from one publication to the next."""
    view = arguments.get("view")
    if isinstance(view, str):
        try:
            view = parse(view)
        except ValueError as error:
            raise RefusedError("invalid_arguments", ["[ERROR] view is not JSON"]) from error
    given = obj(view)
    if given.get("type") != "home":
        raise RefusedError("invalid_arguments", ["[ERROR] unsupported type [json-pointer:/view/type]"])
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if len(text(given.get(name))) > most:
            raise RefusedError(
                "invalid_arguments",
                [f"[ERROR] must be less than {most + 1} characters [json-pointer:/view/{name}]"],
            )
    unknown = sorted(given.keys() - {"type", "blocks", "private_metadata", "callback_id", "external_id"})
    problems = [f"[ERROR] invalid additional property: {name} [json-pointer:/view]" for name in unknown]
    problems += home_problems(given.get("blocks"))
    if problems:
        raise RefusedError("invalid_arguments", problems)
    team = desk.workspace.team
    blocks = list(dress(objs(given.get("blocks"))))
    digest = hashlib.sha256(json.dumps(blocks).encode()).hexdigest()[:8]
    return {
        "id": view_id or f"V{secrets.token_hex(5).upper()}",
        "team_id": team.id,
        "app_id": team.app_id,
        "bot_id": team.bot_id,
        "type": "home",
        "blocks": blocks,
        "private_metadata": text(given.get("private_metadata")),
        "callback_id": text(given.get("callback_id")),
        "external_id": text(given.get("external_id")),
        "state": {"values": {}},
        "hash": f"{int(desk.workspace.clock())}.{digest}{secrets.token_hex(2)}",
        "clear_on_close": False,
        "notify_on_close": False,
        "root_view_id": view_id,
        "previous_view_id": None,
    }
