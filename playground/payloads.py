"""Payloads that Slack sends to an app: slash commands, interactions, events."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from playground.blockkit import controls
from playground.input_kinds import keeps_value, untouched
from playground.json_fields import Json, obj, text
from playground.modal_stacks import Modal
from playground.workspace import Channel, Holder, HomeView, Person, Workspace, WorkspaceMessage

_MENTION = re.compile(r"(?<![\w&])([@#])([a-z0-9][a-z0-9._-]*)", re.IGNORECASE)


def escape(typed: str) -> str:
    """Escape the three characters that Slack sends as entities."""
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def with_mentions(workspace: Workspace, escaped: str) -> str:
    """`@dana` and `#billing` in Slack's message form: `<@U0DANA001>` and `<#C0BILLING|billing>`."""
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
class ActionScene:
    """Who acts and where, with the trigger id and response_url for the bot."""

    person: Person
    channel: Channel
    trigger_id: str
    response_url: str = ""

    @property
    def channel_name(self) -> str:
        """The channel's name. Slack calls every direct message channel 'directmessage'."""
        return "directmessage" if self.channel.is_im else self.channel.name


@dataclass(frozen=True, slots=True)
class PayloadWriter:
    """Writes payloads for one workspace. `verification_token` is the legacy token that Slack still sends."""

    workspace: Workspace
    verification_token: str

    def command(
        self, scene: ActionScene, name: str, typed: str, *, escape_people: bool = False
    ) -> dict[str, str]:
        """A slash command's form fields. `typed` is escaped; with `escape_people`, mentions become ids."""
        team = self.workspace.team
        escaped_text = escape(typed)
        return {
            "token": self.verification_token,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": scene.channel.id,
            "channel_name": scene.channel_name,
            "user_id": scene.person.id,
            "user_name": scene.person.name,
            "command": name,
            "text": with_mentions(self.workspace, escaped_text) if escape_people else escaped_text,
            "api_app_id": team.app_id,
            "is_enterprise_install": "false",
            "response_url": scene.response_url,
            "trigger_id": scene.trigger_id,
        }

    def press(self, scene: ActionScene, holder: Holder, action: Json) -> Json:
        """A block_actions payload. From a message it has the channel and response_url; from a view, the view."""
        payload = self._interaction("block_actions", scene) | self._place(scene, holder)
        payload |= {
            "trigger_id": scene.trigger_id,
            "actions": [action | {"action_ts": self.workspace.next_ts()}],
        }
        if not isinstance(holder, WorkspaceMessage):
            return payload
        values = self.state(scene.person.id, holder.id, holder.blocks)
        return payload | {"state": {"values": values}, "response_url": scene.response_url}

    def suggestion(self, scene: ActionScene, holder: Holder, query: Json) -> Json:
        """A block_suggestion payload. `query` holds block_id, action_id and the typed value."""
        return self._interaction("block_suggestion", scene) | self._place(scene, holder) | query

    def _place(self, scene: ActionScene, holder: Holder) -> Json:
        """The container fields. Slack leaves out an ephemeral message but always includes a view."""
        if not isinstance(holder, WorkspaceMessage):
            return {"container": {"type": "view", "view_id": holder.id}, "view": self.view(holder)}
        container: Json = {
            "type": "message",
            "message_ts": holder.ts,
            "channel_id": scene.channel.id,
            "is_ephemeral": holder.is_ephemeral,
        }
        if holder.thread_ts:
            container["thread_ts"] = holder.thread_ts
        place: Json = {
            "container": container,
            "channel": {"id": scene.channel.id, "name": scene.channel_name},
        }
        return place if holder.is_ephemeral else place | {"message": self.message(holder)}

    def view(self, holder: HomeView | Modal) -> Json:
        """A view with its person's state."""
        return holder.view | {"state": {"values": self.state(holder.user, holder.id, holder.blocks)}}

    def submission(self, scene: ActionScene, modal: Modal, response_urls: Sequence[Json]) -> Json:
        """A view_submission payload."""
        return self._interaction("view_submission", scene) | {
            "trigger_id": scene.trigger_id,
            "view": self.view(modal),
            "response_urls": list(response_urls),
        }

    def closed(self, scene: ActionScene, modal: Modal, *, cleared: bool) -> Json:
        """A view_closed payload. `cleared`: the whole stack was closed."""
        return self._interaction("view_closed", scene) | {"view": self.view(modal), "is_cleared": cleared}

    def shortcut(self, scene: ActionScene, callback_id: str) -> Json:
        """A global shortcut. It has no channel; the only possible answer is a modal."""
        called: Json = {"callback_id": callback_id, "trigger_id": scene.trigger_id}
        return self._interaction("shortcut", scene) | called | {"action_ts": self.workspace.next_ts()}

    def message_action(self, scene: ActionScene, callback_id: str, message: WorkspaceMessage) -> Json:
        """A message shortcut, with the whole message."""
        return self._interaction("message_action", scene) | {
            "callback_id": callback_id,
            "trigger_id": scene.trigger_id,
            "response_url": scene.response_url,
            "action_ts": self.workspace.next_ts(),
            "message_ts": message.ts,
            "channel": {"id": scene.channel.id, "name": scene.channel_name},
            "message": self.message(message),
        }

    def _interaction(self, kind: str, scene: ActionScene) -> Json:
        team, person = self.workspace.team, scene.person
        return {
            "type": kind,
            "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": team.id},
            "api_app_id": team.app_id,
            "token": self.verification_token,
            "team": {"id": team.id, "domain": team.domain},
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def event(self, event: Json) -> Json:
        """An Events API envelope for one event."""
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

    def message(self, message: WorkspaceMessage) -> Json:
        """A message in Web API and payload form."""
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
        if message.files:
            shown |= {"files": list(message.files), "upload": False}
        if message.edited_ts:
            shown["edited"] = {"user": message.user, "ts": message.edited_ts}
        if message.thread_ts:
            shown["thread_ts"] = message.thread_ts
        return shown

    def state(self, user: str, container: str, blocks: Sequence[Json]) -> Json:
        """`state.values`: every element that keeps a value, with this person's value or null."""
        chosen = self.workspace.chosen(user, container)
        values: Json = {}
        for block in blocks:
            block_id = text(block.get("block_id"))
            for control in filter(keeps_value, controls(block)):
                action_id = text(control.get("action_id"))
                entry = chosen.get((block_id, action_id)) or untouched(control)
                values[block_id] = obj(values.get(block_id)) | {action_id: entry}
        return values
