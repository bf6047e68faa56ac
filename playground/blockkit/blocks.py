"""The blocks that the page can draw. Add a new kind to BLOCKS."""

from collections.abc import Mapping

from playground.blockkit.checks import (
    IDENTIFIER,
    Check,
    Problems,
    Shape,
    add_problem,
    array_of,
    boolean,
    by_type,
    exactly_one,
    plain_text,
    string,
    text_object,
)
from playground.blockkit.elements import IN_ACTIONS, IN_INPUTS, IN_MODAL_INPUTS, IN_SECTIONS
from playground.json_fields import obj, text


def _section_rule(value: object, path: str, problems: Problems) -> None:
    if not obj(value).keys() & {"text", "fields"}:
        add_problem(problems, path, "missing required field: text or fields")


def _file_rule(value: object, path: str, problems: Problems) -> None:
    exactly_one("id", "url")(value, path, problems)


_ID = {"block_id": IDENTIFIER}
# Slack also accepts image_url. The page loads nothing from other sites and cannot draw such an image.
_FILE = Shape({}, {"id": string(64), "url": string(3000)}, _file_rule)
_IMAGE = Shape({"slack_file": _FILE, "alt_text": string(2000)})


def _dispatch_rule(value: object, path: str, problems: Problems) -> None:
    if obj(value).get("dispatch_action") and text(obj(obj(value).get("element")).get("type")) == "file_input":
        add_problem(problems, f"{path}/dispatch_action", "dispatch_action is not supported for file_input")


def _input(elements: Mapping[str, Check]) -> Shape:
    return Shape(
        {"label": plain_text(2000), "element": by_type(elements)},
        {**_ID, "hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean},
        _dispatch_rule,
    )


_NOTES: dict[str, Check] = {"plain_text": text_object(3000), "mrkdwn": text_object(3000), "image": _IMAGE}

BLOCKS: dict[str, Check] = {
    "section": Shape(
        {},
        {
            **_ID,
            "text": text_object(3000),
            "fields": array_of(text_object(2000), 10),
            "accessory": by_type(IN_SECTIONS | {"image": _IMAGE}),
            "expand": boolean,
        },
        _section_rule,
    ),
    "header": Shape({"text": plain_text(150)}, _ID),
    "divider": Shape({}, _ID),
    "context": Shape({"elements": array_of(by_type(_NOTES), 10)}, _ID),
    "image": Shape({"slack_file": _FILE, "alt_text": string(2000)}, {**_ID, "title": plain_text(2000)}),
    "actions": Shape({"elements": array_of(by_type(IN_ACTIONS), 25)}, _ID),
    "input": _input(IN_INPUTS),
}
MODAL_BLOCKS: dict[str, Check] = BLOCKS | {"input": _input(IN_MODAL_INPUTS)}
"""File inputs are allowed only in modals."""
