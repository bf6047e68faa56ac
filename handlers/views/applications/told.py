"""Short sentences about what was just done."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block

from bot.domain.applications.history import Event, EventKind
from bot.domain.applications.stages import Stage
from handlers.views.applications.words import STAGES, event_line, moved, step_word
from handlers.views.kit import Answer, cut, esc, section


def recorded(key: str) -> str:
    """A step was taken."""
    return f"Recorded: *{step_word(key)}*. It can be taken back for ten minutes."


def undone(stage: Stage) -> str:
    """A step was taken back."""
    return f"Taken back: {STAGES[stage]} again. Both stand in the history."


def events_answer(id_: str, events: Sequence[Event], left_out: int = 0) -> Answer:
    """What happened, for the thread of a card, the oldest first, and how many before that are not told here."""
    lines = [section(cut(_told(event), 2900)) for event in events]
    return Answer(f"Application {id_}", (*([_before(left_out)] if left_out else ()), *lines))


def _before(left_out: int) -> Block:
    changes = "1 change" if left_out == 1 else f"{left_out} changes"
    return section(f"{changes} before these: press *History* on the card.")


def _told(event: Event) -> str:
    way = f"\n{moved(event)}" if moved(event) else ""
    note = f"\n>{esc(event.note)}" if event.kind is EventKind.NOTE and event.note else ""
    return f"{event_line(event)}{way}{note}"


def only_you(text: str) -> Answer:
    """A sentence for one person."""
    return Answer("CodeDesk", (section(text),))
