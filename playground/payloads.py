"""What Slack sends to an app, field for field: slash commands, presses, events."""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playground.blockkit import controls
from playground.blockkit.elements import options_of
from playground.shapes import Json, obj, objs, text
from playground.workspace import Channel, HomeView, Message, Person, Workspace

_MENTION = re.compile(r"(?<![\w&])([@#])([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)


def escape(typed: str) -> str:
    """The three characters that Slack sends as entities."""
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def with_mentions(workspace: Workspace, escaped: str) -> str:
    """`@dana` and `#billing` as Slack keeps them in messages: `<@U0DANA001>` and `<#C0BILLING|billing>`."""
    handles = {person.name: person.id for person in workspace.people.values()}
    handles[workspace.team.app_name.lower()] = workspace.team.bot_user
    named = {channel.name: channel.id for channel in workspace.channels.values() if not channel.is_im}

    def swap(match: re.Match[str]) -> str:
        sign, name = match.groups()
        known = handles.get(name.lower()) if sign == "@" else named.get(name.lower())
        if known is None:
            return match.group()
        return f"<@{known}>" if sign == "@" else f"<#{known}|{name}>"

    return _MENTION.sub(swap, escaped)


@dataclass(frozen=True, slots=True)
class Scene:
    """Who acts and where, with the two keys that the bot gets for answering."""

    person: Person
    channel: Channel
    trigger_id: str
    response_url: str = ""

    @property
    def channel_name(self) -> str:
        """Slack calls every direct conversation the same."""
        return "directmessage" if self.channel.is_im else self.channel.name


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes payloads for one workspace. `verification_token` is the old-style token Slack still sends."""

    workspace: Workspace
    verification_token: str

    def command(self, scene: Scene, name: str, typed: str) -> dict[str, str]:
        """A slash command's form fields; `typed` goes out with its entities."""
        team = self.workspace.team
        return {
            "token": self.verification_token,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": scene.channel.id,
            "channel_name": scene.channel_name,
            "user_id": scene.person.id,
            "user_name": scene.person.name,
            "command": name,
            "text": escape(typed),
            "api_app_id": team.app_id,
            "is_enterprise_install": "false",
            "response_url": scene.response_url,
            "trigger_id": scene.trigger_id,
        }

    def press_in_message(self, scene: Scene, message: Message, action: Json) -> Json:
        """A block_actions payload from a message. An ephemeral one does not bring its message along."""
        payload = self._press(scene, action) | {
            "container": {
                "type": "message",
                "message_ts": message.ts,
                "channel_id": scene.channel.id,
                "is_ephemeral": message.is_ephemeral,
            },
            "channel": {"id": scene.channel.id, "name": scene.channel_name},
            "state": {"values": self.state(scene.person.id, message.ts, list(message.blocks))},
            "response_url": scene.response_url,
        }
        return payload if message.is_ephemeral else payload | {"message": self.message(message)}

    def press_at_home(self, scene: Scene, home: HomeView, action: Json) -> Json:
        """A block_actions payload from the Home tab: no channel, no message, no response_url."""
        view_id = text(home.view.get("id"))
        state = self.state(scene.person.id, view_id, objs(home.view.get("blocks")))
        return self._press(scene, action) | {
            "container": {"type": "view", "view_id": view_id},
            "view": home.view | {"state": {"values": state}},
        }

    def _press(self, scene: Scene, action: Json) -> Json:
        team, person = self.workspace.team, scene.person
        return {
            "type": "block_actions",
            "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": team.id},
            "api_app_id": team.app_id,
            "token": self.verification_token,
            "trigger_id": scene.trigger_id,
            "team": {"id": team.id, "domain": team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
            "actions": [action | {"action_ts": self.workspace.next_ts()}],
        }

    def event(self, event: Json) -> Json:
        """An Events API envelope round one event."""
        team = self.workspace.team
        return {
            "token": self.verification_token,
            "team_id": team.id,
            "context_team_id": team.id,
            "context_enterprise_id": None,
            "api_app_id": team.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{secrets.token_hex(5).upper()}",
            "event_time": int(self.workspace.clock()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": team.id,
                    "user_id": team.bot_user,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }

    def message(self, message: Message) -> Json:
        """A message as the Web API and payloads show it."""
        team = self.workspace.team
        shown: Json = {
            "type": "message",
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": team.id,
        }
        if message.kind == "app":
            shown |= {"bot_id": team.bot_id, "app_id": team.app_id}
        if message.blocks:
            shown["blocks"] = list(message.blocks)
        if message.edited_ts:
            shown["edited"] = {"user": message.user, "ts": message.edited_ts}
        if message.thread_ts:
            shown["thread_ts"] = message.thread_ts
        return shown

    def state(self, user: str, container: str, blocks: list[Json]) -> Json:
        """`state.values`: every menu of the message, with what this person has chosen in it or null."""
        chosen = self.workspace.chosen(user, container)
        values: dict[str, object] = {}
        for block in blocks:
            block_id = text(block.get("block_id"))
            for control in controls(block):
                if control.get("type") in STATEFUL:
                    action_id = text(control.get("action_id"))
                    picked = chosen.get((block_id, action_id)) or control.get("initial_option")
                    held = {"type": control["type"], "selected_option": picked}
                    values[block_id] = obj(values.get(block_id)) | {action_id: held}
        return values


STATEFUL = {"static_select"}
"""Elements that keep what was chosen; buttons and overflow menus do not."""


class NoSuchChoiceError(ValueError):
    """A menu was asked for an option that it does not have."""


def _button(element: Json, _value: str | None) -> Json:
    return {name: element[name] for name in ("text", "value", "style", "url", "confirm") if name in element}


def _menu(element: Json, value: str | None) -> Json:
    for option in options_of(element):
        if option.get("value") == value:
            kept = {
                name: element[name]
                for name in ("placeholder", "initial_option", "confirm")
                if name in element
            }
            return kept | {"selected_option": option}
    raise NoSuchChoiceError(value)


ACTIONS: Mapping[str, Callable[[Json, str | None], Json]] = {
    "button": _button,
    "static_select": _menu,
    "overflow": _menu,
}


def action_of(block: Json, element: Json, value: str | None) -> Json:
    """The entry of `actions` for a press; `value` is a menu's option. Raises NoSuchChoiceError."""
    kind = text(element.get("type"))
    return {
        "type": kind,
        "action_id": element.get("action_id"),
        "block_id": block.get("block_id"),
        **ACTIONS[kind](element, value),
    }
