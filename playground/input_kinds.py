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
    stays: bool = True


def _own(element: Json, _known: InputChoices) -> list[Json]:
    return options_of(element)


def _offered(element: Json, known: InputChoices) -> list[Json]:
    initial = objs([element.get("initial_option")]) + objs(element.get("initial_options"))
    return list(known.offered.values()) + initial


def _option(choices: Callable[[Json, InputChoices], list[Json]]) -> Read:
    def read(element: Json, given: object, known: InputChoices) -> object:
        for choice in choices(element, known):
            if choice.get("value") == given:
                return choice
        raise NoSuchChoiceError(given)

    return read


def _options(choices: Callable[[Json, InputChoices], list[Json]]) -> Read:
    one = _option(choices)

    def read(element: Json, given: object, known: InputChoices) -> object:
        chosen = [one(element, value, known) for value in arr(given)]
        most = element.get("max_selected_items")
        if not isinstance(given, list | tuple) or (isinstance(most, int) and len(chosen) > most):
            raise NoSuchChoiceError(given)
        return chosen

    return read


def _words(element: Json, given: object, _known: InputChoices) -> object:
    most = element.get("max_length")
    if not isinstance(given, str) or len(given) > (most if isinstance(most, int) else 3000):
        raise NoSuchChoiceError(given)
    return given or None


def _person(_element: Json, given: object, known: InputChoices) -> object:
    return _among(known.people, given)


def _channel(_element: Json, given: object, known: InputChoices) -> object:
    return _among(known.channels, given)


def _among(ids: Container[str], given: object) -> object:
    if not isinstance(given, str) or given not in ids:
        raise NoSuchChoiceError(given)
    return given


def _moment(parse: Callable[[str], object], shape: int) -> Read:
    def read(_element: Json, given: object, _known: InputChoices) -> object:
        try:
            parse(text(given))
        except ValueError as error:
            raise NoSuchChoiceError(given) from error
        if len(text(given)) != shape:
            raise NoSuchChoiceError(given)
        return given

    return read


def _files(element: Json, given: object, known: InputChoices) -> object:
    most = element.get("max_files")
    ids = [text(one) for one in arr(given)]
    if len(ids) > (most if isinstance(most, int) else 10) or not all(one in known.files for one in ids):
        raise NoSuchChoiceError(given)
    endings = [text(one).lower() for one in arr(element.get("filetypes"))]
    chosen = [known.files[one] for one in ids]
    names = [PurePath(text(file.get("name"))).suffix[1:].lower() for file in chosen]
    if endings and not all(name in endings for name in names):
        raise NoSuchChoiceError(given)
    return chosen


def _nothing(_element: Json, _given: object, _known: InputChoices) -> object:
    return None


_NONE: tuple[Json, ...] = ()
KINDS: dict[str, InputKind] = {
    "button": InputKind("", _nothing, stays=False),
    "overflow": InputKind("selected_option", _option(_own), stays=False),
    "static_select": InputKind("selected_option", _option(_own), "initial_option"),
    "external_select": InputKind("selected_option", _option(_offered), "initial_option"),
    "multi_static_select": InputKind("selected_options", _options(_own), "initial_options", _NONE),
    "multi_external_select": InputKind("selected_options", _options(_offered), "initial_options", _NONE),
    "users_select": InputKind("selected_user", _person, "initial_user"),
    "conversations_select": InputKind("selected_conversation", _channel, "initial_conversation"),
    "channels_select": InputKind("selected_channel", _channel, "initial_channel"),
    "plain_text_input": InputKind("value", _words, "initial_value"),
    "datepicker": InputKind("selected_date", _moment(date.fromisoformat, 10), "initial_date"),
    "timepicker": InputKind("selected_time", _moment(time.fromisoformat, 5), "initial_time"),
    "checkboxes": InputKind("selected_options", _options(_own), "initial_options", _NONE),
    "radio_buttons": InputKind("selected_option", _option(_own), "initial_option"),
    "file_input": InputKind("files", _files, "", _NONE),
}
"""Every element the page draws. Elements with `stays=False` are not part of the state."""


def entry_of(element: Json, given: object, known: InputChoices) -> Json:
    """The state entry for this value. Raises NoSuchChoiceError."""
    kind = KINDS[text(element.get("type"))]
    if given is None and kind.stays:
        return {"type": element["type"], kind.field: kind.empty}
    return {"type": element["type"], kind.field: kind.read(element, given, known)}


def untouched(element: Json) -> Json:
    """The state entry of an untouched element."""
    kind = KINDS[text(element.get("type"))]
    return {"type": element["type"], kind.field: element.get(kind.initial, kind.empty)}


def is_empty(entry: Json) -> bool:
    """Whether the entry has no value."""
    return not any(value for name, value in entry.items() if name != "type")


def stays(element: Json) -> bool:
    """Whether the element keeps its value in the state."""
    kind = KINDS.get(text(element.get("type")))
    return kind is not None and kind.stays


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
