"""The state of the local workspace: people, channels, messages, Home views. Pure and versioned."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from playground.files import WorkspaceFiles
from playground.json_fields import Json, objs, text
from playground.modal_stacks import Modal, ModalStacks
from playground.rules import Clock
from playground.traffic import Traffic

_KEEP = 2000
"""Maximum messages per channel, to limit memory."""


@dataclass(frozen=True, slots=True)
class WorkspaceTeam:
    """The workspace and its one installed app."""

    id: str
    name: str
    domain: str
    app_id: str
    app_name: str
    bot_user: str
    bot_id: str


@dataclass(frozen=True, slots=True)
class Person:
    """A member. `name` is the handle without the at sign."""

    id: str
    name: str
    real_name: str
    title: str
    zone: str = "America/New_York"


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, or (`is_im`) the direct messages between one person and the app."""

    id: str
    name: str
    topic: str
    members: frozenset[str]
    is_im: bool = False
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class WorkspaceMessage:
    """One message. `visible_to` is the only person who sees an ephemeral message; None means everyone.

    `kind` is 'person', 'app' or 'slackbot'. `ts` is Slack's message id and time. `version` is the workspace's version
    at its last change.
    """

    ts: str
    channel: str
    user: str
    text: str
    kind: str
    version: int
    blocks: tuple[Json, ...] = ()
    visible_to: str | None = None
    edited_ts: str | None = None
    thread_ts: str | None = None
    metadata: Json | None = None
    files: tuple[Json, ...] = ()

    @property
    def is_ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.visible_to is not None

    @property
    def id(self) -> str:
        """The key for values chosen in it."""
        return self.ts


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """The content of a message before it is posted."""

    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    metadata: Json | None = None
    files: tuple[Json, ...] = ()


@dataclass(frozen=True, slots=True)
class HomeView:
    """A person's published App Home tab. `view` is Slack's view object with ids and hash."""

    user: str
    view: Json
    version: int

    @property
    def id(self) -> str:
        """The view's id."""
        return text(self.view.get("id"))

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, with all ids filled in."""
        return objs(self.view.get("blocks"))


Holder: TypeAlias = WorkspaceMessage | HomeView | Modal
"""Anything with elements to press and choose from."""

Control = tuple[str, str]
"""An element in its holder: (block_id, action_id)."""

Chosen = dict[Control, Json]
"""A person's values, as entries of Slack's `state`."""

_OFFERED = 1000
"""Maximum options remembered per typeahead."""


@dataclass(slots=True)
class Workspace:
    """The whole state. Each change raises `version` and the versions of what it changed."""

    team: WorkspaceTeam
    people: dict[str, Person]
    channels: dict[str, Channel]
    clock: Clock
    version: int = 0
    topics: dict[str, int] = field(default_factory=dict)
    traffic: Traffic = field(init=False)
    modals: ModalStacks = field(init=False)
    files: WorkspaceFiles = field(init=False)
    homes: dict[str, HomeView] = field(default_factory=dict)
    _messages: dict[str, dict[str, WorkspaceMessage]] = field(default_factory=dict)
    _chosen: dict[tuple[str, str], Chosen] = field(default_factory=dict)
    _offered: dict[tuple[str, str], dict[Control, dict[str, Json]]] = field(default_factory=dict)
    _watchers: list[Callable[[], None]] = field(default_factory=list)
    _last_ts: int = 0

    def __post_init__(self) -> None:
        """Traffic and modals report their changes through `touch`."""
        self.traffic = Traffic(lambda: self.touch("traffic"))
        self.modals = ModalStacks(self.touch)
        self.files = WorkspaceFiles(self.clock, self.team.id)

    def touch(self, topic: str) -> int:
        """Record a change under this topic and notify all watchers. Returns the new version."""
        self.version += 1
        self.topics[topic] = self.version
        for watcher in tuple(self._watchers):
            watcher()
        return self.version

    def watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Call the watcher at every change. Returns a function that stops it."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    def next_ts(self) -> str:
        """A message id from seconds and microseconds. Unique and always increasing."""
        self._last_ts = max(int(self.clock() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def post(
        self,
        channel: str,
        user: str,
        draft: MessageDraft,
        *,
        kind: str = "app",
        visible_to: str | None = None,
    ) -> WorkspaceMessage:
        """Post a message to a channel."""
        ts = self.next_ts()
        message = WorkspaceMessage(
            ts=ts,
            channel=channel,
            user=user,
            text=draft.text,
            kind=kind,
            version=self.version + 1,
            blocks=draft.blocks,
            visible_to=visible_to,
            thread_ts=draft.thread_ts,
            metadata=draft.metadata,
            files=draft.files,
        )
        held = self._messages.setdefault(channel, {})
        held[ts] = message
        while len(held) > _KEEP:
            del held[next(iter(held))]
        self.touch(f"channel:{channel}")
        return message

    def rewrite(
        self, message: WorkspaceMessage, draft: MessageDraft, *, mark_edited: bool = False
    ) -> WorkspaceMessage:
        """Replace a message's content. Values chosen in it are dropped."""
        edited = self.next_ts() if mark_edited else message.edited_ts
        new = replace(
            message, text=draft.text, blocks=draft.blocks, edited_ts=edited, version=self.version + 1
        )
        self._messages[message.channel][message.ts] = new
        self.forget(message.ts)
        self.touch(f"channel:{message.channel}")
        return new

    def remove(self, message: WorkspaceMessage) -> None:
        """Delete a message."""
        self._messages[message.channel].pop(message.ts, None)
        self.forget(message.ts)
        self.touch(f"channel:{message.channel}")

    def find(self, channel: str, ts: str) -> WorkspaceMessage | None:
        """The message with this id, including ephemeral ones, or None."""
        return self._messages.get(channel, {}).get(ts)

    def find_anywhere(self, ts: str) -> WorkspaceMessage | None:
        """The message with this id in any channel. Ids are unique in the workspace."""
        return next((held[ts] for held in self._messages.values() if ts in held), None)

    def messages(self, channel: str, as_user: str | None = None) -> list[WorkspaceMessage]:
        """What this person sees in a channel, oldest first. None: what everyone sees."""
        held = self._messages.get(channel, {}).values()
        return [message for message in held if message.visible_to in {None, as_user}]

    def publish(self, user: str, view: Json) -> HomeView:
        """Publish a Home tab for one person."""
        home = HomeView(user, view, self.version + 1)
        self.homes[user] = home
        self.forget(home.id)
        self.touch(f"home:{user}")
        return home

    def choose(self, user: str, holder: Holder, control: Control, entry: Json) -> None:
        """Store a person's value for an element, as an entry of Slack's `state`."""
        self._chosen.setdefault((user, holder.id), {})[control] = entry
        if isinstance(holder, WorkspaceMessage):
            self.touch(f"channel:{holder.channel}")
        else:
            self.touch(f"{'home' if isinstance(holder, HomeView) else 'modal'}:{user}")

    def chosen(self, user: str, container: str) -> Chosen:
        """A person's values so far. `container` is a message's ts or a view's id."""
        return self._chosen.get((user, container), {})

    def keep_choices(self, container: str, controls: Container[Control]) -> None:
        """Drop values of elements that an updated view no longer has."""
        for (_, held), chosen in self._chosen.items():
            if held == container:
                for control in [control for control in chosen if control not in controls]:
                    del chosen[control]

    def offer(self, user: str, container: str, control: Control, options: Iterable[Json]) -> None:
        """Remember the options that a typeahead has shown. Only those can be chosen."""
        shown = self._offered.setdefault((user, container), {}).setdefault(control, {})
        for option in options:
            shown[text(option.get("value"))] = option
        while len(shown) > _OFFERED:
            del shown[next(iter(shown))]

    def offered(self, user: str, container: str, control: Control) -> dict[str, Json]:
        """The options a typeahead has shown this person, by value."""
        return self._offered.get((user, container), {}).get(control, {})

    def forget(self, container: str) -> None:
        """Drop all values and offered options of a container."""
        for held in (self._chosen, self._offered):
            for key in [key for key in held if key[1] == container]:
                held.pop(key, None)

    def channel_named(self, name: str) -> Channel | None:
        """A channel by id, by name with or without '#', or by a person's id (direct messages with the app)."""
        plain = name.removeprefix("#")
        named = (c for c in self.channels.values() if c.name == plain and not c.is_im)
        return self.channels.get(name) or self.direct(name) or next(named, None)

    def direct(self, user: str) -> Channel | None:
        """The direct messages between a person and the app."""
        return next((c for c in self._ims() if user in self.people and user in c.members), None)

    def _ims(self) -> Iterable[Channel]:
        return (channel for channel in self.channels.values() if channel.is_im)
