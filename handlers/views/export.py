"""Files for the asker: that one comes, that it is there, or why it is not."""

from handlers.slack.answer import Answer, Attachment
from handlers.views.blocks import code, section


def sent_card(what: str, file: Attachment, terminal: str, *, may_send: bool) -> Answer:
    """That a file comes as a direct message; or, without the scope for it, the line that writes it on the machine."""
    if may_send:
        text = f"{what}: the CSV comes to you as a direct message from me."
        return Answer("Export", (section(text),), file=file)
    return Answer(
        "Export",
        (
            section(
                f"{what}, but I may not send files in this workspace: an admin can add the optional scope "
                f"{code('files:write')}. Until then, on the bot's machine: {code(terminal)}"
            ),
        ),
    )


def announced() -> Answer:
    """The direct message that the file goes below."""
    return Answer("Export", (section("Your file is in this thread."),))


def not_sent() -> Answer:
    """In its place, where Slack did not take the file."""
    return Answer(
        "Export",
        (
            section(
                "Slack did not take the file, so it is not here. Try again in a moment; if it stays, an admin can look "
                f"whether the app has the scope {code('files:write')}."
            ),
        ),
    )
