"""Calendar file and calendar link."""

from bot.services.ports.reminders import Feed
from handlers.slack.answer import Answer, Attachment, CommandButton
from handlers.views.blocks import actions, code, context, section
from handlers.views.codes.roles import person
from handlers.views.dates import day

_NEW = CommandButton("Make a link", "/deadlines feed new")
_REVOKE = CommandButton("Revoke it", "/deadlines feed revoke")


def feed_card(feed: Feed | None, *, possible: bool) -> Answer:
    """Whether a link exists. The link is shown only once, when created; only its digest is stored."""
    if not possible:
        return no_address_card()
    if feed is None:
        return Answer(
            "Calendar link", (section("There is no calendar link yet."), actions(_NEW), context(_WHAT))
        )
    text = f"{person(feed.by)} made the calendar link on {day(feed.at.date())}. It was shown then and is not kept here."
    return Answer(
        "Calendar link",
        (
            section(text),
            actions(CommandButton("Make a new one", "/deadlines feed new"), _REVOKE),
            context("A new link ends the old one."),
        ),
    )


def made_card(url: str) -> Answer:
    """The new link, shown only here."""
    return Answer(
        "Calendar link",
        (
            section(f"Your workspace's calendar link:\n{code(url)}"),
            actions(_REVOKE),
            context(
                "Add it in Outlook, Google Calendar or Apple Calendar as a calendar from the internet. "
                "Any earlier link has ended."
            ),
            context(_WHAT),
        ),
    )


def revoked_card(*, existed: bool) -> Answer:
    """The link was revoked, or there was none."""
    text = (
        "The calendar link has ended: whoever has it sees nothing new."
        if existed
        else "There was no calendar link; nothing was changed."
    )
    return Answer("Calendar link", (section(text), actions(_NEW)))


def no_address_card() -> Answer:
    """A link needs the bot's public address."""
    text = (
        f"A calendar link needs the bot's public address: whoever runs CodeDesk sets {code('PUBLIC_URL')}. "
        f"Until then {code('/deadlines export')} gives a file."
    )
    return Answer("Calendar link", (section(text),), failed=True)


def export_card(count: int, file: Attachment, *, may_send: bool, link: bool) -> Answer:
    """The file is on its way, or what to do without the file scope."""
    if may_send:
        text = f"{count} deadlines: the calendar file comes to you as a direct message. Open it with your calendar."
        return Answer("Calendar file", (section(text),), file=file)
    way = (
        f"a calendar link does the same without files: {code('/deadlines feed')}"
        if link
        else f"an admin can add the optional scope {code('files:write')}"
    )
    text = f"{count} deadlines, but I may not send files in this workspace; {way}."
    return Answer("Calendar file", (section(text), actions(CommandButton("Next deadlines", "/deadlines"))))


_WHAT = (
    "Whoever has the link sees the Panel's and code sets' dates, and deadlines of applications by number (those "
    "without a channel of their own). Nothing else."
)
