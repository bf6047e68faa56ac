"""An answer that stands in a modal, shared by submitting it."""

from handlers.desk import Desk
from handlers.posting import Messenger
from handlers.screens import Becomes, Submission, Submitted
from handlers.views.results import answer_view, shared_view
from handlers.views.sharing import not_shareable, shareable, shared


async def share(submission: Submission, *, desk: Desk, messenger: Messenger) -> Submitted:
    """Answer the view's line anew; post it once where its button belongs to that answer."""
    asked, line = submission.asked, submission.ids
    answer = await desk.answer_line(line, workspace=asked.workspace, user=asked.user)
    if submission.response_url is None or not shareable(answer, line):
        return Becomes(answer_view(not_shareable()))
    if not await submission.once():
        return Becomes(shared_view(submission.channel))
    posted = messenger.share(submission.response_url, shared(answer, asked.user))
    return Becomes(shared_view(submission.channel), then=posted)
