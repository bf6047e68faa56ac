"""Use elements in messages, the Home tab and modals: press, choose, type."""

from collections.abc import Mapping
from dataclasses import dataclass

from playground.action_sender import ActionResult, ActionSender
from playground.blockkit import find_control
from playground.bot_client import BotRequest, BotResponse
from playground.input_kinds import InputChoices, NoSuchChoiceError, action_of, entry_of, keeps_value
from playground.json_fields import Json, arr, obj, text
from playground.modal_stacks import Modal
from playground.payloads import ActionScene
from playground.suggestions import Suggestion, check_ack, needs, suggestion_of
from playground.workspace import Channel, Control, Holder, HomeView, Person, WorkspaceMessage

_TYPEAHEADS = {"external_select", "multi_external_select"}


class NoSuchControlError(LookupError):
    """The button, menu or field does not exist (any longer)."""


@dataclass(frozen=True, slots=True)
class ElementUse:
    """One use of an element: the user, the element and the value (an option's value, text, or a list).

    `entered` is False while the user is still typing. Then only fields with on_character_entered notify the bot.
    """

    user: str
    action_id: str
    value: object = None
    block_id: str | None = None
    entered: bool = True


@dataclass(frozen=True, slots=True)
class ElementActions:
    """Connects elements with the bot."""

    sender: ActionSender

    async def press(self, holder: Holder, press: ElementUse) -> ActionResult:
        """Press, choose or fill in an element. The bot is notified, except for inputs that wait for submission.

        Raises NoSuchControlError.
        """
        person, place, held = self._locate(holder, press.user)
        block, element = self._control(held, press)
        before = self.sender.workspace.version
        entry = self._set_value(held, press, block, element)
        answer = BotResponse(None)
        if _notifies_bot(block, element, entered=press.entered):
            scene = self._scene(person, place, held)
            answer = await self._send(scene, held, action_of(block, element, entry))
        return self.sender.report(answer, before, person, place)

    async def suggest(self, holder: Holder, press: ElementUse) -> Suggestion:
        """Type into a typeahead. Too few characters are not sent. Raises NoSuchControlError."""
        person, place, held = self._locate(holder, press.user)
        block, element = self._control(held, press)
        if element.get("type") not in _TYPEAHEADS:
            raise NoSuchControlError(press.action_id)
        typed = text(press.value)
        if len(typed) < needs(element):
            return Suggestion(None, 0.0, (), "", {})
        control = _control_of(block, element)
        query: Json = {"block_id": control[0], "action_id": control[1], "value": typed}
        payload = self.sender.writer.suggestion(ActionScene(person, place, ""), held, query)
        bot_request = BotRequest("interactive", f"block_suggestion {control[1]}", payload)
        shown = suggestion_of(await self.sender.dispatcher.send(bot_request, check_ack))
        self.sender.workspace.offer(press.user, held.id, control, shown.options)
        return shown

    def held(self, holder: Holder, user: str) -> Holder:
        """The holder in its current state, if this user can see it. Raises NoSuchControlError."""
        found = self._find(holder, user)
        if found is None:
            raise NoSuchControlError(holder.id)
        return found

    def _find(self, holder: Holder, user: str) -> Holder | None:
        workspace = self.sender.workspace
        if isinstance(holder, HomeView):
            return workspace.homes.get(user)
        if isinstance(holder, Modal):
            top = workspace.modals.top(user)
            return top if top is not None and top.id == holder.id else None
        message = workspace.find(holder.channel, holder.ts)
        return message if message is not None and message.visible_to in {None, user} else None

    def _locate(self, holder: Holder, user: str) -> tuple[Person, Channel, Holder]:
        channel = holder.channel if isinstance(holder, WorkspaceMessage) else None
        person, place = self.sender.locate(user, channel)
        return person, place, self.held(holder, user)

    def _control(self, holder: Holder, press: ElementUse) -> tuple[Json, Json]:
        found = find_control(holder.blocks, press.action_id, press.block_id)
        if found is None:
            raise NoSuchControlError(press.action_id)
        return found

    def _set_value(self, holder: Holder, press: ElementUse, block: Json, element: Json) -> Json:
        """Set the value and return its state entry. Raises NoSuchControlError if the value is not possible."""
        control = _control_of(block, element)
        try:
            entry = entry_of(element, press.value, self._choices(press.user, holder, control))
        except NoSuchChoiceError as error:
            raise NoSuchControlError(f"{press.action_id}: {press.value}") from error
        if keeps_value(element):
            self.sender.workspace.choose(press.user, holder, control, entry)
        return entry

    def _choices(self, user: str, holder: Holder, control: Control) -> InputChoices:
        workspace = self.sender.workspace
        mine = {c.id for c in workspace.channels.values() if user in c.members}
        offered: Mapping[str, Json] = workspace.offered(user, holder.id, control)
        return InputChoices(workspace.people, mine, offered, workspace.files.by(user))

    def _scene(self, person: Person, place: Channel, holder: Holder) -> ActionScene:
        if isinstance(holder, WorkspaceMessage):
            return self.sender.scene(person, place, holder.ts)
        return self.sender.in_view(person, place, holder.id if isinstance(holder, Modal) else "")

    async def _send(self, scene: ActionScene, holder: Holder, action: Json) -> BotResponse:
        payload = self.sender.writer.press(scene, holder, action)
        name = f"block_actions {text(action.get('action_id'))}"
        return await self.sender.dispatcher.send(BotRequest("interactive", name, payload))


def _control_of(block: Json, element: Json) -> Control:
    return text(block.get("block_id")), text(element.get("action_id"))


def _notifies_bot(block: Json, element: Json, *, entered: bool) -> bool:
    """Whether the bot is notified at once. An input block requires dispatch_action."""
    if block.get("type") != "input":
        return True
    if block.get("dispatch_action") is not True:
        return False
    if element.get("type") != "plain_text_input":
        return True
    wanted = arr(obj(element.get("dispatch_action_config")).get("trigger_actions_on")) or ["on_enter_pressed"]
    return ("on_enter_pressed" if entered else "on_character_entered") in wanted
