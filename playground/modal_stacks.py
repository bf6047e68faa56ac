"""Open modals: a stack of at most three views per person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from playground.json_fields import Json, objs, text

DEEPEST = 3
"""Maximum views in a stack (Slack's documentation of modals)."""


@dataclass(frozen=True, slots=True)
class Modal:
    """One view of a stack.

    `view` is Slack's view object. `errors` are messages at its inputs by block_id. `trouble`: the last submission
    failed as a whole. `version` is the workspace's version at its last change.
    """

    user: str
    view: Json
    version: int
    errors: Mapping[str, str] = field(default_factory=dict)
    trouble: bool = False

    @property
    def id(self) -> str:
        """The view's id."""
        return text(self.view.get("id"))

    @property
    def title(self) -> str:
        """The view's title."""
        title = self.view.get("title")
        return text(title.get("text")) if isinstance(title, dict) else ""

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, with all ids filled in."""
        return objs(self.view.get("blocks"))

    @property
    def private_metadata(self) -> str:
        """The bot's private_metadata."""
        return text(self.view.get("private_metadata"))


@dataclass(slots=True)
class ModalStacks:
    """Every person's stack, top view last. `touch` reports a change and returns the new version."""

    touch: Callable[[str], int]
    _held: dict[str, tuple[Modal, ...]] = field(default_factory=dict)

    def of(self, user: str) -> tuple[Modal, ...]:
        """The person's views, top view last. Empty if none are open."""
        return self._held.get(user, ())

    def top(self, user: str) -> Modal | None:
        """The view the person sees, or None."""
        return next(reversed(self.of(user)), None)

    def find(self, view_id: str) -> Modal | None:
        """The open view with this id, or None."""
        return next((modal for stack in self._held.values() for modal in stack if modal.id == view_id), None)

    def with_external_id(self, external_id: str) -> Modal | None:
        """The open view with this external id, or None."""
        views = (modal for stack in self._held.values() for modal in stack)
        return next((modal for modal in views if modal.view.get("external_id") == external_id), None)

    def set(self, user: str, stack: tuple[Modal, ...]) -> None:
        """Replace the person's stack."""
        version = self.touch(f"modal:{user}")
        known = set(map(id, self._held.get(user, ())))
        self._held[user] = tuple(m if id(m) in known else replace(m, version=version) for m in stack)

    def replace(self, old: Modal, new: Modal) -> None:
        """Replace one view in its stack."""
        self.set(old.user, tuple(new if modal.id == old.id else modal for modal in self.of(old.user)))
