"""Submit and close modals: checks before the bot is notified, and what its ack may request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from playground.action_sender import ActionSender
from playground.blockkit import controls
from playground.bot_client import BotRequest, BotResponse
from playground.element_actions import NoSuchControlError
from playground.input_kinds import is_empty
from playground.json_fields import Json, obj, objs, parse, text
from playground.message_drafts import RefusedError
from playground.modal_stacks import DEEPEST, Modal
from playground.modals import checked_view, close_modals, push_modal, set_errors, update_modal
from playground.payloads import ActionScene

REQUIRED = "Please fill this in."
_ACTIONS = {"errors": {"errors"}, "update": {"view"}, "push": {"view"}, "clear": set[str]()}


@dataclass(frozen=True, slots=True)
class SubmissionResult:
    """The result of a submission.

    `status` is the HTTP status (None if nothing was sent or answered). `error` is Slack's error name ('incomplete' if
    the form was not sent). `errors` are the messages at the inputs by block_id.
    """

    status: int | None
    elapsed_ms: float
    body: str
    error: str
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Submissions:
    """Connects modals with the bot."""

    sender: ActionSender

    async def submit(self, modal: Modal, user: str) -> SubmissionResult:
        """Submit the form. Raises NoSuchControlError unless it is the user's top view."""
        held = self._top(modal, user)
        if missing := self._missing(held):
            set_errors(self.sender.workspace, held, dict(missing))
            return SubmissionResult(None, 0.0, "", "incomplete", missing)
        held = set_errors(self.sender.workspace, held)
        scene = self._scene(held)
        payload = self.sender.writer.submission(scene, held, self._response_urls(held))
        name = f"view_submission {text(held.view.get('callback_id'))}".strip()
        bot_request = BotRequest("interactive", name, payload)
        answer = await self.sender.dispatcher.send(bot_request, lambda body: self._check_ack(held, body))
        return self._settle(held, answer)

    async def close(self, modal: Modal, user: str, *, whole_stack: bool = False) -> None:
        """Close the top view, or the whole stack. The bot is notified if the view has notify_on_close."""
        held = self._top(modal, user)
        workspace = self.sender.workspace
        whole = whole_stack or held.view.get("clear_on_close") is True
        stack = workspace.modals.of(user)
        closing = stack[::-1] if whole else (held,)
        payloads = [
            (view, self.sender.writer.closed(self._scene(view), view, cleared=whole))
            for view in closing
            if view.view.get("notify_on_close")
        ]
        close_modals(workspace, user, len(closing))
        for view, payload in payloads:
            name = f"view_closed {text(view.view.get('callback_id'))}".strip()
            await self.sender.dispatcher.send(BotRequest("interactive", name, payload))

    def _scene(self, modal: Modal) -> ActionScene:
        person, place = self.sender.locate(modal.user, None)
        return self.sender.in_view(person, place, modal.id)

    def _response_urls(self, modal: Modal) -> list[Json]:
        """One response URL for each chosen conversation that requests it."""
        values = self.sender.writer.state(modal.user, modal.id, modal.blocks)
        found: list[Json] = []
        for block in modal.blocks:
            for control in controls(block):
                ids = text(block.get("block_id")), text(control.get("action_id"))
                entry = obj(obj(values.get(ids[0])).get(ids[1]))
                channel = text(entry.get("selected_conversation") or entry.get("selected_channel"))
                if control.get("response_url_enabled") is True and channel:
                    url = self.sender.hook_url(self.sender.urls.issue(channel, modal.user))
                    input_ids: Json = {"block_id": ids[0], "action_id": ids[1], "channel_id": channel}
                    found.append(input_ids | {"response_url": url})
        return found

    def _top(self, modal: Modal, user: str) -> Modal:
        top = self.sender.workspace.modals.top(user)
        if top is None or top.id != modal.id:
            raise NoSuchControlError(modal.id)
        return top

    def _missing(self, modal: Modal) -> dict[str, str]:
        """Checks that Slack makes before sending: required fields and minimum lengths."""
        values = self.sender.writer.state(modal.user, modal.id, modal.blocks)
        found: dict[str, str] = {}
        for block in modal.blocks:
            if block.get("type") != "input":
                continue
            block_id, element = text(block.get("block_id")), obj(block.get("element"))
            entry = obj(obj(values.get(block_id)).get(text(element.get("action_id"))))
            least = element.get("min_length")
            if is_empty(entry):
                if not block.get("optional"):
                    found[block_id] = REQUIRED
            elif isinstance(least, int) and len(text(entry.get("value"))) < least:
                found[block_id] = f"Please write at least {least} characters."
        return found

    def _check_ack(self, modal: Modal, body: str) -> tuple[str, Sequence[str]]:
        """What Slack would reject in a submission's ack."""
        try:
            answer = _parse_response(body)
            kind = text(answer.get("response_action"))
            if kind == "errors":
                _check_errors(modal, answer)
            elif kind in {"update", "push"}:
                checked_view(answer.get("view"), "modal", self.sender.workspace.files)
            if kind == "push" and len(self.sender.workspace.modals.of(modal.user)) >= DEEPEST:
                return "push_limit_reached", []
        except RefusedError as refused:
            return refused.error, refused.problems
        return "", []

    def _settle(self, modal: Modal, answer: BotResponse) -> SubmissionResult:
        """Apply the ack. The bot may have updated or closed the view meanwhile."""
        errors: dict[str, str] = {}
        now = self.sender.workspace.modals.find(modal.id)
        error = answer.error
        if now is not None:
            try:
                errors = self._follow(now, answer)
            except RefusedError as refused:
                error = refused.error
                set_errors(self.sender.workspace, now, trouble=True)
        return SubmissionResult(answer.status, answer.elapsed_ms, answer.body, error, errors)

    def _follow(self, modal: Modal, answer: BotResponse) -> dict[str, str]:
        workspace = self.sender.workspace
        if answer.error:
            set_errors(workspace, modal, trouble=True)
            return {}
        response = _parse_response(answer.body)
        match response.get("response_action"):
            case "errors":
                return dict(set_errors(workspace, modal, obj(response.get("errors"))).errors)
            case "update":
                update_modal(workspace, modal, checked_view(response.get("view"), "modal", workspace.files))
            case "push":
                push_modal(
                    workspace, modal.user, checked_view(response.get("view"), "modal", workspace.files)
                )
            case "clear":
                close_modals(workspace, modal.user, len(workspace.modals.of(modal.user)))
            case _:
                stack = workspace.modals.of(modal.user)
                depth = next(n for n, view in enumerate(stack[::-1], 1) if view.id == modal.id)
                close_modals(workspace, modal.user, depth)
        return {}


def _parse_response(body: str) -> Json:
    """The ack's body: empty, or a response_action with its fields. Raises RefusedError."""
    if not body.strip():
        return {}
    try:
        answer = parse(body)
    except ValueError as error:
        raise RefusedError("invalid_response", ["[ERROR] the answer is not JSON"]) from error
    if answer == {}:
        return {}
    kind = text(obj(answer).get("response_action"))
    if kind not in _ACTIONS:
        raise RefusedError(
            "invalid_response", ["[ERROR] unknown response_action [json-pointer:/response_action]"]
        )
    if obj(answer).keys() != {"response_action"} | _ACTIONS[kind]:
        raise RefusedError("invalid_response", [f"[ERROR] wrong fields for response_action {kind}"])
    return obj(answer)


def _check_errors(modal: Modal, answer: Json) -> None:
    """Check that each error has text and belongs to an input block of this view."""
    errors = answer.get("errors")
    inputs = {block.get("block_id") for block in objs(modal.blocks) if block.get("type") == "input"}
    if not isinstance(errors, dict) or not errors:
        raise RefusedError("invalid_response", ["[ERROR] must provide an object [json-pointer:/errors]"])
    wrong = [
        name
        for name, words in errors.items()
        if name not in inputs or not isinstance(words, str) or not words
    ]
    if wrong:
        lines = [
            f"[ERROR] no such input block, or no words for it [json-pointer:/errors/{name}]" for name in wrong
        ]
        raise RefusedError("invalid_response", lines)
