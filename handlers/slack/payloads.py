"""Who did something in Slack, and a press of a button or a choice in a select, read into typed values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from handlers.slack.ids import Action

Payload = Mapping[str, object]

_OPENED = re.compile(r"^/(?:icd|cpt) (?P<code>[A-Z0-9]{3,5}(?:\.[A-Z0-9]{1,4})?)(?: on \d{4}-\d\d-\d\d)?$")
_CHOSEN = ("selected_user", "selected_conversation", "selected_channel", "selected_date", "value")


@dataclass(frozen=True, slots=True)
class Asker:
    """A person, and the workspace that they belong to: in a shared channel not always the one that they act in.

    `place` is that other one: the workspace that Slack sends the request for.
    """

    workspace: str
    user: str
    place: str = ""

    @classmethod
    def of_command(cls, command: Payload) -> Self:
        """From a slash command's form."""
        team = _text(command.get("team_id"))
        return cls(team, _text(command.get("user_id")), team)

    @classmethod
    def of_interaction(cls, body: Payload) -> Self:
        """From any interactive payload. The person's own workspace counts, where Slack names it."""
        user = _mapping(body.get("user"))
        team = _text(_mapping(body.get("team")).get("id"))
        return cls(_text(user.get("team_id")) or team, _text(user.get("id")), team)

    @classmethod
    def of_event(cls, body: Payload, event: Payload) -> Self:
        """From an event that a person caused."""
        named = (event.get("user_team"), event.get("team"), body.get("team_id"))
        return cls(next(filter(None, map(_text, named)), ""), _text(event.get("user")), _text(named[-1]))

    def is_guest(self, home: str) -> bool:
        """From elsewhere (Slack Connect). `home` is the bot's one workspace, '' where it serves several."""
        return self.workspace != (home or self.place)


@dataclass(frozen=True, slots=True)
class ButtonPress:
    """Who pressed, what the element carried (a command line, untrusted), and where the reply may go.

    `to_share`: a menu's option that shares. `response_url` is None in views; `modal` is the id of the one that
    was pressed in, '' on App Home and in messages. `thread` is where the pressed message stands, if in one.
    """

    asker: Asker
    action: str
    line: str
    to_share: bool
    trigger: str
    response_url: str | None
    modal: str = ""
    channel: str = ""
    message: str = ""
    thread: str = ""
    ephemeral: bool = False

    @property
    def workspace(self) -> str:
        """The presser's."""
        return self.asker.workspace

    @property
    def user(self) -> str:
        """Who pressed."""
        return self.asker.user

    @classmethod
    def read(cls, body: Payload) -> Self:
        """From a block_actions or block_suggestion payload; the guard has seen to its shape."""
        action = _first(body.get("actions"))
        value = _value(action)
        line = value.removeprefix(f"{Action.SHARE} ")
        url, view = body.get("response_url"), _mapping(body.get("view"))
        place = _mapping(body.get("container"))
        message = _mapping(body.get("message"))
        return cls(
            asker=Asker.of_interaction(body),
            action=_text(action.get("action_id")),
            line=line,
            to_share=line != value,
            trigger=_text(body.get("trigger_id")),
            response_url=str(url) if url else None,
            modal=_text(view.get("id")) if view.get("type") == "modal" else "",
            channel=_text(_mapping(body.get("channel")).get("id")),
            message=_text(place.get("message_ts")),
            thread=_text(place.get("thread_ts")) or _text(message.get("thread_ts")),
            ephemeral=place.get("is_ephemeral") is True,
        )


def opened_code(line: str) -> str | None:
    """The one code that a canonical command line opens, None for every other line."""
    found = _OPENED.match(line)
    return found["code"] if found else None


def _value(action: Payload) -> str:
    """What the element carries: an option's value, a chosen person, place or day, a button's value."""
    chosen = _mapping(action.get("selected_option"))
    held = [chosen.get("value"), *(action.get(name) for name in _CHOSEN)]
    return next((value for value in held if isinstance(value, str)), "")


def _first(actions: object) -> Payload:
    return _mapping(actions[0]) if isinstance(actions, list) and actions else {}


def _mapping(value: object) -> Payload:
    return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
