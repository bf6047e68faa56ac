"""Undelivered reminders: why, and what to do."""

from collections.abc import Sequence

from bot.domain.deadlines.delivery import Delivery, DeliveryFailure, Status
from bot.domain.deadlines.planning import MessageKind
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import ActionsBlock, Block
from handlers.slack.ids import Action
from handlers.views.blocks import actions, button, code, context, divider, esc, section

_DO: dict[str, str] = {
    DeliveryFailure.CHANNEL_NOT_FOUND: (
        "Slack knows no such channel, or I was never in it. If it was made private, write `/invite @CodeDesk` there; "
        "if it is gone, subscribe another."
    ),
    DeliveryFailure.IS_ARCHIVED: "The channel is archived. Unarchive it, or subscribe another channel in its place.",
    DeliveryFailure.NOT_IN_CHANNEL: "I am not in the channel. Write `/invite @CodeDesk` there.",
    DeliveryFailure.ACCOUNT_INACTIVE: (
        "The app was switched off in this workspace. An owner of the workspace allows it again."
    ),
    DeliveryFailure.TOKEN_REVOKED: (
        "My token was revoked. Install the app again, or give whoever runs CodeDesk the new one."
    ),
    DeliveryFailure.MISSING_SCOPE: "I may not write there any more. Install the app again with the scope `chat:write`.",
    DeliveryFailure.REFUSED: "Slack refused the message for another reason. Whoever runs CodeDesk finds it in the log.",
    DeliveryFailure.TOO_OFTEN: "Slack could not be reached for a long time. Once it can, try again.",
}
_DECIDE = "Slack's answer was lost and I may not look. See in the channel whether it stands there; if not, try again."
_SHOWN = 10


def letter_card(row: Delivery) -> Answer:
    """The direct message about a channel: why, and what to do.

    `row` is `dead:C1`; its occurrence ends with the reason.
    """
    channel, reason = row.reminder.partition(":")[2], row.occurrence.partition("/")[2]
    text = f"*Reminders for <#{esc(channel)}> could not be posted*\n{what_to_do(reason)}"
    return Answer(
        f"Undelivered reminders, {channel}",
        (
            section(text),
            _again(channel),
            context("They are kept. Pressing Try again posts them; nothing is lost."),
        ),
    )


def undelivered_card(rows: Sequence[Delivery]) -> Answer:
    """Undelivered reminders by channel: count, reason, what to do."""
    by_channel: dict[str, list[Delivery]] = {}
    for row in rows:
        if row.kind is not MessageKind.DEAD_LETTER:
            by_channel.setdefault(row.channel, []).append(row)
    if not by_channel:
        return Answer(
            "Undelivered reminders",
            (
                section("Every reminder was delivered."),
                actions(CommandButton("Next deadlines", "/deadlines")),
            ),
        )
    blocks: list[Block] = []
    for channel, mine in list(by_channel.items())[:_SHOWN]:
        first = mine[0]
        why = (
            _DECIDE
            if first.status is Status.UNCERTAIN
            else what_to_do(first.reason or DeliveryFailure.REFUSED)
        )
        blocks += [section(f"*<#{esc(channel)}>*  {_count(len(mine))}\n{why}"), _again(channel), divider()]
    more = len(by_channel) - _SHOWN
    return Answer(
        "Undelivered reminders",
        (*blocks[:-1], *([context(f"and {more} more channels")] if more > 0 else [])),
    )


def tried_again_card(channel: str, count: int) -> Answer:
    """The result of the Try again button."""
    text = (
        f"{_count(count)} for <#{esc(channel)}> {'goes' if count == 1 else 'go'} out now."
        if count
        else f"Nothing waits for <#{esc(channel)}> any more: it was delivered, or tried again, before."
    )
    return Answer(
        "Trying again",
        (section(text), actions(CommandButton("What is undelivered", "/deadlines undelivered"))),
    )


def what_to_do(reason: str) -> str:
    """What to do for a Slack error code."""
    return f"{_DO.get(reason, _DO[DeliveryFailure.REFUSED])} ({code(reason)})"


def _again(channel: str) -> ActionsBlock:
    return ActionsBlock([button("Try again", Action.REMIND_AGAIN, channel, style="primary")])


def _count(count: int) -> str:
    return "1 reminder" if count == 1 else f"{count} reminders"
