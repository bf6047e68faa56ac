"""The Web API's methods about views: the Home tab, and what is said of modals until they are drawn."""

import hashlib
import json
import secrets

from playground.blockkit import dress, home_problems
from playground.desk import Desk
from playground.drafts import RefusedError
from playground.shapes import Json, obj, objs, parse, text


def publish(desk: Desk, arguments: Json) -> Json:
    """Put up a person's Home tab."""
    user = text(arguments.get("user_id"))
    if user not in desk.workspace.people:
        raise RefusedError("user_not_found")
    held = desk.workspace.homes.get(user)
    expected = text(arguments.get("hash"))
    if expected and held is not None and expected != held.view.get("hash"):
        raise RefusedError("hash_conflict")
    view = _home(desk, arguments, held.view.get("id") if held else None)
    desk.workspace.publish(user, view)
    return {"view": view}


def open_view(desk: Desk, arguments: Json) -> Json:
    """Spends the trigger as Slack does, then says openly that modals cannot be drawn here yet."""
    _, error = desk.triggers.redeem(text(arguments.get("trigger_id")))
    if error:
        raise RefusedError(error)
    raise RefusedError(
        "invalid_arguments", ["[ERROR] the playground does not draw modals yet [json-pointer:/view]"]
    )


def _home(desk: Desk, arguments: Json, view_id: object) -> Json:
    """The view to publish, checked; it keeps its id from one publication to the next."""
    view = arguments.get("view")
    if isinstance(view, str):
        try:
            view = parse(view)
        except ValueError as error:
            raise RefusedError("invalid_arguments", ["[ERROR] view is not JSON"]) from error
    given = obj(view)
    if given.get("type") != "home":
        raise RefusedError("invalid_arguments", ["[ERROR] unsupported type [json-pointer:/view/type]"])
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if len(text(given.get(name))) > most:
            raise RefusedError(
                "invalid_arguments",
                [f"[ERROR] must be less than {most + 1} characters [json-pointer:/view/{name}]"],
            )
    unknown = sorted(given.keys() - {"type", "blocks", "private_metadata", "callback_id", "external_id"})
    problems = [f"[ERROR] invalid additional property: {name} [json-pointer:/view]" for name in unknown]
    problems += home_problems(given.get("blocks"))
    if problems:
        raise RefusedError("invalid_arguments", problems)
    team = desk.workspace.team
    blocks = list(dress(objs(given.get("blocks"))))
    digest = hashlib.sha256(json.dumps(blocks).encode()).hexdigest()[:8]
    return {
        "id": view_id or f"V{secrets.token_hex(5).upper()}",
        "team_id": team.id,
        "app_id": team.app_id,
        "bot_id": team.bot_id,
        "type": "home",
        "blocks": blocks,
        "private_metadata": text(given.get("private_metadata")),
        "callback_id": text(given.get("callback_id")),
        "external_id": text(given.get("external_id")),
        "state": {"values": {}},
        "hash": f"{int(desk.workspace.clock())}.{digest}{secrets.token_hex(2)}",
        "clear_on_close": False,
        "notify_on_close": False,
        "root_view_id": view_id,
        "previous_view_id": None,
    }
