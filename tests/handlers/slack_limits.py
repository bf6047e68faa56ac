"""What Slack would refuse, checked on any card by others' eyes than those that wrote it."""

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

from handlers.slack.answer import Answer
from handlers.slack.block_kit import view_json

Drawn = dict[str, Any]
"""Blocks and elements as Slack gets them."""


def drawn(answer: Answer) -> list[Drawn]:
    """The blocks as Slack gets them, on which slack_sdk agrees."""
    return agreed_by_slack_sdk(answer)


def agreed_by_slack_sdk(answer: Answer) -> list[Drawn]:
    """The blocks as slack_sdk's models read and write them, key by key the same; so is a form that it opens.

    The models raise for the limits that they know. They have no file_input.
    """
    blocks: list[Drawn] = [block.to_dict() for block in Block.parse_all(answer.drawn)]
    assert blocks == answer.drawn
    if answer.opens is not None:
        view = view_json(answer.opens)
        assert "file_input" in str(view) or read_by_slack_sdk(view) == view
    return blocks


def read_by_slack_sdk(view: Drawn) -> Drawn:
    """A view as slack_sdk's model reads and writes it."""
    return View(**view).to_dict()


def refused(answer: Answer) -> list[str]:
    """Reasons for which Slack would not show this card; empty for a good one."""
    blocks = drawn(answer)
    found = [] if 1 <= len(blocks) <= 50 else [f"{len(blocks)} blocks"]
    for block in blocks:
        found += [f"{block['type']} with empty text" for text in _texts(block) if not text["text"].strip()]
        found += [f"field of {len(f['text'])}" for f in block.get("fields", ()) if len(f["text"]) > 2000]
        if block["type"] == "actions":
            found += _refused_actions(block["elements"])
    return found


def _refused_actions(elements: Sequence[Drawn]) -> Iterator[str]:
    ids = [element["action_id"] for element in elements]
    if len(ids) != len(set(ids)) or not 1 <= len(ids) <= 25:
        yield f"elements {ids}"
    for element in elements:
        values = [option["value"] for option in element.get("options", ())]
        if element["type"] == "static_select" and (
            not 1 <= len(values) <= 100 or len(values) != len(set(values))
        ):
            yield f"select of {len(values)} options"


def _texts(block: Drawn) -> Iterator[Drawn]:
    yield from (block[name] for name in ("text",) if name in block)
    yield from block.get("fields", ())
    yield from (e for e in block.get("elements", ()) if e["type"] in ("mrkdwn", "plain_text"))


def commands(answer: Answer) -> list[str]:
    """The command lines that the card's buttons and selects run, share included."""
    elements = [e for block in drawn(answer) if block["type"] == "actions" for e in block["elements"]]
    return [choice["value"] for e in elements for choice in (e.get("options") or [e]) if "value" in choice]


def words(answer: Answer) -> str:
    """All that the card says, for looking something up in it."""
    return "\n".join(text["text"] for block in drawn(answer) for text in _texts(block))
