"""Menus: static options, options from the bot, people and channels; single or multiple choice."""

from collections.abc import Callable

from playground.blockkit.checks import (
    CONFIRM,
    IDENTIFIER,
    Check,
    Problems,
    Shape,
    add_problem,
    array_of,
    boolean,
    exactly_one,
    integer,
    one_of,
    option,
    plain_text,
    string,
)
from playground.json_fields import Json, arr, obj, objs


def options_of(element: Json) -> list[Json]:
    """Every option of a menu, including those in groups."""
    grouped = [
        choice for group in objs(element.get("option_groups")) for choice in objs(group.get("options"))
    ]
    return objs(element.get("options")) + grouped


def initial_options_exist(value: object, path: str, problems: Problems) -> None:
    """Initial options must be among the menu's options."""
    element = obj(value)
    own = [_identity(choice) for choice in options_of(element)]
    first = (
        [element["initial_option"]] if "initial_option" in element else arr(element.get("initial_options"))
    )
    if any(_identity(choice) not in own for choice in first):
        name = "initial_option" if "initial_option" in element else "initial_options"
        add_problem(problems, f"{path}/{name}", f"{name} must be one of the provided options")


def _identity(choice: object) -> tuple[object, object]:
    """The parts that identify an option. Slack itself adds fields such as `emoji`."""
    return obj(obj(choice).get("text")).get("text"), obj(choice).get("value")


def _own_rule(value: object, path: str, problems: Problems) -> None:
    exactly_one("options", "option_groups")(value, path, problems)
    initial_options_exist(value, path, problems)


GROUP = Shape({"label": plain_text(75), "options": array_of(option(), 100)})
COMMON: dict[str, Check] = {
    "action_id": IDENTIFIER,
    "placeholder": plain_text(150),
    "confirm": CONFIRM,
    "focus_on_load": boolean,
}
_OWN: dict[str, Check] = {"options": array_of(option(), 100), "option_groups": array_of(GROUP, 100)}
_ONE: dict[str, Check] = {"initial_option": option()}
_SEVERAL: dict[str, Check] = {
    "initial_options": array_of(option(), 100),
    "max_selected_items": integer(1, 100),
}
_FOUND: dict[str, Check] = {"min_query_length": integer(0, 150)}
_FILTER = Shape(
    {},
    {
        "include": array_of(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def _menu(*fields: dict[str, Check], rule: Callable[[object, str, Problems], None] | None = None) -> Shape:
    every = dict(COMMON)
    for group in fields:
        every |= group
    return Shape({}, every, rule)


SELECTS: dict[str, Check] = {
    "static_select": _menu(_OWN, _ONE, rule=_own_rule),
    "external_select": _menu(_FOUND, _ONE),
    "users_select": _menu({"initial_user": string(255)}),
    "conversations_select": _menu(
        {
            "initial_conversation": string(255),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": _FILTER,
        }
    ),
    "channels_select": _menu({"initial_channel": string(255), "response_url_enabled": boolean}),
}
MULTI_SELECTS: dict[str, Check] = {
    "multi_static_select": _menu(_OWN, _SEVERAL, rule=_own_rule),
    "multi_external_select": _menu(_FOUND, _SEVERAL),
}
