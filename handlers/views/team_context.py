"""A card with what the team keeps beside its codes: notes above the buttons, and *Watch* among them."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.codes.notes.note import TeamNote
from handlers.slack.answer import Answer
from handlers.slack.block_kit import ActionsBlock, Block, ButtonElement
from handlers.slack.ids import Action
from handlers.views.blocks import button
from handlers.views.codes.notes import note_sections

_MOST_ELEMENTS = 25
_MOST_BLOCKS = 50
_WATCH = f"{Action.RUN}:watch"


def shared_line(answer: Answer) -> str:
    """The canonical command line of an answer, which its Share button carries; '' where it has none."""
    for block in answer.blocks:
        if isinstance(block, ActionsBlock) and (button := _share(block)):
            return str(button.value or "")
    return ""


def with_watch(answer: Answer, codes: Sequence[str], *, watched: bool) -> Answer:
    """The answer with a button beside *Share* that watches its codes, or gives them up again."""
    what = "Unwatch" if watched else "Watch"
    label = what if len(codes) == 1 else f"{what} all {len(codes)}"
    added = button(label, _WATCH, f"/codes {what.lower()} {' '.join(codes)}")
    return replace(answer, blocks=tuple(_added(block, added) for block in answer.blocks))


def with_notes(answer: Answer, notes: Sequence[TeamNote], *, several: bool) -> Answer:
    """The answer with the team's notes above its first buttons."""
    told = note_sections(notes, several=several)
    if len(answer.blocks) + len(told) > _MOST_BLOCKS:
        return answer
    place = next((n for n, block in enumerate(answer.blocks) if isinstance(block, ActionsBlock)), 1)
    return replace(answer, blocks=(*answer.blocks[:place], *told, *answer.blocks[place:]))


def _share(block: ActionsBlock) -> ButtonElement | None:
    buttons = (e for e in block.elements if isinstance(e, ButtonElement))
    return next((button for button in buttons if button.action_id == Action.SHARE), None)


def _added(block: Block, button: ButtonElement) -> Block:
    if not isinstance(block, ActionsBlock) or not _share(block):
        return block
    if len(block.elements) >= _MOST_ELEMENTS:
        return block
    return ActionsBlock([*block.elements, button])
