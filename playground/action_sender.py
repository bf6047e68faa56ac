"""Where people act: who stands where, what the bot is given to answer with, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.bot_client import BotResponse, Dispatcher
from playground.payloads import ActionScene, PayloadWriter
from playground.rules import ResponseUrls, Triggers
from playground.workspace import Channel, Person, Workspace, WorkspaceMessage


@dataclass(frozen=True, slots=True)
class ActionResult:
    """How one act went.

    `status` is the HTTP status (None where nothing came back), `error` Slack's name of what went wrong or
    an empty string, `body` the raw ack, `messages` what appeared or changed for that person in the channel
    until the ack was dealt with. What the bot does later comes with `Playground.settle()`.
    """

    status: int | None
    elapsed_ms: float
    body: str
    error: str
    messages: tuple[WorkspaceMessage, ...]


@dataclass(frozen=True, slots=True)
class ActionSender:
    """Binds people's acts to the workspace and to the way to the bot."""

    workspace: Workspace
    dispatcher: Dispatcher
    writer: PayloadWriter
    triggers: Triggers
    urls: ResponseUrls
    hook: Callable[[str], str]

    def where(self, user: str, channel: str | None) -> tuple[Person, Channel]:
        """The person and the channel (None: their direct messages with the app). Raises LookupError."""
        person = self.workspace.people.get(user)
        place = self.workspace.direct(user) if channel is None else self.workspace.channels.get(channel)
        if person is None or place is None or user not in place.members:
            raise LookupError(f"{user} is not in {channel}")
        return person, place

    def scene(self, person: Person, place: Channel, original: str | None = None) -> ActionScene:
        """A scene with a trigger id and a response_url (about the message `original`, if any)."""
        url = self.hook(self.urls.issue(place.id, person.id, original))
        return ActionScene(person, place, self.triggers.issue(person.id), url)

    def in_view(self, person: Person, place: Channel, view: str = "") -> ActionScene:
        """A scene in a view (`view`: the modal's id): a trigger id and nothing else."""
        return ActionScene(person, place, self.triggers.issue(person.id, view))

    def report(self, answer: BotResponse, before: int, person: Person, place: Channel) -> ActionResult:
        """What became of it, for a workspace that stood at version `before`."""
        seen = self.workspace.messages(place.id, person.id)
        fresh = tuple(message for message in seen if message.version > before)
        return ActionResult(answer.status, answer.elapsed_ms, answer.body, answer.error, fresh)
