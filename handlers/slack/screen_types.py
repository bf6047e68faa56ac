"""Everything that is no slash command: forms, buttons with ids of their own, shortcuts. What each gets and may answer.

A screen's module offers plain functions that take a `Submission`, a `Pressed` or a `Called`, services bound by
`functools.partial`, and is entered in the tables that `handlers.make_screens` puts together.
"""

import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import CodeDeskError
from bot.services.ports.request_context import RequestContext
from handlers.slack.answer import Answer
from handlers.slack.block_kit import View
from handlers.slack.forms import Fields

Once: TypeAlias = Callable[[], Awaitable[bool]]
Job: TypeAlias = Coroutine[Any, Any, None]
_SUFFIX = re.compile(r":\d{1,3}\Z")


@dataclass
class StalePress(CodeDeskError):
    """A value or metadata that no button or form of ours carries (any more)."""


@dataclass(frozen=True, slots=True)
class FormSubmission:
    """A submitted form.

    `ids` is the view's private_metadata (untrusted: read it with `parts`), `channel` and `response_url` belong to
    the conversation that a field with response_url asked for. `once` is True for the first caller of this view:
    ask it last, right before acting, or mark `key` in the transaction that acts.
    """

    request: RequestContext
    fields: Fields
    ids: str
    key: str
    once: Once
    client: AsyncWebClient
    """Slack, with this workspace's token: for `then` alone, never before the ack."""
    channel: str = ""
    response_url: str | None = None


@dataclass(frozen=True, slots=True)
class ActionPress:
    """A press of a button with an id of its own, or a choice in such a menu. `value` is untrusted: read with `parts`.

    `view` is the modal's id where it was pressed in one; `once` and `key` as in a Submission, by the press.
    """

    request: RequestContext
    action: str
    value: str
    key: str
    once: Once
    client: AsyncWebClient
    """Slack, with this workspace's token: for jobs alone."""
    channel: str = ""
    message: str = ""
    view: str = ""
    ephemeral: bool = False
    """The pressed message is for the presser alone."""


@dataclass(frozen=True, slots=True)
class ShortcutCall:
    """A shortcut was called; `text` is the message that it was called on ('' for a global one): never keep it."""

    request: RequestContext
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CloseForm:
    """The form goes away (`every`: the whole stack). `then` is done in a job after that."""

    every: bool = False
    then: Job | None = None


@dataclass(frozen=True, slots=True)
class UpdateForm:
    """The form turns into another view. `then` is done in a job after that."""

    view: View
    then: Job | None = None


@dataclass(frozen=True, slots=True)
class PushForm:
    """Another view comes on top of the form (three at most)."""

    view: View


@dataclass(frozen=True, slots=True)
class ReplaceMessage:
    """What was pressed is drawn anew: the message (for everybody who sees it), or the modal it stands in."""

    answer: Answer
    view: View | None = None
    """In a modal or on Home: the whole view to put there; without it, one is made of the answer."""
    then: Job | None = None
    """Done in a job of its own, beside the drawing."""


@dataclass(frozen=True, slots=True)
class NoVisibleChange:
    """Nothing to see at once: what was pressed is drawn anew by whoever keeps it up to date, after this job."""

    then: Job


Submitted: TypeAlias = CloseForm | UpdateForm | PushForm
Reply: TypeAlias = Answer | ReplaceMessage | NoVisibleChange | None
"""To a press: an answer for the one who pressed (with `opens`, a form), the message anew, or nothing to see."""

OnSubmit: TypeAlias = Callable[[FormSubmission], Awaitable[Submitted]]
OnPress: TypeAlias = Callable[[ActionPress], Awaitable[Reply]]
OnCall: TypeAlias = Callable[[ShortcutCall], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Screens:
    """Forms by callback_id, buttons by action_id, shortcuts by callback_id."""

    forms: Mapping[str, OnSubmit] = field(default_factory=dict)
    buttons: Mapping[str, OnPress] = field(default_factory=dict)
    shortcuts: Mapping[str, OnCall] = field(default_factory=dict)

    def button(self, action_id: str) -> OnPress | None:
        """What answers an action id; `:2` at its end only tells it from others in its block."""
        return self.buttons.get(action_id) or self.buttons.get(_SUFFIX.sub("", action_id))


def parts(value: str, *forms: str) -> tuple[str, ...]:
    """A button's value or a view's metadata, taken apart at single spaces, each part of exactly its form.

    Raises StalePress for anything else: a tampered value, or one of an older version.

    >>> parts("A-12 submitted 7", r"A-[0-9]{1,6}", r"[a-z_]{1,40}", r"[0-9]{1,9}")
    ('A-12', 'submitted', '7')
    """
    found = value.split(" ")
    if len(found) != len(forms) or not all(map(_whole, forms, found)):
        raise StalePress
    return tuple(found)


def _whole(form: str, part: str) -> bool:
    return re.fullmatch(form, part, re.ASCII) is not None
