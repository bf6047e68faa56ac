"""A card as the channel sees it, and whether it may be seen there."""

from handlers.slack.answer import Answer
from handlers.slack.block_kit import ActionsBlock, Block, ButtonElement
from handlers.slack.ids import Action
from handlers.views.blocks import context, section

_PRIVATE = frozenset({"/codes fetch"})


def shareable(answer: Answer, line: str) -> bool:
    """Whether this answer itself offers to be shared under `line`: a tampered value never is."""
    return line in _lines(answer)


def share_line(answer: Answer) -> str:
    """The canonical line under which this answer offers to be shared, or ''."""
    return next(iter(_lines(answer)), "")


def _lines(answer: Answer) -> list[str]:
    return [
        str(element.value)
        for block in answer.blocks
        if isinstance(block, ActionsBlock)
        for element in block.elements
        if isinstance(element, ButtonElement) and element.action_id == Action.SHARE
    ]


def shared(answer: Answer, user: str) -> Answer:
    """The same card without its Share button, saying who shared it."""
    blocks = [without_private(block) for block in map(without_share, answer.blocks) if block]
    kept = [block for block in blocks if block is not None]
    return Answer(answer.text, (*kept, context(f"Shared by <@{user}> with CodeDesk")))


def not_shareable() -> Answer:
    """For a Share press whose button does not belong to the answer."""
    return Answer(
        "Not shared",
        (
            section(
                "I didn't share that: the button no longer fits its answer. Ask again, then share the new card."
            ),
        ),
    )


def without_private(block: Block) -> Block | None:
    """The block without buttons that are only for the role of whoever shares; None where nothing else stood in it."""
    if not isinstance(block, ActionsBlock):
        return block
    kept = [e for e in block.elements if not (isinstance(e, ButtonElement) and e.value in _PRIVATE)]
    return ActionsBlock(kept) if kept else None


def without_share(block: Block) -> Block | None:
    """The block without its Share button; None where nothing else stood in it."""
    if not isinstance(block, ActionsBlock):
        return block
    kept = [e for e in block.elements if not (isinstance(e, ButtonElement) and e.action_id == Action.SHARE)]
    return ActionsBlock(kept) if kept else None
