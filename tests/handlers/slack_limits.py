"""What Slack would refuse, checked on any card: slack_sdk leaves half of these limits to Slack."""

from collections.abc import Iterator, Sequence
from typing import Any

from handlers.views.blocks import Answer

Drawn = dict[str, Any]
"""Blocks and elements as Slack gets them."""


def drawn(answer: Answer) -> list[Drawn]:
    """The blocks as JSON; slack_sdk raises here for the limits that it knows."""
    return [block.to_dict() for block in answer.blocks]


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
