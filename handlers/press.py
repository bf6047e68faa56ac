"""A press of a button or a choice in a select, read from Slack's payload into typed values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

Payload = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Press:
    """Who pressed, what the element carried (a command line, untrusted), and where the reply may go.

    `response_url` is None on App Home, which has no channel to answer in.
    """

    workspace: str
    user: str
    line: str
    trigger: str
    response_url: str | None

    @classmethod
    def read(cls, body: Payload) -> Self:
        """From a block_actions payload; the guard has seen to its shape."""
        action = _first(body["actions"])
        chosen = _mapping(action.get("selected_option"))
        url = body.get("response_url")
        return cls(
            workspace=str(_mapping(body.get("team")).get("id", "")),
            user=str(_mapping(body.get("user")).get("id", "")),
            line=str(chosen.get("value", action.get("value", ""))),
            trigger=str(body.get("trigger_id", "")),
            response_url=str(url) if url else None,
        )


def _first(actions: object) -> Payload:
    return _mapping(actions[0]) if isinstance(actions, list) and actions else {}


def _mapping(value: object) -> Payload:
    return value if isinstance(value, Mapping) else {}
