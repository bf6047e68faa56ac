"""The weekly direct message about days that are not known yet."""

from collections.abc import Sequence
from datetime import date

from bot.domain.deadlines.deadline import Deadline
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, context, section
from handlers.views.deadlines.day_words import date_words, plain_days
from handlers.views.deadlines.words import briefly_named, named

_MOST = 8


def nudge_card(deadlines: Sequence[Deadline], today: date) -> Answer:
    """Each open window with two buttons: enter the day, or say that it has passed."""
    shown = [d for d in deadlines if d.when.latest >= today][:_MOST]
    blocks: list[Block] = [section("*Which day is it?*  No source has stated these days yet.")]
    for deadline in shown:
        last = date_words(deadline.when.latest, today)
        blocks.append(
            section(f"*{plain_days(deadline.when, today)}*  {named(deadline)} · at the latest {last}")
        )
        blocks.append(actions(*_go(deadline)))
    blocks.append(context("Asked each Monday until somebody enters the day or says that it has passed."))
    names = ", ".join(map(briefly_named, shown))
    return Answer(f"Which day? {names}" if shown else "Which day is it?", tuple(blocks))


def _go(deadline: Deadline) -> tuple[CommandButton, CommandButton]:
    line = f"/deadlines date {deadline.key}"
    return CommandButton("Enter the day", f"{line} change"), CommandButton("It has passed", f"{line} passed")


def passed_card(deadline: Deadline) -> Answer:
    """Nothing more is told of a day that somebody says has passed."""
    return Answer(
        "It has passed",
        (
            section(f"{named(deadline)}: noted as passed. Nothing more is told of it, in any channel."),
            actions(CommandButton("Enter the day after all", f"/deadlines date {deadline.key} change")),
        ),
    )
