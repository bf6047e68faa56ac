"""Actions on messages and forms for tests and demos, sent to the bot like a user's."""

from collections.abc import Mapping

from playground.action_sender import ActionResult
from playground.element_actions import ElementActions, ElementUse
from playground.json_fields import Json, text
from playground.modal_stacks import Modal
from playground.sample_workspace import DANA
from playground.submissions import SubmissionResult, Submissions
from playground.suggestions import Suggestion
from playground.workspace import Holder, Workspace


class UserGestures:
    """The half of `Playground` that uses elements."""

    workspace: Workspace
    presses: ElementActions
    submissions: Submissions

    async def press(
        self,
        holder: Holder | str,
        action_id: str,
        *,
        user: str = DANA,
        value: object = None,
        block_id: str | None = None,
    ) -> ActionResult:
        """Press a button in a message (or its ts), a Home tab or a modal. Raises NoSuchControlError."""
        return await self.presses.press(self._holder(holder), ElementUse(user, action_id, value, block_id))

    async def choose(
        self,
        holder: Holder | str,
        action_id: str,
        option: Json | str,
        *,
        user: str = DANA,
        block_id: str | None = None,
    ) -> ActionResult:
        """Choose a menu option, or the one with this value. For a typeahead it must have been shown."""
        value = option if isinstance(option, str) else text(option.get("value"))
        return await self.press(holder, action_id, user=user, value=value, block_id=block_id)

    async def suggest(
        self,
        holder: Holder | str,
        action_id: str,
        typed: str,
        *,
        user: str = DANA,
        block_id: str | None = None,
    ) -> Suggestion:
        """Type into a typeahead and return the bot's answer. Raises NoSuchControlError."""
        return await self.presses.suggest(self._holder(holder), ElementUse(user, action_id, typed, block_id))

    async def fill(
        self,
        holder: Holder | str,
        action_id: str,
        value: object,
        *,
        user: str = DANA,
        block_id: str | None = None,
    ) -> ActionResult:
        """Fill in a field: text, a date, an option's value, an id, a list of these, or None to clear it.

        The bot is notified only if Slack would do so (`dispatch_action`). Raises NoSuchControlError.
        """
        press = ElementUse(user, action_id, value, block_id, entered=False)
        return await self.presses.press(self._holder(holder), press)

    async def upload(
        self, modal: Modal, action_id: str, files: Mapping[str, bytes], *, user: str = DANA
    ) -> None:
        """Pick files (bytes by name) for a file_input. Raises NoSuchControlError if it does not accept them."""
        held = [self.workspace.files.add(name, data, user) for name, data in files.items()]
        await self.fill(modal, action_id, [file.id for file in held], user=user)

    def modal(self, user: str = DANA) -> Modal | None:
        """The modal this person sees now, or None."""
        return self.workspace.modals.top(user)

    def modals(self, user: str = DANA) -> tuple[Modal, ...]:
        """The person's stack of views, top view last."""
        return self.workspace.modals.of(user)

    async def submit(
        self, modal: Modal, values: Mapping[str, object] | None = None, *, user: str = DANA
    ) -> SubmissionResult:
        """Fill in `values` by action_id, then submit. Raises NoSuchControlError."""
        for action_id, value in (values or {}).items():
            await self.fill(modal, action_id, value, user=user)
        return await self.submissions.submit(modal, user)

    async def close(self, modal: Modal, *, user: str = DANA, whole_stack: bool = False) -> None:
        """Close the top view, or with `whole_stack` the whole stack. Raises NoSuchControlError."""
        await self.submissions.close(modal, user, whole_stack=whole_stack)

    def _holder(self, holder: Holder | str) -> Holder:
        found = self.workspace.find_anywhere(holder) if isinstance(holder, str) else holder
        if found is None:
            raise LookupError(f"no message {holder}")
        return found
