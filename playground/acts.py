"""What people do: type a command, say something, press, choose, open the Home tab. The bot hears of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from playground.blockkit import find_control
from playground.deliver import Answer, Dispatcher, Parcel
from playground.drafts import RefusedError
from playground.hooks import speak
from playground.payloads import STATEFUL, NoSuchChoiceError, Scene, Writer, action_of, escape, with_mentions
from playground.rules import ResponseUrls, Triggers
from playground.shapes import Json, obj, objs, parse, text
from playground.workspace import Channel, Draft, HomeView, Message, Person, Workspace

NOT_CONNECTED = "Nothing is connected yet: no bot is listening to this workspace."


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command of the app: `usage` is the hint behind its name, as the manifest has them."""

    name: str
    usage: str
    description: str


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one act went.

    `status` is the HTTP status (None where nothing came back), `error` Slack's name of what went wrong or
    an empty string, `body` the raw ack, `messages` what appeared or changed for that person in the channel
    until the ack was dealt with. What the bot does later comes with `Playground.settle()`.
    """

    status: int | None
    elapsed_ms: float
    body: str
    error: str
    messages: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Press:
    """One press: by whom, in which message or view, on which element, and which option of a menu."""

    user: str
    container: str
    action_id: str
    value: str | None
    block_id: str | None


class NoSuchControlError(LookupError):
    """There is no such button or menu to press (any more)."""


@dataclass(frozen=True, slots=True)
class Acts:
    """Binds people's acts to the workspace and to the way to the bot."""

    workspace: Workspace
    dispatcher: Dispatcher
    writer: Writer
    triggers: Triggers
    urls: ResponseUrls
    commands: Sequence[Command]
    examples: Sequence[str]
    events: frozenset[str]
    hook: Callable[[str], str]

    async def enter(self, typed: str, user: str, channel: str) -> Delivery:
        """What the composer sends: a line that begins with a slash is a command, anything else is said."""
        if typed.lstrip().startswith("/"):
            return await self.slash(typed, user, channel)
        return await self.say(typed, user, channel)

    async def slash(self, line: str, user: str, channel: str) -> Delivery:
        """Send a slash command. A name that the app has not registered never leaves the workspace."""
        person, place = self._where(user, channel)
        name, _, typed = line.strip().partition(" ")
        before = self.workspace.version
        if name not in {command.name for command in self.commands}:
            said = f"`{escape(name)}` is not a valid command. This workspace knows: {self._known()}."
            self._slackbot(said, person, place)
            return self._report(Answer(None, error="unknown_command"), before, person, place)
        fields = self.writer.command(self._scene(person, place), name, typed.strip())
        answer = await self.dispatcher.send(Parcel("slash_commands", name, dict(fields)))
        answer = self._hear(answer, name, person, place, line.strip())
        return self._report(answer, before, person, place)

    async def say(self, typed: str, user: str, channel: str) -> Delivery:
        """Say something; the bot hears of it where it is mentioned, or in its direct messages."""
        person, place = self._where(user, channel)
        before = self.workspace.version
        said = with_mentions(self.workspace, escape(typed.strip()))
        message = self.workspace.post(place.id, person.id, Draft(said), kind="person")
        event = self._heard(message, place)
        answer = Answer(None)
        if event is not None:
            answer = await self.dispatcher.tell(text(event["type"]), self.writer.event(event))
        return self._report(answer, before, person, place)

    async def press(
        self,
        message: Message,
        action_id: str,
        user: str,
        value: str | None = None,
        block_id: str | None = None,
    ) -> Delivery:
        """Press or choose in a message. Raises NoSuchControlError where the message has no such thing."""
        person, place = self._where(user, message.channel)
        held = self.workspace.find(message.channel, message.ts)
        if held is None or held.visible_to not in {None, user}:
            raise NoSuchControlError(message.ts)
        action = self._act(held.blocks, Press(user, held.ts, action_id, value, block_id))
        payload = self.writer.press_in_message(self._scene(person, place, held.ts), held, action)
        before = self.workspace.version
        answer = await self.dispatcher.send(Parcel("interactive", f"block_actions {action_id}", payload))
        return self._report(answer, before, person, place)

    async def press_at_home(
        self, action_id: str, user: str, value: str | None = None, block_id: str | None = None
    ) -> Delivery:
        """Press or choose in a person's Home tab."""
        person, place = self._where(user, None)
        home = self.workspace.homes.get(user)
        if home is None:
            raise NoSuchControlError(action_id)
        view_id = text(home.view.get("id"))
        press = Press(user, view_id, action_id, value, block_id)
        action = self._act(objs(home.view.get("blocks")), press)
        payload = self.writer.press_at_home(Scene(person, place, self.triggers.issue()), home, action)
        before = self.workspace.version
        answer = await self.dispatcher.send(Parcel("interactive", f"block_actions {action_id}", payload))
        return self._report(answer, before, person, place)

    async def open_home(self, user: str, tab: str = "home") -> Delivery:
        """Open the app's page: the bot gets `app_home_opened`, with the view where one is up."""
        person, place = self._where(user, None)
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
        answer = Answer(None)
        if "app_home_opened" in self.events:
            answer = await self.dispatcher.tell("app_home_opened", self.writer.event(event))
        return self._report(answer, before, person, place)

    def home(self, user: str) -> HomeView | None:
        """The Home tab as it stands."""
        return self.workspace.homes.get(user)

    def _where(self, user: str, channel: str | None) -> tuple[Person, Channel]:
        person = self.workspace.people.get(user)
        place = self.workspace.direct(user) if channel is None else self.workspace.channels.get(channel)
        if person is None or place is None or user not in place.members:
            raise LookupError(f"{user} is not in {channel}")
        return person, place

    def _known(self) -> str:
        return ", ".join(f"`{command.name}`" for command in self.commands) or "no commands at all"

    def _scene(self, person: Person, place: Channel, original: str | None = None) -> Scene:
        url = self.hook(self.urls.issue(place.id, person.id, original))
        return Scene(person, place, self.triggers.issue(), url)

    def _act(self, blocks: Sequence[Json], press: Press) -> Json:
        """The `actions` entry of a press; what was chosen is remembered. Raises NoSuchControlError."""
        found = find_control(blocks, press.action_id, press.block_id)
        if found is None:
            raise NoSuchControlError(press.action_id)
        block, element = found
        try:
            action = action_of(block, element, press.value)
        except NoSuchChoiceError as error:
            raise NoSuchControlError(f"{press.action_id}: {press.value}") from error
        if element.get("type") in STATEFUL:
            option = obj(action["selected_option"])
            block_id = text(block["block_id"])
            self.workspace.choose(press.user, press.container, block_id, press.action_id, option)
        return action

    def _hear(self, answer: Answer, name: str, person: Person, place: Channel, line: str) -> Answer:
        """Show what the ack of a command says, or, to that person alone, that it failed."""
        if not answer.error and answer.body.strip():
            answer = self._show(answer, person, place, line)
        if answer.error == "not_connected":
            self._slackbot(NOT_CONNECTED, person, place)
        elif answer.error:
            self._slackbot(f'`{name}` failed with the error "{answer.error}"', person, place)
        return answer

    def _show(self, answer: Answer, person: Person, place: Channel, line: str) -> Answer:
        body = _ack(answer.body)
        try:
            if body.get("response_type") == "in_channel":
                self.workspace.post(place.id, person.id, Draft(escape(line)), kind="person")
            if body.keys() & {"text", "blocks", "attachments"}:
                speak(self.workspace, body, place.id, person.id)
        except RefusedError as refused:
            return Answer(answer.status, answer.body, refused.error, elapsed_ms=answer.elapsed_ms)
        return answer

    def _slackbot(self, said: str, person: Person, place: Channel) -> None:
        self.workspace.post(place.id, "USLACKBOT", Draft(said), kind="slackbot", visible_to=person.id)

    def _heard(self, message: Message, place: Channel) -> Json | None:
        """The event that a said message causes, if any."""
        bot = self.workspace.team.bot_user
        event: Json = {
            "user": message.user,
            "ts": message.ts,
            "text": message.text,
            "team": self.workspace.team.id,
            "channel": place.id,
            "event_ts": message.ts,
        }
        if place.is_im and "message.im" in self.events:
            return event | {"type": "message", "channel_type": "im"}
        mentioned = f"<@{bot}>" in message.text and bot in place.members and not place.is_im
        return event | {"type": "app_mention"} if mentioned and "app_mention" in self.events else None

    def _report(self, answer: Answer, before: int, person: Person, place: Channel) -> Delivery:
        seen = self.workspace.messages(place.id, person.id)
        fresh = tuple(message for message in seen if message.version > before)
        return Delivery(answer.status, answer.elapsed_ms, answer.body, answer.error, fresh)


def _ack(body: str) -> Json:
    """An ack's body: a JSON object is a message, anything else is its text."""
    try:
        parsed = parse(body)
    except ValueError:
        return {"text": body}
    return parsed if isinstance(parsed, dict) else {"text": body}
