"""Reminder messages: what, when, why it matters, what to do. The notification text says what and when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.deadlines.campaigns import Campaign, campaign_of
from bot.domain.deadlines.dated import Dated
from bot.domain.deadlines.deadline import Deadline
from bot.domain.deadlines.delivery import Delivery
from bot.domain.deadlines.marks import ReminderState
from bot.domain.deadlines.people import channel_and_reminder
from bot.domain.deadlines.planning import AT_ONCE, MessageKind
from bot.services.reminders.poster import MessageContext, ReminderMessage
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block, View
from handlers.views.blocks import code, context, cut, esc, section
from handlers.views.dates import day
from handlers.views.deadlines.advice import advice
from handlers.views.deadlines.arrival import arrival_card
from handlers.views.deadlines.buttons import opening, reminder_buttons
from handlers.views.deadlines.campaign import (
    checklist_blocks,
    head,
    open_items,
    progress,
    set_name,
    still_open,
)
from handlers.views.deadlines.campaign_codes import codes_blocks
from handlers.views.deadlines.day_words import date_words, left, plain_days, rule, sureness
from handlers.views.deadlines.facts import NO_FACTS, DeadlineFacts, state_lines
from handlers.views.deadlines.files import files_block
from handlers.views.deadlines.listed import aimers, group_sureness, group_words
from handlers.views.deadlines.nudge import nudge_card
from handlers.views.deadlines.summaries import caught_up_card, digest_card, moved_card
from handlers.views.deadlines.undelivered import letter_card
from handlers.views.deadlines.words import briefly_named, named

_LONGEST_WEEKEND = 5
"""Days. The note on a window's first day comes before a weekend, with a holiday some days before."""
_REPEAT = "Slack did not confirm an earlier attempt, so you may have read this before."
_ESTIMATED = (
    "est.: no source states the day yet, so reminders count from the likely one. Who knows the day enters it."
)


def is_broadcast(rows: Sequence[Delivery]) -> bool:
    """Whether a message in a thread is shown in the channel too: the last days, the day itself, and corrections."""
    told = (MessageKind.REMINDER, MessageKind.CAMPAIGN)
    return any(
        row.kind is MessageKind.CORRECTION or (row.kind in told and row.content.lead in (1, 0))
        for row in rows
    )


def reminder_message(
    rows: Sequence[Delivery], message_context: MessageContext, facts: DeadlineFacts = NO_FACTS
) -> ReminderMessage:
    """One delivery, or several delayed by downtime, as one message."""
    card = reminder_card(rows, message_context, facts)
    return ReminderMessage(card.text, card.drawn, is_broadcast(rows))


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
    if first.kind in (MessageKind.DEAD_LETTER, MessageKind.ARRIVAL, MessageKind.NUDGE):
        return _to_people(first, today, facts)
    if len({row.reminder for row in rows}) > 1 or any(row.kind is MessageKind.CORRECTION for row in rows[1:]):
        return caught_up_card(rows, today, facts)
    match first.kind:
        case MessageKind.CORRECTION:
            card = moved_card(first, today)
        case MessageKind.DIRECT:
            card = _direct(first, today, facts)
        case MessageKind.DIGEST:
            card = digest_card(rows[-1], today, facts)
        case MessageKind.CAMPAIGN | MessageKind.OPENING:
            card = _campaign(rows[-1], today, facts)
        case _:
            card = _reminder(rows[-1], today, facts)
    return card


def _to_people(row: Delivery, today: date, facts: DeadlineFacts) -> Answer:
    """Messages that are about no single reminder: to admins, and to those who find out a day."""
    if row.kind is MessageKind.DEAD_LETTER:
        return letter_card(row)
    if row.kind is MessageKind.NUDGE:
        return nudge_card(row.content.deadlines, today)
    return arrival_card(facts.arrived, today)


def _reminder(row: Delivery, today: date, facts: DeadlineFacts, acts_on: str = "") -> Answer:
    """`acts_on`: the reminder that the buttons name, if not the row's."""
    about = row.content.deadlines
    if not about:
        return Answer(f"Reminder {row.reminder}", (section("A deadline of this channel."),))
    when, state = about[0].when, facts.states.get(row.reminder, ReminderState())
    count = _count(when, today)
    title = f"{count}: {', '.join(map(briefly_named, about))}, {plain_days(when, today)}"
    known = group_sureness(about)
    lines = [f"*{count}:* {group_words(about)}", f"{plain_days(when, today)}{f' ({known})' if known else ''}"]
    go = [opening(row.reminder, about)]
    if state.done is None:
        lines += [f"{said}." for said in [aimers(about, facts.aims)] if said]
        lines += _advice(about)
        if when.is_open_window:
            go.append(CommandButton("Enter the day", f"/deadlines date {about[0].key} change"))
    lines += state_lines(state)
    blocks: list[Block] = [section("\n".join(lines))]
    if state.done is None and (files := facts.files.get(row.reminder)):
        blocks += files_block(files, today)
    blocks.append(reminder_buttons(acts_on or row.reminder, state, *go))
    if state.done is None and when.is_open_window:
        blocks.append(context(f"{_ESTIMATED} Here: {rule(when.rule)}."))
    return Answer(cut(title, 200), tuple(blocks))


def _count(when: Dated, today: date) -> str:
    """`In 14 days`; in an open window and just before it, `Possible from now on, likely in 8 days`."""
    near = when.is_open_window and today < when.expected and (when.earliest - today).days < _LONGEST_WEEKEND
    if not near:
        return left(when, today)
    first = "now" if when.earliest <= today else date_words(when.earliest, today)
    count = left(when, today)
    likely = f"{count[0].lower()}{count[1:]}"
    return f"Possible from {first} on, {likely if likely.startswith('likely') else f'likely {likely}'}"


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


def _campaign(row: Delivery, today: date, facts: DeadlineFacts, acts_on: str = "") -> Answer:
    """The first message has the whole checklist. Messages in its thread show the progress."""
    campaign = campaign_of(row.reminder)
    if campaign is None:
        return _reminder(row, today, facts)
    state = facts.states.get(row.reminder, ReminderState())
    items, codes = facts.checklists.get(row.reminder, ()), facts.codes.get(row.reminder)
    blocks: list[Block] = [section(head(campaign, today))]
    if codes is not None:
        blocks += codes_blocks(codes, today)
    if (files := facts.files.get(row.reminder)) and not state.done:
        blocks += files_block(files, today)
    if row.content.deadlines:
        blocks.append(context(f"With it on {day(campaign.day)}: {_with_sureness(row.content.deadlines)}"))
    if items and row.thread is None and not state.done and row.kind is not MessageKind.DIRECT:
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
    asks = asks if left_open else ""
    blocks.append(reminder_buttons(acts_on or row.reminder, state, go, done="All done", asks=asks))
    return Answer(f"{_when_in_force(campaign, today)}: {set_name(campaign)}", tuple(blocks))


def _when_in_force(campaign: Campaign, today: date) -> str:
    """For the notification: `In 30 days, Fri, Jan 1`, `In force today`."""
    days = (campaign.day - today).days
    on = date_words(campaign.day, today)
    if days <= 0:
        return "In force today" if days == 0 else f"In force since {on}"
    return f"{'Tomorrow' if days == 1 else f'In {days:,} days'}, {on}"


def _with_sureness(about: Sequence[Deadline]) -> str:
    """All names, confirmed ones first, with the certainty of each group."""
    kinds = [[d for d in about if d.when.confirmed], [d for d in about if not d.when.confirmed]]
    return "; ".join(f"{', '.join(map(named, kind))} ({sureness(kind[0].when)})" for kind in kinds if kind)


def _direct(row: Delivery, today: date, facts: DeadlineFacts) -> Answer:
    """A channel's reminder for one person. Its buttons act on the channel's reminder."""
    place = channel_and_reminder(row.reminder)
    if place is None:
        return _reminder(row, today, facts)
    channel, reminder = place
    assigned = row.occurrence.endswith(AT_ONCE)
    why = "It is assigned to you" if assigned else "You have it, and it is open"
    draw = _campaign if campaign_of(reminder) else _reminder
    card = draw(replace(row, reminder=reminder), today, facts, acts_on=row.reminder)
    mine = context(f"{why}. <#{esc(channel)}> sees what you press here.")
    return Answer(f"{'Assigned to you' if assigned else 'Still open'}: {card.text}", (mine, *card.blocks))
