"""Blocks that Slack rejects, including some that slack_sdk accepts."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from playground.blockkit import find_control, home_problems, message_problems, view_problems, with_defaults
from playground.blockkit.elements import ELEMENTS
from tests.playground.cards import CARD, CONFIRM, Body, button, option


def plain(words: str) -> Body:
    """A plain_text object."""
    return {"type": "plain_text", "text": words}


def mrkdwn(words: str) -> Body:
    """A mrkdwn object."""
    return {"type": "mrkdwn", "text": words}


def section(words: str = "x", **extra: Any) -> Body:
    """A section."""
    return {"type": "section", "text": mrkdwn(words), **extra}


def actions(*elements: Body, **extra: Any) -> Body:
    """A row of elements."""
    return {"type": "actions", "elements": list(elements), **extra}


def select(**extra: Any) -> Body:
    """A select with one option."""
    return {"type": "static_select", "action_id": "s", "options": [option("A", "a")]} | extra


def overflow(count: int) -> Body:
    """An overflow menu with this many options."""
    return {"type": "overflow", "options": [option(str(n), str(n)) for n in range(count)]}


def buttons(count: int) -> list[Body]:
    """Buttons with unique ids."""
    return [button(str(number), str(number)) for number in range(count)]


FITS: list[Body] = [
    section("x" * 3000),
    {"type": "section", "fields": [mrkdwn("x" * 2000)] * 10},
    {"type": "header", "text": plain("x" * 150)},
    {"type": "context", "elements": [plain("x")] * 10},
    {"type": "divider", "block_id": "x" * 255},
    actions(*buttons(25)),
    actions(button("x" * 75, "a" * 255, value="v" * 2000, style="danger", confirm=CONFIRM)),
    actions(button("x", "a", url="https://x.org/" + "u" * 2900)),
    actions(select(placeholder=plain("p" * 150), initial_option=option("A", "a"))),
    actions(select(options=[option("t" * 75, "v" * 150)] * 100)),
    section(accessory=overflow(5)),
]


@pytest.mark.parametrize("block", FITS, ids=lambda block: str(block["type"]))
def test_a_block_at_the_limit_is_taken(block: Body) -> None:
    """To the last character."""
    assert message_problems([block]) == []


TOO_MUCH: list[tuple[Body, str]] = [
    (section("x" * 3001), "must be less than 3001 characters [json-pointer:/blocks/0/text/text]"),
    (section(""), "must be more than 0 characters"),
    ({"type": "section"}, "missing required field: text or fields"),
    ({"type": "section", "fields": [plain("x")] * 11}, "no more than 10 items"),
    ({"type": "section", "fields": [plain("x" * 2001)]}, "less than 2001 characters"),
    ({"type": "section", "fields": []}, "no fewer than 1 items"),
    (section(colour="red"), "invalid additional property: colour [json-pointer:/blocks/0]"),
    ({"type": "header", "text": plain("x" * 151)}, "less than 151 characters"),
    ({"type": "header", "text": mrkdwn("x")}, "unsupported type: mrkdwn"),
    ({"type": "context", "elements": [plain("x")] * 11}, "no more than 10 items"),
    ({"type": "divider", "block_id": "x" * 256}, "less than 256 characters"),
    ({"type": "video"}, "unsupported type: video"),
    ({"type": ["section"]}, "unsupported type"),
    ({}, "unsupported type: None"),
    (actions(), "no fewer than 1 items"),
    (actions(*buttons(26)), "no more than 25 items"),
    (actions(button("x" * 76, "a")), "less than 76 characters"),
    (actions(button("x", "a" * 256)), "less than 256 characters"),
    (actions(button("x", "a", value="v" * 2001)), "less than 2001 characters"),
    (actions(button("x", "a", url="https://x.org/" + "u" * 3000)), "less than 3001 characters"),
    (actions(button("x", "a", url="javascript:alert(1)")), "invalid url"),
    (actions(button("x", "a", style="warning")), "must be a valid enum value"),
    (actions(button("x", "a", confirm=CONFIRM | {"title": plain("x" * 101)})), "less than 101"),
    (actions(button("x", "a", confirm=CONFIRM | {"text": plain("x" * 301)})), "less than 301"),
    (actions(button("x", "a", confirm=CONFIRM | {"deny": plain("x" * 31)})), "less than 31"),
    (actions(button("x", "a", confirm={"title": plain("x")})), "missing required field: text"),
    (actions({"type": "plain_text_input", "action_id": "d"}), "unsupported type: plain_text_input"),
    (actions(select(options=[])), "no fewer than 1 items"),
    (actions(select(options=[option("t", "v")] * 101)), "no more than 100 items"),
    (actions(select(options=[option("t" * 76, "v")])), "less than 76 characters"),
    (actions(select(options=[option("t", "v" * 151)])), "less than 151 characters"),
    (actions(select(placeholder=plain("p" * 151))), "less than 151 characters"),
    (actions(select(option_groups=[])), "exactly one of: options, option_groups"),
    (actions(select(initial_option=option("B", "b"))), "must be one of the provided options"),
    (section(accessory=overflow(6)), "no more than 5 items"),
    (section(accessory=overflow(0)), "no fewer than 1 items"),
    (actions(button("x", "twice"), button("y", "twice")), "`action_id` `twice` already exists"),
    ({"type": "section", "text": "just words"}, "unsupported type: None [json-pointer:/blocks/0/text/type]"),
]


@pytest.mark.parametrize(("block", "problem"), TOO_MUCH, ids=[problem[:40] for _, problem in TOO_MUCH])
def test_a_block_past_a_limit_is_refused_with_the_place(block: Body, problem: str) -> None:
    """In Slack's words, with a pointer to the place."""
    assert any(problem in line for line in message_problems([block])), message_problems([block])


def test_a_message_takes_fifty_blocks_and_a_home_tab_a_hundred() -> None:
    """And not one more."""
    divider = {"type": "divider"}

    assert message_problems([divider] * 50) == []
    assert message_problems([divider] * 51) != []
    assert home_problems([divider] * 100) == []
    assert home_problems([divider] * 101) != []


def test_the_same_block_id_twice_is_refused_and_the_same_action_id_in_two_blocks_is_not() -> None:
    """Like Slack. slack_sdk checks neither."""
    doubled = [{"type": "divider", "block_id": "b"}, {"type": "divider", "block_id": "b"}]

    assert message_problems(doubled) == ["[ERROR] block_id `b` already exists [json-pointer:/blocks]"]
    assert message_problems([actions(button("x", "a")), actions(button("y", "a"))]) == []


def test_the_card_of_the_echo_bot_passes_slack_sdk_too() -> None:
    """Our checks accept everything valid in Slack's own models."""
    assert message_problems([block.to_dict() for block in Block.parse_all(CARD)]) == []


def test_blocks_come_back_with_ids_and_flags_and_the_original_is_left_alone() -> None:
    """As Slack stores them."""
    given = [section(), {"type": "actions", "elements": [{"type": "button", "text": plain("x")}]}]
    before = json.dumps(given)
    first, second = with_defaults(given)

    assert json.dumps(given) == before
    assert first["text"] == {"type": "mrkdwn", "text": "x", "verbatim": False}
    assert first["block_id"] != second["block_id"]
    element = second["elements"][0]  # type: ignore[index]
    assert element["action_id"]
    assert element["text"]["emoji"] is True


def test_a_control_is_found_by_its_block_where_two_blocks_have_it() -> None:
    """Without a block id, the first one."""
    blocks = [actions(button("x", "a"), block_id="one"), actions(button("y", "a"), block_id="two")]
    found = find_control(blocks, "a", "two")

    assert found is not None
    assert found[1]["text"] == plain("y")
    assert find_control(blocks, "a", "three") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)
NAMES = st.sampled_from(
    [
        "type",
        "text",
        "elements",
        "fields",
        "accessory",
        "options",
        "action_id",
        "url",
        "element",
        "label",
        "blocks",
        "slack_file",
        "initial_option",
        "initial_options",
        "initial_date",
        "min_length",
        "max_length",
    ]
)
KINDS = st.sampled_from(["section", "actions", "mrkdwn", "context", "image", "input", "modal", *ELEMENTS])
NEAR_BLOCKS = st.recursive(
    JSON | KINDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner | KINDS, max_size=5),
    max_leaves=20,
)


def modal_problems(blocks: object) -> list[str]:
    """The problems of a modal with these blocks."""
    return view_problems(
        {"type": "modal", "title": plain("x"), "submit": plain("x"), "blocks": blocks}, "modal"
    )


@pytest.mark.parametrize("check", [message_problems, home_problems, modal_problems])
@given(blocks=NEAR_BLOCKS)
def test_whatever_comes_is_judged_and_never_crashes(
    check: Callable[[object], list[str]], blocks: object
) -> None:
    """Only a list of blocks passes."""
    problems = check(blocks)

    assert problems or isinstance(blocks, list)
