"""Slack's Block Kit as typed structs: what messages, modals and the Home tab are made of.

Slack's limits are in the types. msgspec checks them when it reads JSON, not when a struct is made, so `message_json`
and `view_json` read back what they write: a block over a limit raises `msgspec.ValidationError` here and never
reaches Slack. slack_sdk has models for the same blocks, but searches each object for its checks every time, which
cost more than the answer itself. Tests compare the two. Source of the limits: docs.slack.dev, Block Kit reference.
"""

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta, Struct

Id: TypeAlias = Annotated[str, Meta(min_length=1, max_length=255)]
Value: TypeAlias = Annotated[str, Meta(max_length=2000)]
Style: TypeAlias = Literal["primary", "danger"]


class _Part(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A piece of Block Kit. What is None is left out of the JSON."""


class _Typed(_Part, frozen=True, tag_field="type"):
    """A piece that names its type."""


# Text. Slack's limit depends on where a text is shown.


class MrkdwnText(_Typed, frozen=True, tag="mrkdwn"):
    """Text with Slack's markup."""

    text: Annotated[str, Meta(min_length=1, max_length=3000)]
    verbatim: bool | None = None


class MrkdwnField(MrkdwnText, frozen=True, tag="mrkdwn"):
    """One of a section's columns."""

    text: Annotated[str, Meta(min_length=1, max_length=2000)]


class PlainText(_Typed, frozen=True, tag="plain_text"):
    """Text without markup. `emoji` turns `:tada:` into a picture."""

    text: Annotated[str, Meta(min_length=1, max_length=3000)]
    emoji: bool | None = None


class Plain24(PlainText, frozen=True, tag="plain_text"):
    """A modal's title and its buttons."""

    text: Annotated[str, Meta(min_length=1, max_length=24)]


class Plain30(PlainText, frozen=True, tag="plain_text"):
    """A button of a confirmation."""

    text: Annotated[str, Meta(min_length=1, max_length=30)]


class Plain75(PlainText, frozen=True, tag="plain_text"):
    """A button or an option."""

    text: Annotated[str, Meta(min_length=1, max_length=75)]


class Plain100(PlainText, frozen=True, tag="plain_text"):
    """The title of a confirmation."""

    text: Annotated[str, Meta(min_length=1, max_length=100)]


class Plain150(PlainText, frozen=True, tag="plain_text"):
    """A header or a placeholder."""

    text: Annotated[str, Meta(min_length=1, max_length=150)]


class Plain300(PlainText, frozen=True, tag="plain_text"):
    """The text of a confirmation."""

    text: Annotated[str, Meta(min_length=1, max_length=300)]


class Plain2000(PlainText, frozen=True, tag="plain_text"):
    """The label or the hint of an input."""

    text: Annotated[str, Meta(min_length=1, max_length=2000)]


# What elements are made of.


class Option(_Part, frozen=True):
    """One choice of a select, a menu, radio buttons or checkboxes."""

    text: Plain75
    value: Annotated[str, Meta(min_length=1, max_length=150)]
    description: Plain75 | None = None


class ConfirmObject(_Part, frozen=True):
    """Asks before a press counts."""

    title: Plain100
    text: Plain300
    confirm: Plain30
    deny: Plain30
    style: Style | None = None


class ConversationFilter(_Part, frozen=True):
    """Which conversations a select offers."""

    include: Annotated[Sequence[Literal["im", "mpim", "private", "public"]], Meta(min_length=1)] | None = None
    exclude_bot_users: bool | None = None


Options: TypeAlias = Annotated[Sequence[Option], Meta(min_length=1, max_length=100)]
FewOptions: TypeAlias = Annotated[Sequence[Option], Meta(min_length=1, max_length=10)]


# Elements. `action_id` tells which one was used.


class ButtonElement(_Typed, frozen=True, tag="button"):
    """A button. `value` comes back when it is pressed."""

    text: Plain75
    action_id: Id
    value: Value | None = None
    style: Style | None = None
    confirm: ConfirmObject | None = None


class OverflowMenuElement(_Typed, frozen=True, tag="overflow"):
    """The menu with three dots."""

    action_id: Id
    options: Annotated[Sequence[Option], Meta(min_length=1, max_length=5)]


class StaticSelectElement(_Typed, frozen=True, tag="static_select"):
    """A list to pick one option from."""

    action_id: Id
    options: Options
    placeholder: Plain150 | None = None
    initial_option: Option | None = None


class StaticMultiSelectElement(_Typed, frozen=True, tag="multi_static_select"):
    """A list to pick several options from."""

    action_id: Id
    options: Options
    initial_options: Options | None = None


class ExternalDataSelectElement(_Typed, frozen=True, tag="external_select"):
    """A field that asks the bot for options while somebody types."""

    action_id: Id
    min_query_length: int
    placeholder: Plain150 | None = None


class ExternalDataMultiSelectElement(_Typed, frozen=True, tag="multi_external_select"):
    """The same for several options."""

    action_id: Id
    min_query_length: int
    max_selected_items: Annotated[int, Meta(ge=1)]
    placeholder: Plain150 | None = None


class UserSelectElement(_Typed, frozen=True, tag="users_select"):
    """Picks a person."""

    action_id: Id
    placeholder: Plain150 | None = None
    initial_user: str | None = None


class ConversationSelectElement(_Typed, frozen=True, tag="conversations_select"):
    """Picks a conversation. `response_url_enabled`: a form's submission brings a response_url for it."""

    action_id: Id
    default_to_current_conversation: bool | None = None
    response_url_enabled: bool | None = None
    initial_conversation: str | None = None
    filter: ConversationFilter | None = None


class DatePickerElement(_Typed, frozen=True, tag="datepicker"):
    """Picks a day, `YYYY-MM-DD`."""

    action_id: Id
    initial_date: str | None = None


class PlainTextInputElement(_Typed, frozen=True, tag="plain_text_input"):
    """A text field."""

    action_id: Id
    multiline: bool | None = None
    max_length: Annotated[int, Meta(ge=1, le=3000)] | None = None
    initial_value: Annotated[str, Meta(max_length=3000)] | None = None
    placeholder: Plain150 | None = None


class RadioButtonsElement(_Typed, frozen=True, tag="radio_buttons"):
    """Up to ten options, one of which is chosen."""

    action_id: Id
    options: FewOptions
    initial_option: Option | None = None


class CheckboxesElement(_Typed, frozen=True, tag="checkboxes"):
    """Up to ten options, each on or off."""

    action_id: Id
    options: FewOptions
    initial_options: FewOptions | None = None


class FileInputElement(_Typed, frozen=True, tag="file_input"):
    """Takes files from the person's machine."""

    action_id: Id
    max_files: Annotated[int, Meta(ge=1, le=10)]
    filetypes: Sequence[str] | None = None


ActionElement: TypeAlias = (
    ButtonElement | OverflowMenuElement | StaticSelectElement | ExternalDataSelectElement | UserSelectElement
)
"""What our cards put in a row of buttons or beside a paragraph."""

InputElement: TypeAlias = (
    StaticSelectElement
    | StaticMultiSelectElement
    | ExternalDataSelectElement
    | ExternalDataMultiSelectElement
    | UserSelectElement
    | ConversationSelectElement
    | DatePickerElement
    | PlainTextInputElement
    | RadioButtonsElement
    | CheckboxesElement
    | FileInputElement
)
"""What our forms ask with."""


# Blocks.


class SectionBlock(_Typed, frozen=True, tag="section"):
    """A paragraph, with columns below it or one element beside it."""

    text: MrkdwnText
    fields: Annotated[Sequence[MrkdwnField], Meta(min_length=1, max_length=10)] | None = None
    accessory: ActionElement | None = None


class ContextBlock(_Typed, frozen=True, tag="context"):
    """Small print."""

    elements: Annotated[Sequence[MrkdwnText], Meta(min_length=1, max_length=10)]


class ActionsBlock(_Typed, frozen=True, tag="actions"):
    """A row of buttons and menus."""

    elements: Annotated[Sequence[ActionElement], Meta(min_length=1, max_length=25)]


class DividerBlock(_Typed, frozen=True, tag="divider"):
    """A line across."""


class HeaderBlock(_Typed, frozen=True, tag="header"):
    """A heading."""

    text: Plain150


class InputBlock(_Typed, frozen=True, tag="input"):
    """A field of a form, known by its `block_id`."""

    block_id: Id
    label: Plain2000
    element: InputElement
    optional: bool | None = None
    hint: Plain2000 | None = None


Block: TypeAlias = SectionBlock | ContextBlock | ActionsBlock | DividerBlock | HeaderBlock | InputBlock


class View(_Part, frozen=True):
    """A modal or a Home tab. `private_metadata` comes back with a submission."""

    type: Literal["modal", "home"]
    blocks: Annotated[Sequence[Block], Meta(min_length=1, max_length=100)]
    title: Plain24 | None = None
    submit: Plain24 | None = None
    close: Plain24 | None = None
    callback_id: Id | None = None
    private_metadata: Annotated[str, Meta(max_length=3000)] | None = None


# To JSON.

_MESSAGE = msgspec.json.Decoder(Annotated[list[Block], Meta(max_length=50)])
_VIEW = msgspec.json.Decoder(View)


def blocks_json(blocks: Sequence[Block]) -> bytes:
    """A message's blocks as Slack takes them. Raises msgspec.ValidationError where one is over a limit."""
    encoded = msgspec.json.encode(blocks)
    _MESSAGE.decode(encoded)
    return encoded


def view_json(view: View) -> dict[str, object]:
    """A view as Slack takes it. Raises msgspec.ValidationError where anything is over a limit."""
    encoded = msgspec.json.encode(view)
    _VIEW.decode(encoded)
    found: dict[str, object] = msgspec.json.decode(encoded)
    return found
