"""Web API methods for the workspace: auth, channels, users, Socket Mode connection."""

from playground.json_fields import Json, text
from playground.message_drafts import RefusedError
from playground.web_api_context import WebApiContext, channel_of
from playground.workspace import Channel, Person


def auth_test(context: WebApiContext, _arguments: Json) -> Json:
    """The owner of the token."""
    team = context.workspace.team
    return {
        "url": context.site(),
        "team": team.name,
        "user": team.app_name.lower(),
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }


def open_connection(context: WebApiContext, _arguments: Json) -> Json:
    """The URL for a Socket Mode connection."""
    return {"url": context.open_socket()}


def channel_info(context: WebApiContext, arguments: Json) -> Json:
    """One channel."""
    return {"channel": _channel_json(context, channel_of(context, arguments))}


def channel_list(context: WebApiContext, arguments: Json) -> Json:
    """Channels of the requested types (public by default)."""
    types = (text(arguments.get("types")) or "public_channel").split(",")
    held = [channel for channel in context.workspace.channels.values() if _kind(channel) in types]
    return {
        "channels": [_channel_json(context, channel) for channel in held],
        "response_metadata": {"next_cursor": ""},
    }


def open_direct(context: WebApiContext, arguments: Json) -> Json:
    """The direct messages with one person."""
    channel = context.workspace.direct(text(arguments.get("users")))
    if channel is None:
        raise RefusedError("user_not_found")
    return {"channel": {"id": channel.id}}


def user_info(context: WebApiContext, arguments: Json) -> Json:
    """One person, or the app's bot user."""
    user = text(arguments.get("user"))
    team = context.workspace.team
    person = context.workspace.people.get(user)
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


def _kind(channel: Channel) -> str:
    if channel.is_im:
        return "im"
    return "private_channel" if channel.is_private else "public_channel"


def _channel_json(context: WebApiContext, channel: Channel) -> Json:
    member = context.workspace.team.bot_user in channel.members
    shown: Json = {
        "id": channel.id,
        "is_im": channel.is_im,
        "is_channel": not channel.is_im,
        "is_archived": False,
    }
    if channel.is_im:
        person = next(iter(channel.members - {context.workspace.team.bot_user}))
        return shown | {"user": person}
    return shown | {
        "name": channel.name,
        "is_member": member,
        "is_private": channel.is_private,
        "is_shared": False,
        "is_ext_shared": False,
        "topic": {"value": channel.topic},
        "num_members": len(channel.members),
    }
