"""The form of `/claim`, submitted: its fields become a canonical line, and that is checked like any other."""

from collections.abc import Iterator

from bot.domain.codes.claim.claim import MOST_DIAGNOSES, ClaimLine, ClaimSetting, canonical
from bot.domain.codes.claim.from_form import LINES, assembled, read_line
from bot.domain.dates import parse_date
from handlers.dispatch import CommandDispatcher
from handlers.slack.forms import BadField, FieldFault
from handlers.slack.screen_types import FormSubmission, PushForm, Submitted, UpdateForm
from handlers.views.answer_modal import answer_view
from handlers.views.claim.form import DATE, DIAGNOSES, SETTING, code_field, modifiers_field


async def checked(submission: FormSubmission, *, dispatcher: CommandDispatcher) -> Submitted:
    """The checked claim in the form's place; what could not be checked on top of it, so that nothing is lost."""
    fields, request = submission.fields, submission.request
    written = fields.text(DATE, most=40)
    on = None
    with fields.under(DATE):
        on = parse_date(written, request.today) if written else None
    lines = list(_lines(submission))
    diagnoses = fields.codes(DIAGNOSES, "/icd", most=MOST_DIAGNOSES)
    setting = fields.choice(SETTING, ClaimSetting) or ClaimSetting.PRACTITIONER
    fields.done()
    line = f"/claim {canonical(assembled(lines, diagnoses, on, setting))}"
    answer = await dispatcher.answer_line(line, workspace=request.workspace, user=request.user)
    view = answer_view(answer)
    return PushForm(view) if answer.failed else UpdateForm(view)


def _lines(submission: FormSubmission) -> Iterator[ClaimLine]:
    """Those that have a code; modifiers without one are a fault of their line."""
    fields = submission.fields
    for number in range(1, LINES + 1):
        code = fields.code(code_field(number), "/cpt", needed=number == 1)
        modifiers_text = fields.text(modifiers_field(number), most=60)
        if code:
            with fields.under(modifiers_field(number)):
                yield read_line(code, modifiers_text, submission.request.today)
        elif modifiers_text and fields.sound:
            fields.refuse(code_field(number), BadField(FieldFault.MISSING))
