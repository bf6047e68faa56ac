"""Input elements: text, dates, times, checkboxes, files."""

from datetime import date, time

from playground.blockkit.checks import (
    CONFIRM,
    IDENTIFIER,
    Check,
    Problems,
    Shape,
    add_problem,
    array_of,
    boolean,
    integer,
    one_of,
    plain_text,
    string,
    text_object,
)
from playground.blockkit.selects import COMMON, initial_options_exist
from playground.json_fields import obj

_CHOICE = Shape({"text": text_object(75), "value": string(150)}, {"description": text_object(75)})
_ID: dict[str, Check] = {"action_id": IDENTIFIER, "focus_on_load": boolean}


def _day(value: object, path: str, problems: Problems) -> None:
    try:
        date.fromisoformat(value if isinstance(value, str) and len(value) == 10 else "")
    except ValueError:
        add_problem(problems, path, "must be a valid date in the format YYYY-MM-DD")


def _hour(value: object, path: str, problems: Problems) -> None:
    try:
        time.fromisoformat(value if isinstance(value, str) and len(value) == 5 else "")
    except ValueError:
        add_problem(problems, path, "must be a valid time in the format HH:mm")


def _lengths(value: object, path: str, problems: Problems) -> None:
    least, most = obj(value).get("min_length"), obj(value).get("max_length")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        add_problem(problems, f"{path}/min_length", "min_length must not be greater than max_length")


_DISPATCH = Shape({}, {"trigger_actions_on": array_of(one_of("on_enter_pressed", "on_character_entered"), 2)})

TEXT_INPUT = Shape(
    {},
    {
        **_ID,
        "placeholder": plain_text(150),
        "initial_value": string(3000, least=0),
        "multiline": boolean,
        "min_length": integer(0, 3000),
        "max_length": integer(1, 3000),
        "dispatch_action_config": _DISPATCH,
    },
    _lengths,
)
FILE_INPUT = Shape(
    {}, {"action_id": IDENTIFIER, "filetypes": array_of(string(32), 100), "max_files": integer(1, 10)}
)

FIELDS: dict[str, Check] = {
    "datepicker": Shape({}, {**COMMON, "initial_date": _day}),
    "timepicker": Shape({}, {**COMMON, "initial_time": _hour, "timezone": string(64)}),
    "checkboxes": Shape(
        {"options": array_of(_CHOICE, 10)},
        {**_ID, "initial_options": array_of(_CHOICE, 10), "confirm": CONFIRM},
        initial_options_exist,
    ),
    "radio_buttons": Shape(
        {"options": array_of(_CHOICE, 10)},
        {**_ID, "initial_option": _CHOICE, "confirm": CONFIRM},
        initial_options_exist,
    ),
}
