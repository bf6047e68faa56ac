"""Reminder messages: what, when, why it matters, what to do. The notification text has the kind and its id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.deadlines.campaigns import Campaign, ItemState, campaign_of
from bot.domain.deadlines.deadline import Deadline, Topic
from bot.domain.deadlines.delivery import Delivery
from bot.domain.deadlines.marks import ReminderState
from bot.domain.deadlines.planning import DIGEST, MessageKind
from bot.services.reminders.arrived_codes import ArrivedCodes
from bot.services.reminders.campaign_codes import CampaignCodes
from bot.services.reminders.poster import MessageContext, ReminderMessage
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block, View
from handlers.views.blocks import actions, code, context, cut, esc, section
from handlers.views.dates import day
from handlers.views.deadlines.advice import advice
from handlers.views.deadlines.arrival import arrival_card
from handlers.views.deadlines.buttons import opening, reminder_buttons, reminder_menu
from handlers.views.deadlines.campaign import (
    checklist_blocks,
    head,
    open_items,
    progress,
    set_name,
    still_open,
)
from handlers.views.deadlines.campaign_codes import codes_blocks
from handlers.views.deadlines.listed import aimers, group_sureness, group_words, together
from handlers.views.deadlines.undelivered import letter_card
from handlers.views.deadlines.words import days, left, named, plain_days, sureness

_MOST = 20
_REPEAT = "Slack did not confirm an earlier attempt, so you may have read this before."
_ESTIMATED = (
    "Estimated: no source states the day yet, so reminders count from the earliest. See the AMA's calendar."
)


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """Reminder states by reminder, checklists and codes by campaign, and applications by target meeting.

    `arrived` belongs to a message about fetched code sets.
    """

    states: Mapping[str, ReminderState] = field(default_factory=dict)
    aims: Mapping[str, Sequence[str]] = field(default_factory=dict)
    checklists: Mapping[str, Sequence[ItemState]] = field(default_factory=dict)
    codes: Mapping[str, CampaignCodes] = field(default_factory=dict)
    arrived: ArrivedCodes | None = None


NO_FACTS = DeadlineFacts()


def reminder_message(
    rows: Sequence[Delivery], message_context: MessageContext, facts: DeadlineFacts = NO_FACTS
) -> ReminderMessage:
    """One delivery, or several delayed by downtime, as one message."""
    card = reminder_card(rows, message_context, facts)
    return ReminderMessage(card.text, card.drawn)


def reminder_card(
    rows: Sequence[Delivery], message_context: MessageContext, facts: DeadlineFacts = NO_FACTS
) -> Answer:
    """The same as a card, used to redraw the message after a press."""
    today = message_context.now.astimezone(ZoneInfo(message_context.zone)).date()
    card = _late(_card(rows, today, facts), message_context)
    if not message_context.possible_repeat:
        return card
    return Answer(
        f"Possible repeat: {card.text}", (section("*Possible repeat*"), *card.blocks, context(_REPEAT))
    )


def _late(card: Answer, message_context: MessageContext) -> Answer:
    """Say of a late message when it was due: an outage, or a token that was replaced."""
    due = message_context.late_since
    if due is None:
        return card
    local = due.astimezone(ZoneInfo(message_context.zone))
    hour = local.strftime("%I:%M %p").lstrip("0")
    note = context(f"Late: this was due {day(local.date())}, {hour}. Slack didn't take it until now.")
    return Answer(f"Late: {card.text}", (*card.blocks, note))


def _card(rows: Sequence[Delivery], today: date, facts: DeadlineFacts) -> Answer:
    first = rows[0]
    if first.kind in (MessageKind.DEAD_LETTER, MessageKind.ARRIVAL):
        is_letter = first.kind is MessageKind.DEAD_LETTER
        return letter_card(first) if is_letter else arrival_card(facts.arrived, today)
    if len({row.reminder for row in rows}) > 1 or any(row.kind is MessageKind.CORRECTION for row in rows[1:]):
        return _caught_up(rows, today, facts)
    match first.kind:
        case MessageKind.CORRECTION:
            return Answer(f"Moved: {first.reminder}", (section("\n".join(_moved(first))),))
        case MessageKind.DIGEST:
            return _digest(rows[-1], today, facts)
        case MessageKind.CAMPAIGN:
            return _campaign(rows[-1], today, facts)
    return _reminder(rows[-1], today, facts)


def _reminder(row: Delivery, today: date, facts: DeadlineFacts) -> Answer:
    about = row.content.deadlines
    if not about:
        return Answer(f"Reminder {row.reminder}", (section("A deadline of this channel."),))
    when, state = about[0].when, facts.states.get(row.reminder, ReminderState())
    title = f"{left(when, today)}: {group_words(about)}"
    lines = [f"*{left(when, today)}:* {group_words(about)}", f"{days(when)} ({group_sureness(about)})"]
    go = [opening(row.reminder, about)]
    if state.done is None:
        lines += [f"{said}." for said in [aimers(about, facts.aims)] if said]
        lines += _advice(about)
        if not when.confirmed and about[0].topic is not Topic.CODE_SETS:
            go.append(CommandButton("Enter the day", f"/deadlines date {about[0].key} change"))
    lines += state_lines(state)
    blocks: list[Block] = [section("\n".join(lines)), reminder_buttons(row.reminder, state, *go)]
    if state.done is None and not all(d.when.confirmed for d in about):
        blocks.append(context(_ESTIMATED))
    return Answer(f"Deadline: {cut(title, 200)}", tuple(blocks))


def state_lines(state: ReminderState) -> list[str]:
    """Who has done, snoozed or been assigned it."""
    lines = []
    if state.done:
        lines.append(f"*Done* by <@{esc(state.done.by)}>, {day(state.done.at.date())}")
    elif state.snoozed and state.snoozed.until:
        lines.append(f"*Snoozed* until {day(state.snoozed.until.date())} by <@{esc(state.snoozed.by)}>")
    if state.assigned and state.assigned.assignee:
        lines.append(f"*Assigned* to <@{esc(state.assigned.assignee)}> by <@{esc(state.assigned.by)}>")
    return lines


def marked_card(reminder: str, state: ReminderState) -> Answer:
    """The reminder's current state."""
    lines = state_lines(state) or ["It is told again."]
    return Answer("Reminder", (section("\n".join([code(reminder), *lines])),))


def ask_in_form_card(view: View) -> Answer:
    """Opens the form. The card is a fallback if no form can be opened."""
    return Answer("Reminder", (section("Please press once more: the form did not open."),), opens=view)


def _advice(about: Sequence[Deadline]) -> list[str]:
    if len(about) > 1:
        steps = dict.fromkeys(found[1] for d in about if (found := advice(d.kind)))
        return [f"*To do:* {' '.join(steps)}"] if steps else []
    found = advice(about[0].kind)
    return [found[0], f"*To do:* {found[1]}"] if found else []


def _campaign(row: Delivery, today: date, facts: DeadlineFacts) -> Answer:
    """The first message has the whole checklist. Messages in its thread show the progress."""
    campaign = campaign_of(row.reminder)
    if campaign is None:
        return _reminder(row, today, facts)
    state = facts.states.get(row.reminder, ReminderState())
    items, codes = facts.checklists.get(row.reminder, ()), facts.codes.get(row.reminder)
    blocks: list[Block] = [section(head(campaign, today))]
    if codes is not None:
        blocks += codes_blocks(codes, today)
    if row.content.deadlines:
        blocks.append(context(f"With it on {day(campaign.day)}: {_with_sureness(row.content.deadlines)}"))
    if items and row.thread is None and not state.done:
        blocks += checklist_blocks(campaign, items)
    elif items:
        blocks.append(section(progress(items) if state.done else open_items(items)))
    if lines := state_lines(state):
        blocks.append(section("\n".join(lines)))
    go = opening(row.reminder, row.content.deadlines)
    left_open = sum(item.done_at is None for item in items)
    asks = (
        f"{still_open(left_open)} Nothing more is told here of {set_name(campaign)}, not on the day either."
    )
    blocks.append(reminder_buttons(row.reminder, state, go, done="All done", asks=asks if left_open else ""))
    return Answer(f"Code set update: {set_name(campaign)}", tuple(blocks))


def _with_sureness(about: Sequence[Deadline]) -> str:
    """All names, confirmed ones first, with the certainty of each group."""
    kinds = [[d for d in about if d.when.confirmed], [d for d in about if not d.when.confirmed]]
    return "; ".join(f"{', '.join(map(named, kind))} ({sureness(kind[0].when)})" for kind in kinds if kind)


def _digest(row: Delivery, today: date, facts: DeadlineFacts) -> Answer:
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
            *([context(_ESTIMATED)] if any(not d.when.confirmed for d in row.content.deadlines) else []),
        ),
    )


def _caught_up(rows: Sequence[Delivery], today: date, facts: DeadlineFacts) -> Answer:
    """Each reminder once in its current state, with its own menu."""
    last = {
        row.reminder: row for row in rows if row.reminder != DIGEST and row.kind is not MessageKind.CORRECTION
    }
    moved = [line for row in rows if row.kind is MessageKind.CORRECTION for line in _moved(row)]
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
    return Answer(f"While I was away: {len(last)} reminder{'' if len(last) == 1 else 's'}", tuple(blocks))


def _short_campaign(campaign: Campaign, today: date) -> str:
    line = code(f"/deadlines checklist {campaign.day.isoformat()}")
    return f"{head(campaign, today)}\nThe checklist, and what changes of watched codes: {line}."


def _line(about: Sequence[Deadline], today: date, facts: DeadlineFacts) -> str:
    if not about:
        return "A deadline of this channel"
    when, whom = about[0].when, aimers(about, facts.aims)
    return f"*{left(when, today)}:* {group_words(about)}, {days(when)} ({group_sureness(about)})" + (
        f" · {whom}" if whom else ""
    )


def _moved(row: Delivery) -> list[str]:
    pairs = zip(row.content.deadlines, row.content.before, strict=True)
    return [
        f"*Moved:* {named(now)}\nnow {days(now.when)} ({sureness(now.when)}); before {plain_days(then.when)}"
        for now, then in pairs
    ]
