"""An answer as a modal: read, gone on from by its buttons, and shared by submitting it."""

from dataclasses import replace

from handlers.slack.answer import Answer
from handlers.slack.block_kit import Block, Plain24, View
from handlers.slack.ids import FormId
from handlers.views.blocks import section
from handlers.views.modal_blocks import channel_input, form
from handlers.views.sharing import share_line, without_share

SHARE_IN = "share_in"
_LINE = 2900


def answer_view(answer: Answer) -> View:
    """The card in a modal. Where it offers to be shared, submitting shares it in the chosen conversation.

    Its canonical line (codes and dates alone) is the view's private_metadata then, and is answered anew before
    anything is posted.
    """
    line = share_line(answer)
    blocks = [block for block in map(without_share, answer.blocks) if block]
    if 0 < len(line) <= _LINE:
        where = channel_input(
            SHARE_IN, "Share in", here=True, reply=True, hint="Only you see this until then."
        )
        return form(
            "CodeDesk", [*blocks, where], callback=FormId.SHARE, submit="Share", ids=line, close="Close"
        )
    return plain_view(blocks)


def plain_view(blocks: list[Block]) -> View:
    """Something to read and to close."""
    return View("modal", blocks, title=Plain24("CodeDesk"), close=Plain24("Close"))


def shared_view(channel: str) -> View:
    """After sharing."""
    return plain_view([section(f"Shared in <#{channel}>." if channel else "Shared.")])


def not_opened(answer: Answer) -> Answer:
    """The card of an answer whose form Slack did not open."""
    sorry = section(
        "The form did not open: Slack gives three seconds for it. Please try once more, or type the command."
    )
    return replace(answer, blocks=(sorry, *answer.blocks), opens=None)
