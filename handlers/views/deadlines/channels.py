"""A channel's subscription: the form, the settings in words, and confirmations."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from bot.domain.deadlines.deadline import Deadline, Topic
from bot.domain.deadlines.delivery import Uncertainty
from bot.domain.deadlines.subscription import Schedule, Subscription
from bot.services.reminders.channels import Subscribed
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import View
from handlers.slack.ids import FormId
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.deadlines.day_words import date_words
from handlers.views.deadlines.listed import dated_line, together
from handlers.views.modal_blocks import FormOption, channel_input, form, select_input, text_input, ticks_input

CHANNEL, TOPICS, LEADS, HOUR, ZONE, DIGEST, OPTIONS = (
    *("channel", "topics", "leads", "hour", "zone"),
    *("digest", "options"),
)


class SubscriptionOption(StrEnum):
    """Extra checkboxes."""

    WEEKDAYS_ONLY = "weekdays_only"
    CAMPAIGNS = "campaigns"
    PAUSED = "paused"


NO_DIGEST = "none"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
TOPIC_NAMES = {
    Topic.PANEL: "Panel deadlines",
    Topic.APPLICATIONS: "Your applications",
    Topic.CODE_SETS: "Code-set updates",
}
_SUBSCRIBE = CommandButton("Change", "/deadlines subscribe")
_SKIPPED = "What passes meanwhile is not posted later."
_SHOWN = 30
_OPEN = 8


def channel_card(subscription: Subscription | None, view: View, *, may_change: bool) -> Answer:
    """The form for users who may change it. For others, or if no form can be opened, the settings in words."""
    if subscription is None:
        text = "No reminders are set up in this channel."
        text += (
            f" {code('/deadlines subscribe')} here opens a form."
            if may_change
            else " A lead or an admin can subscribe it."
        )
    else:
        text = f"*This channel is told*\n{settings_words(subscription)}"
    return Answer(
        "Reminders of this channel",
        (section(text), actions(*_acts(subscription if may_change else None))),
        opens=view if may_change else None,
    )


def subscribe_form(channel: str, kept: Subscription | None) -> View:
    """The subscription form, filled in with the current settings."""
    schedule = kept.schedule if kept else Schedule()
    topics = [FormOption(t, name, _ABOUT[t]) for t, name in TOPIC_NAMES.items()]
    options = [
        FormOption(
            SubscriptionOption.WEEKDAYS_ONLY,
            "If it falls on a weekend or holiday, remind the business day before",
        ),
        FormOption(SubscriptionOption.CAMPAIGNS, "Updates of January 1 and October 1 as a checklist"),
        FormOption(SubscriptionOption.PAUSED, "Pause reminders"),
    ]
    on = {
        SubscriptionOption.WEEKDAYS_ONLY: schedule.weekdays_only,
        SubscriptionOption.CAMPAIGNS: schedule.campaigns,
        SubscriptionOption.PAUSED: bool(kept and kept.paused),
    }
    digests = [
        FormOption(NO_DIGEST, "No weekly summary"),
        *(FormOption(str(n), d) for n, d in enumerate(WEEKDAYS)),
    ]
    return form(
        "Reminders",
        [
            channel_input(CHANNEL, "Channel", here=not channel, initial=channel),
            ticks_input(TOPICS, "Topics", topics, initial=[str(t) for t in schedule.topics], optional=False),
            text_input(
                LEADS,
                "Days before",
                most=60,
                initial=", ".join(map(str, schedule.leads)),
                hint="0 is the day itself; at most ten, with commas between",
            ),
            select_input(
                HOUR,
                "Hour",
                [FormOption(str(h), f"{h:02}:00") for h in range(24)],
                initial=str(schedule.hour),
            ),
            text_input(
                ZONE,
                "Time zone",
                most=60,
                initial=schedule.zone,
                hint="Like Eastern, New York, Puerto Rico, Guam, India or America/Chicago",
            ),
            select_input(
                DIGEST,
                "Weekly summary",
                digests,
                initial=NO_DIGEST if schedule.digest is None else str(schedule.digest),
            ),
            ticks_input(OPTIONS, "And", options, initial=[name for name, yes in on.items() if yes]),
        ],
        callback=FormId.SUBSCRIBE,
    )


def subscribed_card(done: Subscribed) -> Answer:
    """The saved settings and the number of planned messages."""
    kept = done.subscription
    changed = "told from now on" if done.before is None else "told by these settings now"
    ahead = f"Messages of the next two months: {done.replanned.added} planned, {done.replanned.cancelled} taken back."
    return Answer(
        "Reminders set",
        (
            section(
                f"<#{esc(kept.channel)}> is {'paused' if kept.paused else changed}.\n{settings_words(kept)}"
            ),
            actions(CommandButton("What is next", "/deadlines")),
            context(ahead),
        ),
    )


def paused_card(done: Subscribed, today: date) -> Answer:
    """Reminders are paused, until somebody goes on or until a day, or resumed."""
    if until := done.subscription.paused_until:
        ends = f"Paused until {date_words(until, today)}: reminders go on by themselves on that day."
        text, go = f"{ends} {_SKIPPED}", CommandButton("Go on now", "/deadlines resume")
    elif done.subscription.paused:
        for_a_while = f"To pause for a while: {code('/deadlines pause until Jan 4')}."
        text = f"Paused: this channel is told nothing until somebody goes on. {_SKIPPED} {for_a_while}"
        go = CommandButton("Go on", "/deadlines resume")
    else:
        text, go = (
            f"Going on.\n{settings_words(done.subscription)}",
            CommandButton("Pause", "/deadlines pause"),
        )
    return Answer("Reminders of this channel", (section(text), actions(go, _SUBSCRIBE)))


def unsubscribed_card(*, existed: bool) -> Answer:
    """The subscription was removed, or there was none."""
    text = (
        "This channel is told of deadlines no longer."
        if existed
        else "This channel was told of no deadlines; nothing was changed."
    )
    return Answer(
        "Reminders of this channel",
        (
            section(text),
            actions(
                CommandButton("Subscribe", "/deadlines subscribe"),
                CommandButton("What is next", "/deadlines"),
            ),
        ),
    )


def all_card(subscriptions: Sequence[Subscription]) -> Answer:
    """All subscribed channels."""
    if not subscriptions:
        text = f"No channel is told of deadlines yet: {code('/deadlines subscribe')} in the channel."
        return Answer(
            "Channels",
            (section(text), actions(CommandButton("Subscribe this channel", "/deadlines subscribe"))),
        )
    lines = [f"<#{esc(s.channel)}>  {_short(s)}" for s in subscriptions[:_SHOWN]]
    rest = len(subscriptions) - len(lines)
    return Answer(
        "Channels",
        (
            section(
                "\n".join(["*Channels that are told*", *lines, *([f"and {rest} more"] if rest > 0 else [])])
            ),
            actions(CommandButton("What is next", "/deadlines")),
        ),
    )


def welcome_message(subscription: Subscription, open_now: Sequence[Deadline], today: date) -> Answer:
    """The first message in a channel: its settings, and what is open now. It also tests that the app can post."""
    groups = together(open_now)
    lines = [dated_line(group, today, {}) for group in groups[:_OPEN]]
    more = [f"and {len(groups) - _OPEN} more"] if len(groups) > _OPEN else []
    head = "*Open now, and in the next 30 days*" if lines else "Nothing is open now, or in the next 30 days."
    who = f"<@{esc(subscription.by)}> set the reminders of this channel."
    return Answer(
        f"Reminders of this channel: {len(groups)} open now" if groups else "Reminders of this channel",
        (
            section(f"{who}\n{settings_words(subscription)}"),
            section("\n".join([head, *lines, *more])),
            actions(CommandButton("What is next", "/deadlines"), _SUBSCRIBE),
        ),
    )


def not_in_channel(channel: str) -> Answer:
    """The first message could not be posted. Sent to the user who subscribed the channel."""
    return Answer(
        "Reminders cannot be posted yet",
        (
            section(
                f"The reminders of <#{esc(channel)}> are set, but Slack did not let me post there. "
                "Write `/invite @CodeDesk` in the channel; nothing is lost until then."
            ),
        ),
    )


def no_channel_card() -> Answer:
    """The command needs a channel."""
    return Answer(
        "In a channel",
        (section(f"That is about one channel: type {code('/deadlines subscribe')} there."),),
        failed=True,
    )


def uncertain_card(choice: Uncertainty | None) -> Answer:
    """What happens when Slack's answer is lost and the history cannot be read."""
    ways = (
        f"{code('/deadlines uncertain repeat')} posts again, marked as a possible repeat; "
        f"{code('/deadlines uncertain flag')} asks a person first."
    )
    does = _CHOSEN[choice] if choice else "I post again and say so, unless an admin or lead chose otherwise"
    text = f"Where Slack's answer is lost and I may not read the channel's history: {does}."
    return Answer("Uncertain deliveries", (section(text), context(ways)))


_CHOSEN = {
    Uncertainty.REPEAT: "from now on I post again and say so",
    Uncertainty.FLAG: f"from now on I ask a person first ({code('/deadlines undelivered')})",
}


def settings_words(subscription: Subscription) -> str:
    """A schedule in three lines."""
    schedule = subscription.schedule
    topics = ", ".join(TOPIC_NAMES[t] for t in TOPIC_NAMES if t in schedule.topics) or "nothing"
    leads = ", ".join(map(str, schedule.leads)) or "no"
    weekends = f", {_WORKING_DAYS}" if schedule.weekdays_only else ""
    weekly = "none" if schedule.digest is None else WEEKDAYS[schedule.digest]
    updates = "as a checklist" if schedule.campaigns else "as single reminders"
    lines = [
        f"Of: {topics}",
        f"When: {leads} days before, at {schedule.hour:02}:00 ({esc(schedule.zone)}){weekends}",
        f"Weekly summary: {weekly} · January 1 and October 1: {updates}",
    ]
    return "\n".join([*_paused(subscription), *lines])


_WORKING_DAYS = "weekends and US federal holidays (OPM's calendar) on the working day before"


def _paused(subscription: Subscription) -> list[str]:
    if subscription.paused:
        return ["*Paused*"]
    return [f"*Paused until {date_words(subscription.paused_until)}*"] if subscription.paused_until else []


def _short(subscription: Subscription) -> str:
    topics = ", ".join(TOPIC_NAMES[t] for t in TOPIC_NAMES if t in subscription.schedule.topics)
    paused = "".join(f" · {each.strip('*').lower()}" for each in _paused(subscription))
    return f"{topics}{paused}"


def _acts(subscription: Subscription | None) -> list[CommandButton]:
    if subscription is None:
        return [CommandButton("What is next", "/deadlines")]
    pause = (
        CommandButton("Go on", "/deadlines resume")
        if subscription.paused or subscription.paused_until
        else CommandButton("Pause", "/deadlines pause")
    )
    return [
        pause,
        CommandButton("Unsubscribe", "/deadlines unsubscribe"),
        CommandButton("What is next", "/deadlines"),
    ]


_ABOUT = {
    Topic.PANEL: "Every Panel and RUC meeting, also where none of you applies",
    Topic.APPLICATIONS: "What each waits for at its stage, dates of its Panel meeting too",
    Topic.CODE_SETS: "CPT, HCPCS, PLA, NCCI, ICD-10-CM, fee schedule",
}
