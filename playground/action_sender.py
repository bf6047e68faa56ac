"""Context for user actions: who acts where, the ids the bot gets, and the result."""

from collections.abc import Callable
from dataclasses import dataclass

from playground.bot_client import BotResponse, Dispatcher
from playground.payloads import ActionScene, PayloadWriter
from playground.rules import ResponseUrls, Triggers
from playground.workspace import Channel, Person, Workspace, WorkspaceMessage


@dataclass(frozen=True, slots=True)
class ActionResult:
    """The result of a user action.

    `status` is the HTTP status (None without a response). `error` is Slack's error name or ''. `body` is the raw ack.
    `messages` are messages in the channel, visible to the user, that appeared or changed until the ack was handled.
    For what the bot does later, use `Playground.settle()`.
    """

    status: int | None
    elapsed_ms: float
    body: str
    error: str
    messages: tuple[WorkspaceMessage, ...]


@dataclass(frozen=True, slots=True)
class ActionSender:
    """Connects user actions with the workspace and the bot."""

    workspace: Workspace
    dispatcher: Dispatcher
    writer: PayloadWriter
    triggers: Triggers
    urls: ResponseUrls
    hook_url: Callable[[str], str]

    def locate(self, user: str, channel: str | None) -> tuple[Person, Channel]:
        """The person and the channel (None: their direct messages with the app). Raises LookupError."""
        person = self.workspace.people.get(user)
        place = self.workspace.direct(user) if channel is None else self.workspace.channels.get(channel)
        if person is None or place is None or user not in place.members:
            raise LookupError(f"{user} is not in {channel}")
        return person, place

    def scene(self, person: Person, place: Channel, original: str | None = None) -> ActionScene:
        """A scene with a trigger id and a response_url (for message `original`, if any)."""
        url = self.hook_url(self.urls.issue(place.id, person.id, original))
        return ActionScene(person, place, self.triggers.issue(person.id), url)

    def in_view(self, person: Person, place: Channel, view: str = "") -> ActionScene:
        """A scene in a view, with only a trigger id. `view` is the modal's id."""
        return ActionScene(person, place, self.triggers.issue(person.id, view))

    def report(self, answer: BotResponse, before: int, person: Person, place: Channel) -> ActionResult:
        """The action's result. `before` is the workspace version before the action."""
        seen = self.workspace.messages(place.id, person.id)
        fresh = tuple(message for message in seen if message.version > before)
        return ActionResult(answer.status, answer.elapsed_ms, answer.body, answer.error, fresh)
