"""Short sentences about what was just done."""

from bot.domain.applications.history import Event, EventKind
from bot.domain.applications.stages import Stage
from handlers.views.applications.words import STAGES, event_line, step_word
from handlers.views.kit import Answer, esc, section


def recorded(key: str) -> str:
    """A step was taken."""
    return f"Recorded: *{step_word(key)}*. It can be taken back for ten minutes."


def undone(stage: Stage) -> str:
    """A step was taken back."""
    return f"Taken back: {STAGES[stage]} again. Both stand in the history."


def event_answer(id_: str, event: Event) -> Answer:
    """An event, for the thread of a card."""
    note = f"\n>{esc(event.note)}" if event.kind is EventKind.NOTE and event.note else ""
    return Answer(f"Application {id_}", (section(f"{event_line(event)}{note}"),))


def only_you(text: str) -> Answer:
    """A sentence for one person."""
    return Answer("CodeDesk", (section(text),))
