"""Messages about several deadlines: the weekly summary, what was held back by a downtime, and corrections."""

from collections.abc import Sequence
from datetime import date

from bot.domain.deadlines.campaigns import Campaign, campaign_of
from bot.domain.deadlines.deadline import Deadline
from bot.domain.deadlines.delivery import Delivery
from bot.domain.deadlines.marks import ReminderState
from bot.domain.deadlines.planning import DIGEST, MessageKind
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, section
from handlers.views.dates import day, short_day
from handlers.views.deadlines.buttons import reminder_menu
from handlers.views.deadlines.campaign import head
from handlers.views.deadlines.day_words import plain_days, ruled_days
from handlers.views.deadlines.facts import DeadlineFacts, state_lines
from handlers.views.deadlines.listed import ESTIMATED, dated_line, together
from handlers.views.deadlines.words import briefly_named, named

_MOST = 20


def digest_card(row: Delivery, today: date, facts: DeadlineFacts) -> Answer:
    groups = together(row.content.deadlines)
    lines = [_line(group, today, facts) for group in groups[:_MOST]]
    more = [f"and {len(groups) - _MOST} more"] if len(groups) > _MOST else []
    summary = [*lines, *more] or ["Nothing in the next 30 days."]
    parts = [summary[i : i + 10] for i in range(0, len(summary), 10)]
    return Answer(
        "Deadlines of the next weeks",
        (
            section("*The next 30 days*"),
            *(section("\n".join(part)) for part in parts),
            actions(CommandButton("All deadlines", "/deadlines")),
            *([context(ESTIMATED)] if any(d.when.is_open_window for d in row.content.deadlines) else []),
        ),
    )


def caught_up_card(rows: Sequence[Delivery], today: date, facts: DeadlineFacts) -> Answer:
    """Each reminder once in its current state, with its own menu."""
    last = {
        row.reminder: row for row in rows if row.reminder != DIGEST and row.kind is not MessageKind.CORRECTION
    }
    moved = [line for row in rows if row.kind is MessageKind.CORRECTION for line in _moved(row, today)]
    shown = list(last.items())[:_MOST]
    blocks: list[Block] = [section("*While I was away*  what would have been told, in one message")]
    for n, (reminder, row) in enumerate(shown):
        state = facts.states.get(reminder, ReminderState())
        campaign = campaign_of(reminder)
        summary = _short_campaign(campaign, today) if campaign else _line(row.content.deadlines, today, facts)
        words = "\n".join([summary, *state_lines(state)])
        menu = None if state.done else reminder_menu(reminder, n)
        blocks.append(section(words, accessory=menu))
    if len(last) > _MOST:
        blocks.append(context(f"and {len(last) - _MOST} more"))
    if moved:
        blocks.append(section("\n".join(moved[:_MOST])))
    blocks.append(actions(CommandButton("All deadlines", "/deadlines")))
    first = next((briefly_named(d) for row in last.values() for d in row.content.deadlines), "")
    count = f"While I was away: {len(last)} reminder{'' if len(last) == 1 else 's'}"
    return Answer(f"{count}{f', {first} first' if first else ''}", tuple(blocks))


def _short_campaign(campaign: Campaign, today: date) -> str:
    line = code(f"/deadlines checklist {campaign.day.isoformat()}")
    return f"{head(campaign, today)}\nThe checklist, and what changes of watched codes: {line}."


def _line(about: Sequence[Deadline], today: date, facts: DeadlineFacts) -> str:
    return dated_line(about, today, facts.aims) if about else "A deadline of this channel"


def _moved(row: Delivery, today: date) -> list[str]:
    pairs = zip(row.content.deadlines, row.content.before, strict=True)
    return [
        f"*Moved:* {named(now)}\nnow {ruled_days(now.when, today)}; before {plain_days(then.when, today)}"
        for now, then in pairs
    ]


def moved_card(row: Delivery, today: date) -> Answer:
    """A correction in the thread of what it corrects."""
    return Answer(_moved_briefly(row, today), (section("\n".join(_moved(row, today))),))


def _moved_briefly(row: Delivery, today: date) -> str:
    """For the notification: `Moved: Panel meeting Feb 2027, now Feb 4`."""
    now, more = row.content.deadlines[0], len(row.content.deadlines) - 1
    likely = "" if now.when.confirmed else "likely "
    also = f", and {more} more" if more else ""
    return f"Moved: {briefly_named(now)}, now {likely}{_short(now.when.expected, today)}{also}"


def _short(on: date, today: date) -> str:
    return short_day(on) if abs((on - today).days) < 300 else day(on)
