"""Valid values for each kind of element, and how Slack represents them in `state` and `actions`."""

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import PurePath

from playground.blockkit.selects import options_of
from playground.json_fields import Json, arr, objs, text


class NoSuchChoiceError(ValueError):
    """The value is not possible: unknown option, date or person, or too long."""


@dataclass(frozen=True, slots=True)
class InputChoices:
    """Choices beyond an element's own options: people, channels, offered options by value, files by id."""

    people: Container[str] = ()
    channels: Container[str] = ()
    offered: Mapping[str, Json] = field(default_factory=dict)
    files: Mapping[str, Json] = field(default_factory=dict)


Read = Callable[[Json, object, InputChoices], object]


@dataclass(frozen=True, slots=True)
class InputKind:
    """One kind of element: the state field of its value, how to read a value, and its initial field.

    A value is an option's value, an id, a date, text, or a list of these for multiple choice; None clears it. `empty`
    is the state of an untouched element.
    """

    field: str
    read: Read
    initial: str = ""
    empty: object = None
    keeps_value: bool = True


def _own(element: Json, _available: InputChoices) -> list[Json]:
    return options_of(element)


def _offered(element: Json, available: InputChoices) -> list[Json]:
    initial = objs([element.get("initial_option")]) + objs(element.get("initial_options"))
    return list(available.offered.values()) + initial


def _option(choices: Callable[[Json, InputChoices], list[Json]]) -> Read:
    def read(element: Json, value: object, available: InputChoices) -> object:
        for choice in choices(element, available):
            if choice.get("value") == value:
                return choice
        raise NoSuchChoiceError(value)

    return read


def _options(choices: Callable[[Json, InputChoices], list[Json]]) -> Read:
    read_one = _option(choices)

    def read(element: Json, value: object, available: InputChoices) -> object:
        chosen = [read_one(element, item, available) for item in arr(value)]
        limit = element.get("max_selected_items")
        if not isinstance(value, list | tuple) or (isinstance(limit, int) and len(chosen) > limit):
            raise NoSuchChoiceError(value)
        return chosen

    return read


def _text(element: Json, value: object, _available: InputChoices) -> object:
    limit = element.get("max_length")
    if not isinstance(value, str) or len(value) > (limit if isinstance(limit, int) else 3000):
        raise NoSuchChoiceError(value)
    return value or None


def _person(_element: Json, value: object, available: InputChoices) -> object:
    return _require_known(available.people, value)


def _channel(_element: Json, value: object, available: InputChoices) -> object:
    return _require_known(available.channels, value)


def _require_known(ids: Container[str], value: object) -> object:
    if not isinstance(value, str) or value not in ids:
        raise NoSuchChoiceError(value)
    return value


def _date_or_time(parse: Callable[[str], object], shape: int) -> Read:
    def read(_element: Json, value: object, _available: InputChoices) -> object:
        try:
            parse(text(value))
        except ValueError as error:
            raise NoSuchChoiceError(value) from error
        if len(text(value)) != shape:
            raise NoSuchChoiceError(value)
        return value

    return read


def _files(element: Json, value: object, available: InputChoices) -> object:
    limit = element.get("max_files")
    ids = [text(id_) for id_ in arr(value)]
    if len(ids) > (limit if isinstance(limit, int) else 10) or not all(id_ in available.files for id_ in ids):
        raise NoSuchChoiceError(value)
    endings = [text(ending).lower() for ending in arr(element.get("filetypes"))]
    chosen = [available.files[id_] for id_ in ids]
    names = [PurePath(text(file.get("name"))).suffix[1:].lower() for file in chosen]
    if endings and not all(name in endings for name in names):
        raise NoSuchChoiceError(value)
    return chosen


def _no_value(_element: Json, _given: object, _available: InputChoices) -> object:
    return None


_NONE: tuple[Json, ...] = ()
KINDS: dict[str, InputKind] = {
    "button": InputKind("", _no_value, keeps_value=False),
    "overflow": InputKind("selected_option", _option(_own), keeps_value=False),
    "static_select": InputKind("selected_option", _option(_own), "initial_option"),
    "external_select": InputKind("selected_option", _option(_offered), "initial_option"),
    "multi_static_select": InputKind("selected_options", _options(_own), "initial_options", _NONE),
    "multi_external_select": InputKind("selected_options", _options(_offered), "initial_options", _NONE),
    "users_select": InputKind("selected_user", _person, "initial_user"),
    "conversations_select": InputKind("selected_conversation", _channel, "initial_conversation"),
    "channels_select": InputKind("selected_channel", _channel, "initial_channel"),
    "plain_text_input": InputKind("value", _text, "initial_value"),
    "datepicker": InputKind("selected_date", _date_or_time(date.fromisoformat, 10), "initial_date"),
    "timepicker": InputKind("selected_time", _date_or_time(time.fromisoformat, 5), "initial_time"),
    "checkboxes": InputKind("selected_options", _options(_own), "initial_options", _NONE),
    "radio_buttons": InputKind("selected_option", _option(_own), "initial_option"),
    "file_input": InputKind("files", _files, "", _NONE),
}
"""Every element the page draws. Elements with `keeps_value=False` are not part of the state."""


def entry_of(element: Json, value: object, available: InputChoices) -> Json:
    """The state entry for this value. Raises NoSuchChoiceError."""
    kind = KINDS[text(element.get("type"))]
    if value is None and kind.keeps_value:
        return {"type": element["type"], kind.field: kind.empty}
    return {"type": element["type"], kind.field: kind.read(element, value, available)}


def untouched(element: Json) -> Json:
    """The state entry of an untouched element."""
    kind = KINDS[text(element.get("type"))]
    return {"type": element["type"], kind.field: element.get(kind.initial, kind.empty)}


def is_empty(entry: Json) -> bool:
    """Whether the entry has no value."""
    return not any(value for name, value in entry.items() if name != "type")


def keeps_value(element: Json) -> bool:
    """Whether the element keeps its value in the state."""
    kind = KINDS.get(text(element.get("type")))
    return kind is not None and kind.keeps_value


_KEPT = ("placeholder", "confirm", *(f"initial_{name}" for name in (
    "option", "options", "user", "conversation", "channel", "date", "time",
)))  # fmt: skip
_OF_BUTTONS = ("text", "value", "style", "url", "confirm")


def action_of(block: Json, element: Json, entry: Json) -> Json:
    """The `actions` entry for a user action. `entry` comes from entry_of."""
    names = _OF_BUTTONS if element.get("type") == "button" else _KEPT
    return {
        "type": element.get("type"),
        "action_id": element.get("action_id"),
        "block_id": block.get("block_id"),
        **{name: element[name] for name in names if name in element},
        **{name: value for name, value in entry.items() if name},
    }
