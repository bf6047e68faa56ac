"""The blocks that the page can draw whole. A new kind is one more entry of BLOCKS."""

from playground.blockkit.checks import (
    IDENTIFIER,
    Check,
    Problems,
    Shape,
    by_type,
    complain,
    flag,
    many,
    plain,
    prose,
)
from playground.blockkit.elements import ELEMENTS
from playground.shapes import obj


def _section_rule(value: object, path: str, problems: Problems) -> None:
    if not obj(value).keys() & {"text", "fields"}:
        complain(problems, path, "missing required field: text or fields")


_ID = {"block_id": IDENTIFIER}
_ELEMENT = by_type(ELEMENTS)

BLOCKS: dict[str, Check] = {
    "section": Shape(
        {},
        {
            **_ID,
            "text": prose(3000),
            "fields": many(prose(2000), 10),
            "accessory": _ELEMENT,
            "expand": flag,
        },
        _section_rule,
    ),
    "header": Shape({"text": plain(150)}, _ID),
    "divider": Shape({}, _ID),
    "context": Shape({"elements": many(prose(3000), 10)}, _ID),
    "actions": Shape({"elements": many(_ELEMENT, 25)}, _ID),
}
