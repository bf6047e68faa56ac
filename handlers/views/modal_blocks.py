"""The pieces of a form. One element for each block, known by its block id; Slack's limits hold as everywhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from handlers.slack.block_kit import (
    Block,
    CheckboxesElement,
    ConfirmObject,
    ConversationFilter,
    ConversationSelectElement,
    DatePickerElement,
    ExternalDataMultiSelectElement,
    ExternalDataSelectElement,
    FileInputElement,
    InputBlock,
    InputElement,
    Option,
    Plain24,
    Plain30,
    Plain75,
    Plain100,
    Plain150,
    Plain300,
    Plain2000,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticMultiSelectElement,
    StaticSelectElement,
    UserSelectElement,
    View,
)
from handlers.slack.ids import Action
from handlers.views.blocks import cut

TITLE_LIMIT = 24
_OPTION_TEXT, _OPTION_VALUE, _LABEL, _HINT = 75, 150, 2000, 2000
_MOST_TEXT = 3000
_CODE_OR_WORDS = "A code or words"
ACTION = "value"
"""The action id of every element but the typeaheads: a field is known by its block."""


@dataclass(frozen=True, slots=True)
class FormOption:
    """One option: its value (an id, a code, a date: never free text), its label, a line beneath it."""

    value: str
    label: str
    about: str = ""


def form(
    title: str,
    blocks: Iterable[Block],
    *,
    callback: str,
    submit: str = "Save",
    ids: str = "",
    close: str = "Cancel",
) -> View:
    """A form; `ids` (ids, codes, dates at most) comes back with it as `Submission.ids`."""
    return View(
        "modal",
        list(blocks)[:100],
        title=Plain24(cut(title, TITLE_LIMIT)),
        submit=Plain24(cut(submit, TITLE_LIMIT)),
        close=Plain24(cut(close, TITLE_LIMIT)),
        callback_id=callback,
        private_metadata=ids or None,
    )


def text_input(
    block: str,
    label: str,
    *,
    most: int = _MOST_TEXT,
    optional: bool = False,
    lines: bool = False,
    initial: str = "",
    hint: str = "",
    placeholder: str = "",
) -> InputBlock:
    """Words; `lines` for several lines. Read with `fields.text`."""
    element = PlainTextInputElement(
        action_id=ACTION,
        multiline=lines or None,
        max_length=min(most, _MOST_TEXT),
        initial_value=initial or None,
        placeholder=Plain150(placeholder, emoji=True) if placeholder else None,
    )
    return _input(block, label, element, optional=optional, hint=hint)


def day_input(
    block: str, label: str, *, initial: date | None = None, optional: bool = False, hint: str = ""
) -> InputBlock:
    """A date picker. Read with `fields.day`."""
    element = DatePickerElement(action_id=ACTION, initial_date=initial.isoformat() if initial else None)
    return _input(block, label, element, optional=optional, hint=hint)


def select_input(
    block: str,
    label: str,
    choices: Sequence[FormOption],
    *,
    initial: str = "",
    optional: bool = False,
    hint: str = "",
) -> InputBlock:
    """One of up to 100. Read with `fields.choice`, or `fields.option` where the values are ids."""
    options = _options(choices)
    element = StaticSelectElement(
        action_id=ACTION, options=options, initial_option=_initial(options, initial)
    )
    return _input(block, label, element, optional=optional, hint=hint)


def selects_input(
    block: str,
    label: str,
    choices: Sequence[FormOption],
    *,
    initial: Sequence[str] = (),
    optional: bool = False,
    hint: str = "",
) -> InputBlock:
    """Several of up to 100. Read with `fields.choices`."""
    options = _options(choices)
    chosen = [option for option in options if option.value in initial] or None
    element = StaticMultiSelectElement(action_id=ACTION, options=options, initial_options=chosen)
    return _input(block, label, element, optional=optional, hint=hint)


def radio_input(
    block: str,
    label: str,
    choices: Sequence[FormOption],
    *,
    initial: str = "",
    optional: bool = False,
    hint: str = "",
) -> InputBlock:
    """One of up to ten, all in sight. Read with `fields.choice`."""
    options = _options(choices)[:10]
    element = RadioButtonsElement(
        action_id=ACTION, options=options, initial_option=_initial(options, initial)
    )
    return _input(block, label, element, optional=optional, hint=hint)


def ticks_input(
    block: str,
    label: str,
    choices: Sequence[FormOption],
    *,
    initial: Sequence[str] = (),
    optional: bool = True,
    hint: str = "",
) -> InputBlock:
    """Up to ten boxes to tick. Read with `fields.choices`."""
    options = _options(choices)[:10]
    chosen = [option for option in options if option.value in initial] or None
    element = CheckboxesElement(action_id=ACTION, options=options, initial_options=chosen)
    return _input(block, label, element, optional=optional, hint=hint)


def code_input(
    block: str, label: str, field: Action, *, optional: bool = False, hint: str = "", placeholder: str = ""
) -> InputBlock:
    """One code by typeahead; `field` is FIND_CPT or FIND_ICD. Read with `fields.code(block, '/cpt')`."""
    element = ExternalDataSelectElement(
        field, min_query_length=2, placeholder=Plain150(placeholder or _CODE_OR_WORDS, emoji=True)
    )
    return _input(block, label, element, optional=optional, hint=hint)


def codes_input(
    block: str, label: str, field: Action, *, most: int, optional: bool = False, hint: str = ""
) -> InputBlock:
    """Several codes by typeahead. Read with `fields.codes(block, '/icd', most=12)`."""
    element = ExternalDataMultiSelectElement(
        field,
        min_query_length=2,
        max_selected_items=most,
        placeholder=Plain150(_CODE_OR_WORDS, emoji=True),
    )
    return _input(block, label, element, optional=optional, hint=hint)


def person_input(
    block: str, label: str, *, initial: str = "", optional: bool = False, hint: str = ""
) -> InputBlock:
    """A member of the workspace. Read with `fields.person`."""
    element = UserSelectElement(action_id=ACTION, initial_user=initial or None)
    return _input(block, label, element, optional=optional, hint=hint)


def channel_input(
    block: str,
    label: str,
    *,
    here: bool = False,
    reply: bool = False,
    initial: str = "",
    optional: bool = False,
    hint: str = "",
) -> InputBlock:
    """A conversation; `here` begins with the one that the form was opened in, `reply` brings a response_url for it."""
    element = ConversationSelectElement(
        action_id=ACTION,
        default_to_current_conversation=here or None,
        response_url_enabled=reply or None,
        initial_conversation=initial or None,
        filter=ConversationFilter(include=["public", "private", "im"], exclude_bot_users=True),
    )
    return _input(block, label, element, optional=optional, hint=hint)


def file_input(
    block: str, label: str, *, endings: Sequence[str], most: int = 1, hint: str = ""
) -> InputBlock:
    """Files from the person's machine. Read with `fields.files`."""
    element = FileInputElement(ACTION, max_files=most, filetypes=endings or None)
    return _input(block, label, element, optional=False, hint=hint)


def sure(title: str, text: str, yes: str, *, danger: bool = False) -> ConfirmObject:
    """Asked before a press counts, where it cannot be undone."""
    return ConfirmObject(
        title=Plain100(cut(title, 100), emoji=True),
        text=Plain300(cut(text, 300)),
        confirm=Plain30(cut(yes, 30), emoji=True),
        deny=Plain30("Not now", emoji=True),
        style="danger" if danger else None,
    )


def option(choice: FormOption) -> Option:
    """A choice as Slack's option."""
    return Option(
        Plain75(cut(choice.label, _OPTION_TEXT)),
        choice.value[:_OPTION_VALUE],
        description=Plain75(cut(choice.about, _OPTION_TEXT), emoji=True) if choice.about else None,
    )


def _options(choices: Sequence[FormOption]) -> list[Option]:
    return [option(choice) for choice in choices[:100]]


def _initial(options: Sequence[Option], value: str) -> Option | None:
    return next((option for option in options if option.value == value), None)


def _input(block: str, label: str, element: InputElement, *, optional: bool, hint: str) -> InputBlock:
    return InputBlock(
        block_id=block,
        label=Plain2000(cut(label, _LABEL)),
        element=element,
        optional=optional or None,
        hint=Plain2000(cut(hint, _HINT)) if hint else None,
    )
