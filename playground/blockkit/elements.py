"""Interactive elements, and the blocks that Slack allows them in.

A new kind needs an entry here, in input_kinds.KINDS and in the page's elements.js.
"""

from playground.blockkit.checks import (
    CONFIRM,
    IDENTIFIER,
    Check,
    Shape,
    array_of,
    link,
    one_of,
    option,
    plain_text,
    string,
)
from playground.blockkit.fields import FIELDS, FILE_INPUT, TEXT_INPUT
from playground.blockkit.selects import MULTI_SELECTS, SELECTS

BUTTON = Shape(
    {"text": plain_text(75)},
    {
        "action_id": IDENTIFIER,
        "url": link,
        "value": string(2000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    },
)
OVERFLOW = Shape(
    {"options": array_of(option(with_url=True), 5)}, {"action_id": IDENTIFIER, "confirm": CONFIRM}
)

IN_ACTIONS: dict[str, Check] = {"button": BUTTON, "overflow": OVERFLOW, **SELECTS, **FIELDS}
IN_SECTIONS: dict[str, Check] = IN_ACTIONS | MULTI_SELECTS
IN_INPUTS: dict[str, Check] = {"plain_text_input": TEXT_INPUT, **SELECTS, **MULTI_SELECTS, **FIELDS}
IN_MODAL_INPUTS: dict[str, Check] = IN_INPUTS | {"file_input": FILE_INPUT}
ELEMENTS: dict[str, Check] = IN_SECTIONS | IN_MODAL_INPUTS
"""Every element that the page draws."""
