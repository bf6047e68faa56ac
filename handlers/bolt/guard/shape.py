"""Is everything that Bolt, and our listeners, read from a body of the type that they take it for?

Bolt looks for teams, users and channels in nested places and calls methods on what it finds; one wrong type among
them is an exception before any listener runs. The same check stands before HTTP requests and Socket Mode envelopes.
"""

import re
from collections.abc import Callable, Mapping, Sequence, Sized
from urllib.parse import urlsplit

from handlers.bolt.guard.parsing import DEPTH
from handlers.bolt.guard.results import PayloadKind, RefusalReason

_TEXTS = (
    "type", "subtype", "command", "callback_id", "action_id", "block_id", "team_id", "enterprise_id", "user_id",
    "channel_id", "bot_id", "app_id", "api_app_id", "trigger_id", "thread_ts", "ts", "event_id", "channel_type",
    "token", "app_installed_team_id", "private_metadata", "hash", "function_execution_id", "bot_access_token",
    "value", "user_team", "context_team_id", "context_enterprise_id", "ssl_check", "challenge", "tab",
)  # fmt: skip
_REFERENCES = ("team", "user", "channel", "enterprise")  # an id, or an object with one
_OBJECTS = ("event", "view", "function", "function_data", "state", "container")  # never null where present
_NOT_OF_COMMANDS = frozenset({"type", "actions", "payload", "authorizations", "response_urls", *_OBJECTS})
_NESTED = ("event", "view", "message", "previous_message", "item", "assistant_thread", "function_data")

_NEEDED: Mapping[str, Sequence[str]] = {
    "view_submission": ("view",),
    "view_closed": ("view",),
    "shortcut": ("callback_id",),
    "message_action": ("callback_id",),
    "dialog_submission": ("callback_id",),
    "dialog_cancellation": ("callback_id",),
    "dialog_suggestion": ("callback_id",),
    "interactive_message": ("callback_id", "actions"),
    "block_actions": ("actions",),
    "block_suggestion": ("action_id", "value"),
}
_RETIRED = frozenset(
    {"workflow_step_edit", "workflow_step_execute"}
)  # Bolt still reads them, Slack sends none
_COMMAND = re.compile(r"/[^\s/]{1,31}")
_ODD = re.compile(r"[^!-~]|\\")  # whatever readers of addresses may disagree about


def check_shape(
    kind: str, body: Mapping[str, object], *, allowed_hooks: frozenset[str]
) -> RefusalReason | None:
    """Why a body of this kind (a PayloadKind, or an envelope's type) may not go on to Bolt; None if it may.

    `allowed_hooks` are the origins (`https://hooks.slack.com`) that a response_url may point at: what is written
    there comes from a request, and must not make the bot call addresses inside a network.
    """
    sound = _SOUND.get(kind)
    flat = kind == PayloadKind.COMMAND  # nothing stands within a command, so there is nothing to go through
    if sound is None or not (flat or _carrier(body, DEPTH)) or not sound(body):
        return RefusalReason.SHAPE
    return None if all(_allowed(url, allowed_hooks) for url in _hooks(body)) else RefusalReason.RESPONSE_URL


def _command(body: Mapping[str, object]) -> bool:
    """Texts alone, and none by the name of a thing in which Bolt would look further."""
    command = body.get("command")
    return (
        all(isinstance(value, str) for value in body.values() if value is not None)
        and isinstance(command, str)
        and _COMMAND.fullmatch(command) is not None
        and all(body.get(name) for name in ("team_id", "user_id", "channel_id"))
        and body.keys().isdisjoint(_NOT_OF_COMMANDS)
    )


def _interactive(body: Mapping[str, object]) -> bool:
    kind = body.get("type")
    if (
        not isinstance(kind, str)
        or kind in _RETIRED | {"event_callback", "url_verification"}
        or "command" in body
    ):
        return False
    view = body.get("view")
    if kind == "block_actions" and not _named(body.get("actions")):
        return False
    return all(body.get(name) is not None for name in _NEEDED.get(kind, ())) and (
        not kind.startswith("view_")
        or (isinstance(view, dict) and all(isinstance(view.get(k), str) for k in ("type", "callback_id")))
    )


def _named(actions: object) -> bool:
    """Bolt looks each action up by its id, which Slack always gives."""
    return isinstance(actions, list) and all(
        isinstance(a.get("action_id"), str) for a in actions if a is not None
    )


def _event(body: Mapping[str, object]) -> bool:
    if not isinstance(body.get("type"), str) or "command" in body or "payload" in body:
        return False
    if body["type"] != "event_callback":
        return body["type"] in {"url_verification", "app_rate_limited"}
    event = body.get("event")
    if not isinstance(event, dict) or not isinstance(event.get("type"), str) or event["type"] in _RETIRED:
        return False
    return event["type"] != "app_home_opened" or isinstance(event.get("user"), str)


def _handshake(body: Mapping[str, object]) -> bool:
    return isinstance(body.get("challenge"), str) and body.keys() <= {
        "type",
        "challenge",
        "token",
        "api_app_id",
    }


_SOUND: Mapping[str, Callable[[Mapping[str, object]], bool]] = {
    PayloadKind.COMMAND.value: _command,
    PayloadKind.INTERACTIVE.value: _interactive,
    PayloadKind.EVENT.value: _event,
    PayloadKind.HANDSHAKE.value: _handshake,
    PayloadKind.SSL_CHECK.value: lambda _: True,
}


def _carrier(body: Mapping[str, object], depth: int) -> bool:
    """Sound in its own fields, and in those objects in which Bolt goes on looking."""
    return (
        depth > 0
        and all(isinstance(body.get(name), str | None) for name in _TEXTS)
        and all(_reference(body.get(name)) for name in _REFERENCES)
        and all(isinstance(body.get(name, {}), dict) for name in _OBJECTS)
        and all(_objects(body.get(name)) for name in ("authorizations", "actions", "response_urls"))
        and bool(body.get("actions", True))
        and _at_most_one(body.get("response_urls", ()))
        and all(_carrier(inner, depth - 1) for inner in _inner(body))
    )


def _at_most_one(hooks: object) -> bool:
    """Bolt 1.30 logs of a second response_url before it has a logger. No modal of ours asks for two."""
    return isinstance(hooks, Sized) and len(hooks) <= 1


def _inner(body: Mapping[str, object]) -> list[dict[str, object]]:
    found = [body.get(name) for name in _NESTED]
    for name in ("authorizations", "actions"):
        several = body.get(name)
        found += several if isinstance(several, list) else []
    return [value for value in found if isinstance(value, dict)]


def _reference(value: object) -> bool:
    if isinstance(value, dict):
        return all(isinstance(value.get(name), str | None) for name in ("id", "team_id", "enterprise_id"))
    return value is None or isinstance(value, str)


def _objects(value: object) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(one, dict) for one in value))


def _hooks(body: Mapping[str, object]) -> list[object]:
    several = body.get("response_urls")
    listed = several if isinstance(several, list) else []
    return [body.get("response_url"), *(one.get("response_url") for one in listed)]


def _allowed(url: object, allowed_hooks: frozenset[str]) -> bool:
    """No URL, or one of an allowed origin: compared as scheme, host and port, so no user part can hide another."""
    if url is None or url == "":
        return True
    if not isinstance(url, str) or _ODD.search(url):
        return False
    if any(url.startswith(f"{origin}/") for origin in allowed_hooks):
        return True
    try:
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}" in allowed_hooks
    except ValueError:
        return False
