"""The elements that people press and choose from. A new kind is one more entry of ELEMENTS."""

from playground.blockkit.checks import (
    CONFIRM,
    IDENTIFIER,
    Check,
    Problems,
    Shape,
    complain,
    exactly_one,
    flag,
    link,
    many,
    one_of,
    option,
    plain,
    string,
    whole,
)
from playground.shapes import Json, obj, objs


def options_of(element: Json) -> list[Json]:
    """Every option of a menu, out of its groups too."""
    grouped = [
        choice for group in objs(element.get("option_groups")) for choice in objs(group.get("options"))
    ]
    return objs(element.get("options")) + grouped


def _select_rule(value: object, path: str, problems: Problems) -> None:
    exactly_one("options", "option_groups")(value, path, problems)
    element = obj(value)
    initial = element.get("initial_option")
    if initial is not None and _bare(initial) not in [_bare(choice) for choice in options_of(element)]:
        complain(problems, f"{path}/initial_option", "initial_option must be one of the provided options")


def _bare(choice: object) -> tuple[object, object]:
    """What makes an option that option: Slack itself adds fields such as `emoji`."""
    return obj(obj(choice).get("text")).get("text"), obj(choice).get("value")


GROUP = Shape({"label": plain(75), "options": many(option(), 100)})

BUTTON = Shape(
    {"text": plain(75)},
    {
        "action_id": IDENTIFIER,
        "url": link,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
STATIC_SELECT = Shape(
    {},
    {
        "action_id": IDENTIFIER,
        "placeholder": plain(150),
        "options": many(option(), 100),
        "option_groups": many(GROUP, 100),
        "initial_option": option(),
        "confirm": CONFIRM,
        "focus_on_load": flag,
    },
    _select_rule,
)
EXTERNAL_SELECT = Shape(
    {},
    {
        "action_id": IDENTIFIER,
        "placeholder": plain(150),
        "initial_option": option(),
        "min_query_length": whole(0, 150),
        "confirm": CONFIRM,
        "focus_on_load": flag,
    },
)
OVERFLOW = Shape({"options": many(option(with_url=True), 5)}, {"action_id": IDENTIFIER, "confirm": CONFIRM})

ELEMENTS: dict[str, Check] = {
    "button": BUTTON,
    "static_select": STATIC_SELECT,
    "external_select": EXTERNAL_SELECT,
    "overflow": OVERFLOW,
}
