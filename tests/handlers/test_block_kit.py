"""Cards drawn by our own way are the cards that slack_sdk draws, and its limits still hold."""

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import (
    ButtonElement,
    CheckboxesElement,
    ConfirmObject,
    HeaderBlock,
    InputBlock,
    MarkdownTextObject,
    Option,
    OverflowMenuElement,
    PlainTextInputElement,
    PlainTextObject,
    SectionBlock,
)

from handlers.slack.block_json import draw
from handlers.slack.ids import Action
from handlers.views.blocks import CommandButton, actions, choice, context, divider, finder, section

BLOCKS = (
    section("text", fields=["one", "two"]),
    section("text"),
    context("small", "print"),
    divider(),
    actions(CommandButton("Open", "/cpt 97140"), share="/cpt 97140"),
    choice("Pick", [CommandButton("A", "/icd M54.5"), CommandButton("B", "/icd M54.2")]),
    finder(Action.FIND_ICD, "Type"),
    HeaderBlock(text=PlainTextObject(text="Header")),
    SectionBlock(
        text=MarkdownTextObject(text="x", verbatim=True),
        accessory=OverflowMenuElement(
            action_id="a",
            options=[Option(value="v", label="Open"), Option(value="w", label="W", url="https://x.y")],
        ),
    ),
    SectionBlock(
        text="x",
        accessory=ButtonElement(
            text="b", action_id="a", confirm=ConfirmObject(title="t", text="sure?"), style="danger"
        ),
    ),
    SectionBlock(
        text="x",
        accessory=CheckboxesElement(
            action_id="c", options=[Option(value="v", text=PlainTextObject(text="t"), description="d")]
        ),
    ),
    InputBlock(label="l", element=PlainTextInputElement(action_id="i", multiline=True), optional=True),
)


@pytest.mark.parametrize("number", range(len(BLOCKS)))
def test_a_block_is_drawn_as_slack_sdk_draws_it(number: int) -> None:
    """Equal, key by key."""
    block = BLOCKS[number]

    assert draw(block) == block.to_dict()


@pytest.mark.parametrize(
    "block",
    [
        HeaderBlock(text=PlainTextObject(text="x" * 151)),
        SectionBlock(text="x" * 3001),
        SectionBlock(text="x", accessory=ButtonElement(text="x" * 76, action_id="a")),
        SectionBlock(text="x", accessory=ButtonElement(text="x", action_id="a" * 256)),
    ],
)
def test_what_slack_would_refuse_is_refused_here(block: SectionBlock) -> None:
    """The limits that slack_sdk knows are checked, those of nested elements too."""
    with pytest.raises(SlackObjectFormationError):
        draw(block)
