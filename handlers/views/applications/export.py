"""Exported files of applications. They are sent only to the user, by direct message."""

from handlers.slack.answer import Answer, Attachment
from handlers.views.blocks import code, section


def dossier_answer(id_: str, text: str, *, may_send: bool) -> Answer:
    """A draft as Markdown."""
    return _sent(f"The dossier of {id_}", Attachment(f"{id_}.md", text), may_send=may_send)


def table_answer(text: str, *, may_send: bool) -> Answer:
    """All applications, limited to what the user may see."""
    return _sent("The table of applications", Attachment("applications.csv", text), may_send=may_send)


def _sent(what: str, file: Attachment, *, may_send: bool) -> Answer:
    if may_send:
        return Answer("Export", (section(f"{what} comes to you as a direct message from me."),), file=file)
    words = (
        f"{what} is ready, but I may not send files in this workspace: an admin can add the optional scope "
        f"{code('files:write')} to the app. Then ask again."
    )
    return Answer("Export", (section(words),), failed=True)
