"""Web API methods for views: the Home tab and modals."""

from playground.json_fields import Json, text
from playground.message_drafts import RefusedError
from playground.modal_stacks import Modal
from playground.modals import checked_view, home_view, open_modal, push_modal, update_modal
from playground.rules import Trigger
from playground.web_api_context import WebApiContext
from playground.workspace import HomeView


def publish(context: WebApiContext, arguments: Json) -> Json:
    """Publish a person's Home tab."""
    user = text(arguments.get("user_id"))
    if user not in context.workspace.people:
        raise RefusedError("user_not_found")
    held = context.workspace.homes.get(user)
    if held is not None:
        _same_hash(held, arguments)
    new_view = checked_view(arguments.get("view"), "home", context.workspace.files)
    view = home_view(context.workspace, new_view, held.id if held else "")
    context.workspace.publish(user, view)
    return {"view": view}


def open_view(context: WebApiContext, arguments: Json) -> Json:
    """Open a modal for the trigger id's user. The trigger is used up even if this fails."""
    trigger = _redeem_trigger(context, arguments)
    new_view = checked_view(arguments.get("view"), "modal", context.workspace.files)
    if trigger.user not in context.workspace.people:
        raise RefusedError("invalid_trigger_id")
    return {"view": open_modal(context.workspace, trigger.user, new_view).view}


def push(context: WebApiContext, arguments: Json) -> Json:
    """Push a view onto the one that the trigger id comes from."""
    trigger = _redeem_trigger(context, arguments)
    new_view = checked_view(arguments.get("view"), "modal", context.workspace.files)
    if context.workspace.modals.find(trigger.view) is None:
        raise RefusedError("invalid_trigger_id", ["[ERROR] the trigger does not come from an open modal"])
    return {"view": push_modal(context.workspace, trigger.user, new_view).view}


def update(context: WebApiContext, arguments: Json) -> Json:
    """Update an open view or a Home tab, by view_id or external_id, if its hash still matches."""
    view_id, external_id = text(arguments.get("view_id")), text(arguments.get("external_id"))
    if not view_id and not external_id:
        raise RefusedError("invalid_arguments", ["[ERROR] missing required field: view_id or external_id"])
    modals = context.workspace.modals
    modal = modals.find(view_id) if view_id else modals.with_external_id(external_id)
    home = next((h for h in context.workspace.homes.values() if view_id and h.id == view_id), None)
    held = modal or home
    if held is None:
        raise RefusedError("not_found")
    _same_hash(held, arguments)
    if modal is not None:
        return {
            "view": update_modal(
                context.workspace,
                modal,
                checked_view(arguments.get("view"), "modal", context.workspace.files),
            ).view
        }
    view = home_view(
        context.workspace, checked_view(arguments.get("view"), "home", context.workspace.files), held.id
    )
    context.workspace.publish(held.user, view)
    return {"view": view}


def _redeem_trigger(context: WebApiContext, arguments: Json) -> Trigger:
    trigger, error = context.triggers.redeem(text(arguments.get("trigger_id")))
    if trigger is None:
        raise RefusedError(error)
    return trigger


def _same_hash(held: HomeView | Modal, arguments: Json) -> None:
    """Detect concurrent updates of a view: a second one with an old hash fails."""
    expected = text(arguments.get("hash"))
    if expected and expected != held.view.get("hash"):
        raise RefusedError("hash_conflict")
