"""Map the buttons and forms of applications to functions."""

from functools import partial

from bot.services.team.roles import TeamRoles
from handlers.applications import forms, new_application, open_form, pages, step_buttons
from handlers.applications.home import HomeTab
from handlers.applications.services import ApplicationServices
from handlers.dispatch import CommandDispatcher
from handlers.slack.ids import Action, FormId
from handlers.slack.screen_types import Screens


def application_screens(
    applications: ApplicationServices, roles: TeamRoles, dispatcher: CommandDispatcher
) -> Screens:
    """All application buttons and forms."""
    submit = partial(forms.submit, applications=applications)
    return Screens(
        forms={
            FormId.APP_NEW: partial(new_application.described, applications=applications, roles=roles),
            FormId.APP_OPEN: partial(new_application.created, applications=applications),
            FormId.APP_STEP: partial(step_buttons.submit_facts, applications=applications),
            FormId.APP_NOTE: partial(submit, act=forms.note),
            FormId.APP_ASSIGN: partial(submit, act=forms.assign),
            FormId.APP_TARGET: partial(submit, act=forms.retarget),
            FormId.APP_EDIT: partial(forms.submit_edit, applications=applications),
            FormId.APP_CODES: partial(submit, act=forms.codes),
            FormId.APP_MEMBER: partial(submit, act=forms.member, page="people"),
            FormId.APP_SIGN: partial(submit, act=forms.sign, page="people"),
            FormId.APP_EVIDENCE: partial(submit, act=forms.evidence, page="checklist"),
            FormId.APP_SOCIETY: partial(submit, act=forms.society, page="societies"),
            FormId.APP_CONSIDER: partial(submit, act=forms.consider, page="considered"),
            FormId.APP_ARTICLE: partial(submit, act=forms.article, page="literature"),
            FormId.APP_MINIMUM: partial(submit, act=forms.minimum, page="literature"),
        },
        buttons={
            Action.APP_STEP: partial(step_buttons.step, applications=applications),
            Action.APP_UNDO: partial(step_buttons.undo, applications=applications),
            Action.APP_PAGE: partial(pages.show_page, applications=applications),
            Action.APP_FORM: partial(open_form.open_form, applications=applications),
            Action.APP_ENTRY: partial(pages.line_action, applications=applications),
            Action.APP_LIST: HomeTab(applications, dispatcher).turned,
        },
    )
