"""A press of a button or a choice in a select, read from Slack's payload into typed values."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from handlers.ids import Action

Payload = Mapping[str, object]

_OPENED = re.compile(r"^/(?:icd|cpt) (?P<code>[A-Z0-9]{3,5}(?:\.[A-Z0-9]{1,4})?)(?: on \d{4}-\d\d-\d\d)?$")


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed, what the element carried (a command line, untrusted), and where the reply may go.

    `to_share`: a menu's option that shares. `response_url` is None on App Home, which has no channel.
    """

    workspace: str
    user: str
    line: str
    to_share: bool
    trigger: str
    response_url: str | None

    @classmethod
    def read(cls, body: Payload) -> Self:
        """From a block_actions or block_suggestion payload; the guard has seen to its shape."""
        action = _first(body.get("actions"))
        chosen = _mapping(action.get("selected_option"))
        value = str(chosen.get("value", action.get("value", "")))
        line = value.removeprefix(f"{Action.SHARE} ")
        url = body.get("response_url")
        return cls(
            workspace=str(_mapping(body.get("team")).get("id", "")),
            user=str(_mapping(body.get("user")).get("id", "")),
            line=line,
            to_share=line != value,
            trigger=str(body.get("trigger_id", "")),
            response_url=str(url) if url else None,
        )


def opened_code(line: str) -> str | None:
    """The one code that a canonical command line opens, None for every other line."""
    found = _OPENED.match(line)
    return found["code"] if found else None


def _first(actions: object) -> Payload:
    return _mapping(actions[0]) if isinstance(actions, list) and actions else {}


def _mapping(value: object) -> Payload:
    return value if isinstance(value, Mapping) else {}
