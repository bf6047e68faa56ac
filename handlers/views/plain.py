"""A card as plain text, for a terminal: the same blocks, without Slack's markup."""

import html
import re
from collections.abc import Iterator

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    Option,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.blocks.basic_components import TextObject

from handlers.slack.ids import Action
from handlers.views.blocks import Answer

_MARKUP = re.compile(r"(?<![A-Za-z0-9])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![A-Za-z0-9])")


def as_text(answer: Answer) -> str:
    """The answer as lines; buttons become the command lines that they run."""
    return "\n".join(line for block in answer.blocks for line in _lines(block)).rstrip()


def _lines(block: Block) -> Iterator[str]:
    match block:
        case HeaderBlock():
            yield plain(block.text)
        case SectionBlock():
            yield from (plain(text) for text in (block.text, *(block.fields or ())) if text)
        case ContextBlock():
            yield from (f"  {plain(e)}" for e in block.elements if isinstance(e, TextObject))
        case DividerBlock():
            yield ""
        case ActionsBlock():
            yield from _choices(block)


def _choices(block: ActionsBlock) -> Iterator[str]:
    for element in block.elements:
        if isinstance(element, ButtonElement) and element.action_id != Action.SHARE:
            yield f"  > {plain(element.text)}: {element.value}"
        elif isinstance(element, StaticSelectElement):
            yield from (
                f"  > {plain(o.text)}: {o.value}" for o in element.options or () if isinstance(o, Option)
            )


def plain(text: object) -> str:
    """One text of a card without its markup."""
    raw = text.text if isinstance(text, TextObject) else str(text)
    for _ in range(2):  # a bold line may hold a code
        raw = _MARKUP.sub(r"\2", raw)
    return html.unescape(raw).replace("\u2060", "")
