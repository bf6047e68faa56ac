"""A card as plain text, for a terminal: the same blocks, without Slack's markup."""

import html
import re
from collections.abc import Iterator

from handlers.slack.answer import Answer
from handlers.slack.block_kit import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    DividerBlock,
    HeaderBlock,
    SectionBlock,
    StaticSelectElement,
)
from handlers.slack.ids import Action

_MARKUP = re.compile(r"(?<![A-Za-z0-9])([*_~`])(?=\S)(.+?)(?<=\S)\1(?![A-Za-z0-9])")


def as_text(answer: Answer) -> str:
    """The answer as lines; buttons become the command lines that they run."""
    return "\n".join(line for block in answer.blocks for line in _lines(block)).rstrip()


def _lines(block: Block) -> Iterator[str]:
    match block:
        case HeaderBlock():
            yield plain(block.text.text)
        case SectionBlock():
            yield from (plain(text.text) for text in (block.text, *(block.fields or ())))
        case ContextBlock():
            yield from (f"  {plain(text.text)}" for text in block.elements)
        case DividerBlock():
            yield ""
        case ActionsBlock():
            yield from _choices(block)


def _choices(block: ActionsBlock) -> Iterator[str]:
    for element in block.elements:
        if isinstance(element, ButtonElement) and element.action_id != Action.SHARE:
            yield f"  > {plain(element.text.text)}: {element.value}"
        elif isinstance(element, StaticSelectElement):
            yield from (f"  > {plain(o.text.text)}: {o.value}" for o in element.options)


def plain(text: str) -> str:
    """One text of a card without its markup."""
    for _ in range(2):  # a bold line may hold a code
        text = _MARKUP.sub(r"\2", text)
    return html.unescape(text).replace("\u2060", "")
