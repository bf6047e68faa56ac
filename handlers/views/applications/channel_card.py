"""Confirmations after an action, and the result of posting a card to a channel."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from bot.domain.applications.history import ApplicationEvent, EventKind
from bot.domain.applications.stages import Stage
from handlers.slack.answer import Answer
from handlers.slack.block_kit import Block
from handlers.views.applications.words import STAGES, event_line, moved, step_word
from handlers.views.blocks import cut, esc, section


def recorded(key: str) -> str:
    """A step was taken."""
    return f"Recorded: *{step_word(key)}*. It can be taken back for ten minutes."


def undone(stage: Stage) -> str:
    """A step was undone."""
    return f"Taken back: {STAGES[stage]} again. Both stand in the history."


def events_answer(id_: str, events: Sequence[ApplicationEvent], left_out: int = 0) -> Answer:
    """News for a card's thread, oldest first, and the number of older events left out."""
    lines = [section(cut(_event_text(event), 2900)) for event in events]
    return Answer(f"Application {id_}", (*([_before(left_out)] if left_out else ()), *lines))


def _before(left_out: int) -> Block:
    changes = "1 change" if left_out == 1 else f"{left_out} changes"
    return section(f"{changes} before these: press *History* on the card.")


def _event_text(event: ApplicationEvent) -> str:
    way = f"\n{moved(event)}" if moved(event) else ""
    note = f"\n>{esc(event.note)}" if event.kind is EventKind.NOTE and event.note else ""
    return f"{event_line(event)}{way}{note}"


class ChannelCardResult(StrEnum):
    """The result of posting a card to an application's channel."""

    POSTED = "posted"
    STANDS = "stands there"
    OPEN = "others read along"
    NOT_KNOWN = "nobody can tell who reads"
    REFUSED = "not taken"


_IN_CHANNEL: Mapping[ChannelCardResult, str] = {
    ChannelCardResult.POSTED: "The card of *{id}* is posted in {channel}.",
    ChannelCardResult.STANDS: "The card of *{id}* stands in {channel} already.",
    ChannelCardResult.OPEN: (
        "I didn't post the card of *{id}* in {channel}: others read along there. Choose a private channel."
    ),
    ChannelCardResult.NOT_KNOWN: (
        "I didn't post the card of *{id}* in {channel}: I can't tell who reads there. If it is private, write "
        "`/invite @CodeDesk` in it, then choose it again."
    ),
    ChannelCardResult.REFUSED: (
        "Slack didn't take the card of *{id}* for {channel}. Write `/invite @CodeDesk` in it, then choose it again."
    ),
}


def in_channel(id_: str, channel: str, result: ChannelCardResult) -> str:
    """Where the card is posted, or why not and what to do."""
    return _IN_CHANNEL[result].format(id=id_, channel=f"<#{channel}>")


def only_you(text: str) -> Answer:
    """A message for one user."""
    return Answer("CodeDesk", (section(text),))
