"""An answer that stands in a modal, shared by submitting it."""

from handlers.dispatch import CommandDispatcher
from handlers.slack.posting import Messenger
from handlers.slack.screen_types import FormSubmission, Submitted, UpdateForm
from handlers.views.answer_modal import answer_view, shared_view
from handlers.views.sharing import not_shareable, shareable, shared


async def share(
    submission: FormSubmission, *, dispatcher: CommandDispatcher, messenger: Messenger
) -> Submitted:
    """Answer the view's line anew; post it once where its button belongs to that answer."""
    request, line = submission.request, submission.ids
    answer = await dispatcher.answer_line(line, workspace=request.workspace, user=request.user)
    if submission.response_url is None or not shareable(answer, line):
        return UpdateForm(answer_view(not_shareable()))
    if not await submission.once():
        return UpdateForm(shared_view(submission.channel))
    posted = messenger.share(submission.response_url, shared(answer, request.user))
    return UpdateForm(shared_view(submission.channel), then=posted)
