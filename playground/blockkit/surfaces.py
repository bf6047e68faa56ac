"""Whole messages, Home tabs and modals: block counts, unique ids, and values that Slack fills in."""

import secrets
from collections import Counter
from collections.abc import Iterable, Sequence

from playground.blockkit.blocks import BLOCKS, MODAL_BLOCKS
from playground.blockkit.checks import (
    Check,
    Problems,
    Shape,
    add_problem,
    array_of,
    boolean,
    by_type,
    plain_text,
    string,
)
from playground.json_fields import Json, obj, objs, text

_BLOCK = by_type(BLOCKS)
_MESSAGE_BLOCKS = 50
_VIEW_BLOCKS = 100


def message_problems(blocks: object) -> Problems:
    """What Slack would reject in a message's blocks. Empty if the page can draw all of it."""
    problems: Problems = []
    _stack(_BLOCK, _MESSAGE_BLOCKS)(blocks, "/blocks", problems)
    return problems


def home_problems(blocks: object) -> Problems:
    """The same for the blocks of a Home tab."""
    problems: Problems = []
    _stack(_BLOCK, _VIEW_BLOCKS)(blocks, "/view/blocks", problems)
    return problems


def view_problems(view: object, kind: str) -> Problems:
    """The same for a whole view. `kind` is home or modal."""
    problems: Problems = []
    if obj(view).get("type") != kind:
        add_problem(problems, "/view/type", "unsupported type")
        return problems
    (_HOME if kind == "home" else _MODAL)(view, "/view", problems)
    return problems


def controls(block: Json) -> list[Json]:
    """The interactive elements of a block."""
    inside = objs(block.get("elements")) if block.get("type") == "actions" else []
    return inside + [obj(block[name]) for name in ("accessory", "element") if block.get(name)]


def find_control(
    blocks: Sequence[Json], action_id: str, block_id: str | None = None
) -> tuple[Json, Json] | None:
    """The block and element with this action_id. block_id selects one of several blocks."""
    for block in blocks:
        for control in controls(block):
            if control.get("action_id") == action_id and block_id in {None, block.get("block_id")}:
                return block, control
    return None


def with_defaults(blocks: Sequence[Json]) -> tuple[Json, ...]:
    """The blocks as Slack stores them: all ids filled in, all texts with default flags."""
    dressed = tuple(obj(_with_flags(block)) for block in blocks)
    for block in dressed:
        block.setdefault("block_id", secrets.token_urlsafe(4)[:5])
        for control in controls(block):
            control.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return dressed


def _with_flags(value: object) -> object:
    """A deep copy with `emoji` or `verbatim` flags on text objects, as Slack returns them."""
    if isinstance(value, list):
        return [_with_flags(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {name: _with_flags(item) for name, item in value.items()}
    if copy.get("type") == "plain_text":
        copy.setdefault("emoji", True)
    elif copy.get("type") == "mrkdwn":
        copy.setdefault("verbatim", False)
    return copy


def _stack(kind: Check, most: int) -> Check:
    """Check a limited number of blocks with unique ids."""
    check_blocks = array_of(kind, most, least=0)

    def check(blocks: object, path: str, problems: Problems) -> None:
        check_blocks(blocks, path, problems)
        for duplicate in _duplicates(text(block.get("block_id")) for block in objs(blocks)):
            add_problem(problems, path, f"block_id `{duplicate}` already exists")
        for index, block in enumerate(objs(blocks)):
            for duplicate in _duplicates(text(control.get("action_id")) for control in controls(block)):
                add_problem(problems, f"{path}/{index}", f"`action_id` `{duplicate}` already exists")
        elements = [control for block in objs(blocks) for control in controls(block)]
        if sum(control.get("focus_on_load") is True for control in elements) > 1:
            add_problem(problems, path, "only one element may have focus_on_load")

    return check


def _duplicates(names: Iterable[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if name and count > 1]


def _submit_rule(view: object, path: str, problems: Problems) -> None:
    asks = any(block.get("type") == "input" for block in objs(obj(view).get("blocks")))
    if asks and not obj(view).get("submit"):
        add_problem(problems, path, "missing required field: submit, as there are input blocks")


_KEPT: dict[str, Check] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_HOME = Shape({"blocks": _stack(_BLOCK, _VIEW_BLOCKS)}, _KEPT)
_MODAL = Shape(
    {"title": plain_text(24), "blocks": _stack(by_type(MODAL_BLOCKS), _VIEW_BLOCKS)},
    {
        **_KEPT,
        "submit": plain_text(24),
        "close": plain_text(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
    _submit_rule,
)
