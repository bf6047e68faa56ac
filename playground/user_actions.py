"""User actions that the bot receives: commands, messages, opening the Home tab, shortcuts."""

from collections.abc import Sequence
from dataclasses import dataclass

from playground.action_sender import ActionResult, ActionSender
from playground.bot_client import BotRequest, BotResponse, Dispatcher
from playground.json_fields import Json, parse, text
from playground.message_drafts import RefusedError
from playground.payloads import PayloadWriter, escape, with_mentions
from playground.response_urls import post_app_message
from playground.rules import Triggers
from playground.workspace import Channel, HomeView, MessageDraft, Person, Workspace, WorkspaceMessage

NOT_CONNECTED = "Nothing is connected yet: no bot is listening to this workspace."


@dataclass(frozen=True, slots=True)
class AppCommand:
    """A slash command of the app, as in the manifest. `usage` is the hint after its name."""

    name: str
    usage: str
    description: str
    escape: bool = False
    """Slack sends mentioned people and channels as `<@U123>` and `<#C123|name>`."""


@dataclass(frozen=True, slots=True)
class AppShortcut:
    """A shortcut of the app. `type` is 'message' (in a message's menu) or 'global'."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True, slots=True)
class UserActions:
    """Connects user actions with the workspace and the bot."""

    sender: ActionSender
    commands: Sequence[AppCommand]
    examples: Sequence[str]
    events: frozenset[str]
    shortcuts: Sequence[AppShortcut] = ()

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return self.sender.workspace

    @property
    def dispatcher(self) -> Dispatcher:
        """The dispatcher to the bot."""
        return self.sender.dispatcher

    @property
    def writer(self) -> PayloadWriter:
        """The payload writer."""
        return self.sender.writer

    @property
    def triggers(self) -> Triggers:
        """The issued trigger ids."""
        return self.sender.triggers

    async def enter(self, typed: str, user: str, channel: str) -> ActionResult:
        """Send the composer's text: a slash starts a command, anything else is a message."""
        if typed.lstrip().startswith("/"):
            return await self.slash(typed, user, channel)
        return await self.say(typed, user, channel)

    async def slash(self, line: str, user: str, channel: str) -> ActionResult:
        """Send a slash command. An unregistered command is never sent to the bot."""
        person, place = self.sender.locate(user, channel)
        name, _, typed = line.strip().partition(" ")
        before = self.workspace.version
        command = next((command for command in self.commands if command.name == name), None)
        if command is None:
            message_text = f"`{escape(name)}` is not a valid command. This workspace knows: {self._known()}."
            self._slackbot(message_text, person, place)
            return self.sender.report(BotResponse(None, error="unknown_command"), before, person, place)
        fields = self.writer.command(
            self.sender.scene(person, place), name, typed.strip(), escape_people=command.escape
        )
        answer = await self.dispatcher.send(BotRequest("slash_commands", name, dict(fields)))
        answer = self._show_ack(answer, name, person, place, line.strip())
        return self.sender.report(answer, before, person, place)

    async def call(
        self, callback_id: str, user: str, message: WorkspaceMessage | None = None
    ) -> ActionResult:
        """Run a shortcut, for a message shortcut on its message. Raises LookupError."""
        kind = "global" if message is None else "message"
        if (callback_id, kind) not in {(shortcut.callback_id, shortcut.type) for shortcut in self.shortcuts}:
            raise LookupError(callback_id)
        if message is not None and (message.is_ephemeral or message.kind == "slackbot"):
            raise LookupError("no shortcuts on a message that one person alone sees")
        person, place = self.sender.locate(user, message.channel if message else None)
        before = self.workspace.version
        if message is None:
            payload = self.writer.shortcut(self.sender.in_view(person, place), callback_id)
        else:
            scene = self.sender.scene(person, place)
            payload = self.writer.message_action(scene, callback_id, message)
        answer = await self.dispatcher.send(
            BotRequest("interactive", f"{payload['type']} {callback_id}", payload)
        )
        return self.sender.report(answer, before, person, place)

    async def say(self, typed: str, user: str, channel: str, thread: str | None = None) -> ActionResult:
        """Post a message. The bot is notified of mentions and of its direct messages.

        `thread` is the ts of the parent message.
        """
        person, place = self.sender.locate(user, channel)
        before = self.workspace.version
        message_text = with_mentions(self.workspace, escape(typed.strip()))
        message = self.workspace.post(
            place.id, person.id, MessageDraft(message_text, thread_ts=thread), kind="person"
        )
        event = self._event_for(message, place)
        answer = BotResponse(None)
        if event is not None:
            answer = await self.dispatcher.send_event(text(event["type"]), self.writer.event(event))
        return self.sender.report(answer, before, person, place)

    async def open_home(self, user: str, tab: str = "home") -> ActionResult:
        """Open the app's page: sends `app_home_opened`, with the view if one is published."""
        person, place = self.sender.locate(user, None)
        before = self.workspace.version
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": place.id,
            "tab": tab,
            "event_ts": self.workspace.next_ts(),
        }
        home = self.workspace.homes.get(user)
        if home is not None and tab == "home":
            event["view"] = home.view
        answer = BotResponse(None)
        if "app_home_opened" in self.events:
            answer = await self.dispatcher.send_event("app_home_opened", self.writer.event(event))
        return self.sender.report(answer, before, person, place)

    def home(self, user: str) -> HomeView | None:
        """The current Home tab, or None."""
        return self.workspace.homes.get(user)

    def _known(self) -> str:
        return ", ".join(f"`{command.name}`" for command in self.commands) or "no commands at all"

    def _show_ack(
        self, answer: BotResponse, name: str, person: Person, place: Channel, line: str
    ) -> BotResponse:
        """Show a command's ack. If it failed, show the error only to that person."""
        if not answer.error and answer.body.strip():
            answer = self._post_ack(answer, person, place, line)
        if answer.error == "not_connected":
            self._slackbot(NOT_CONNECTED, person, place)
        elif answer.error:
            self._slackbot(f'`{name}` failed with the error "{answer.error}"', person, place)
        return answer

    def _post_ack(self, answer: BotResponse, person: Person, place: Channel, line: str) -> BotResponse:
        body = _ack(answer.body)
        try:
            if body.get("response_type") == "in_channel":
                self.workspace.post(place.id, person.id, MessageDraft(escape(line)), kind="person")
            if body.keys() & {"text", "blocks", "attachments"}:
                post_app_message(self.workspace, body, place.id, person.id)
        except RefusedError as refused:
            return BotResponse(answer.status, answer.body, refused.error, elapsed_ms=answer.elapsed_ms)
        return answer

    def _slackbot(self, message_text: str, person: Person, place: Channel) -> None:
        self.workspace.post(
            place.id, "USLACKBOT", MessageDraft(message_text), kind="slackbot", visible_to=person.id
        )

    def _event_for(self, message: WorkspaceMessage, place: Channel) -> Json | None:
        """The event caused by a message, or None."""
        bot = self.workspace.team.bot_user
        event: Json = {
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": self.workspace.team.id,
            "channel": place.id,
            "event_ts": message.ts,
        }
        if message.thread_ts:
            event["thread_ts"] = message.thread_ts
        if place.is_im and "message.im" in self.events:
            return event | {"type": "message", "channel_type": "im"}
        mentioned = f"<@{bot}>" in message.text and bot in place.members and not place.is_im
        return event | {"type": "app_mention"} if mentioned and "app_mention" in self.events else None


def _ack(body: str) -> Json:
    """An ack's body: a JSON object is a message, anything else is text."""
    try:
        parsed = parse(body)
    except ValueError:
        return {"text": body}
    return parsed if isinstance(parsed, dict) else {"text": body}
