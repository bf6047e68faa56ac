"""Open, push and update views, for the Web API and for submission acks."""

import hashlib
import json
import secrets
from dataclasses import replace

from playground.blockkit import controls, view_problems, with_defaults
from playground.files import WorkspaceFiles
from playground.json_fields import Json, obj, objs, parse, text
from playground.message_drafts import RefusedError
from playground.modal_stacks import DEEPEST, Modal
from playground.workspace import Workspace

_LARGEST = 250_000


def checked_view(view: object, kind: str, files: WorkspaceFiles) -> Json:
    """The validated view, from an object or its JSON text. Raises RefusedError."""
    if isinstance(view, str):
        try:
            view = parse(view)
        except ValueError as error:
            raise RefusedError("invalid_arguments", ["[ERROR] view is not JSON"]) from error
    if problems := view_problems(view, kind) or files.image_problems(obj(view).get("blocks")):
        raise RefusedError("invalid_arguments", problems)
    if len(json.dumps(view).encode()) > _LARGEST:
        raise RefusedError("view_too_large")
    return obj(view)


def open_modal(workspace: Workspace, user: str, new_view: Json) -> Modal:
    """Open a new stack, replacing any open one. Raises RefusedError."""
    modal = _new(workspace, user, new_view, ())
    _forget(workspace, workspace.modals.of(user))
    workspace.modals.set(user, (modal,))
    return modal


def push_modal(workspace: Workspace, user: str, new_view: Json) -> Modal:
    """Push a view on the stack, three at most. Raises RefusedError."""
    stack = workspace.modals.of(user)
    if len(stack) >= DEEPEST:
        raise RefusedError("push_limit_reached")
    modal = _new(workspace, user, new_view, stack)
    workspace.modals.set(user, (*stack, modal))
    return modal


def update_modal(workspace: Workspace, modal: Modal, new_view: Json) -> Modal:
    """Update a view. Values of elements with unchanged ids are kept."""
    _require_unique_external_id(workspace, new_view, modal)
    links = {
        "root_view_id": modal.view.get("root_view_id"),
        "previous_view_id": modal.view.get("previous_view_id"),
    }
    view = _view_with_defaults(workspace, new_view, modal.id) | links
    workspace.keep_choices(modal.id, _controls(objs(view["blocks"])))
    new = Modal(modal.user, view, 0)
    workspace.modals.replace(modal, new)
    return new


def close_modals(workspace: Workspace, user: str, count: int) -> tuple[Modal, ...]:
    """Close the top `count` views. Returns them, top view first."""
    stack = workspace.modals.of(user)
    closed = stack[len(stack) - count :]
    workspace.modals.set(user, stack[: len(stack) - count])
    _forget(workspace, closed)
    return closed[::-1]


def home_view(workspace: Workspace, new_view: Json, view_id: str) -> Json:
    """A Home tab's view as Slack stores it. `view_id` is the previous view's id, or ''."""
    shared = _view_with_defaults(workspace, new_view, view_id)
    for name in ("title", "submit", "close", "app_installed_team_id"):
        shared.pop(name)
    return shared | {"root_view_id": view_id or None}


def _new(workspace: Workspace, user: str, new_view: Json, below: tuple[Modal, ...]) -> Modal:
    _require_unique_external_id(workspace, new_view, None)
    view = _view_with_defaults(workspace, new_view, "")
    view["root_view_id"] = below[0].id if below else view["id"]
    view["previous_view_id"] = below[-1].id if below else None
    return Modal(user, view, 0)


def _require_unique_external_id(workspace: Workspace, new_view: Json, but: Modal | None) -> None:
    """Reject an external_id that another open view has."""
    name = text(new_view.get("external_id"))
    held = workspace.modals.with_external_id(name) if name else None
    if held is not None and (but is None or held.id != but.id):
        raise RefusedError("duplicate_external_id")


def _view_with_defaults(workspace: Workspace, new_view: Json, view_id: str) -> Json:
    team = workspace.team
    dressed = with_defaults([obj({name: new_view.get(name)}) for name in ("title", "submit", "close")])
    words = {name: part.get(name) for name, part in zip(("title", "submit", "close"), dressed, strict=True)}
    blocks = list(with_defaults(objs(new_view.get("blocks"))))
    digest = hashlib.sha256(json.dumps([blocks, new_view.get("private_metadata")]).encode()).hexdigest()[:8]
    return {
        "id": view_id or f"V{secrets.token_hex(5).upper()}",
        "team_id": team.id,
        "app_id": team.app_id,
        "app_installed_team_id": team.id,
        "bot_id": team.bot_id,
        "type": new_view.get("type"),
        **words,
        "blocks": blocks,
        "private_metadata": text(new_view.get("private_metadata")),
        "callback_id": text(new_view.get("callback_id")),
        "external_id": text(new_view.get("external_id")),
        "state": {"values": {}},
        "hash": f"{int(workspace.clock())}.{digest}{secrets.token_hex(2)}",
        "clear_on_close": new_view.get("clear_on_close") is True,
        "notify_on_close": new_view.get("notify_on_close") is True,
        "previous_view_id": None,
    }


def _controls(blocks: list[Json]) -> set[tuple[str, str]]:
    return {
        (text(block.get("block_id")), text(control.get("action_id")))
        for block in blocks
        for control in controls(block)
    }


def _forget(workspace: Workspace, modals: tuple[Modal, ...]) -> None:
    for modal in modals:
        workspace.forget(modal.id)


def set_errors(
    workspace: Workspace, modal: Modal, errors: Json | None = None, *, trouble: bool = False
) -> Modal:
    """Show error messages at a view's inputs, or that its submission failed as a whole."""
    messages = {block_id: text(words) for block_id, words in (errors or {}).items()}
    new = replace(modal, errors=messages, trouble=trouble)
    workspace.modals.replace(modal, new)
    return new
