"""Map the buttons and forms of applications to functions."""

from functools import partial

from bot.services.team.roles import TeamRoles
from handlers.applications import forms, new_application, open_form, pages, step_buttons
from handlers.applications.home import HomeTab
from handlers.applications.services import ApplicationServices
from handlers.dispatch import CommandDispatcher
from handlers.slack.ids import Action, FormId
from handlers.slack.screen_types import Screens


def application_screens(office: ApplicationServices, roles: TeamRoles, desk: CommandDispatcher) -> Screens:
    """All application buttons and forms."""
    sent = partial(forms.sent, office=office)
    return Screens(
        forms={
            FormId.APP_NEW: partial(new_application.described, office=office, roles=roles),
            FormId.APP_OPEN: partial(new_application.created, office=office),
            FormId.APP_STEP: partial(step_buttons.told, office=office),
            FormId.APP_NOTE: partial(sent, act=forms.note),
            FormId.APP_ASSIGN: partial(sent, act=forms.assign),
            FormId.APP_TARGET: partial(sent, act=forms.aim),
            FormId.APP_EDIT: partial(forms.edited, office=office),
            FormId.APP_CODES: partial(sent, act=forms.codes),
            FormId.APP_MEMBER: partial(sent, act=forms.member, page="people"),
            FormId.APP_SIGN: partial(sent, act=forms.sign, page="people"),
            FormId.APP_EVIDENCE: partial(sent, act=forms.evidence, page="checklist"),
            FormId.APP_SOCIETY: partial(sent, act=forms.society, page="societies"),
            FormId.APP_CONSIDER: partial(sent, act=forms.consider, page="considered"),
            FormId.APP_ARTICLE: partial(sent, act=forms.article, page="literature"),
            FormId.APP_MINIMUM: partial(sent, act=forms.minimum, page="literature"),
        },
        buttons={
            Action.APP_STEP: partial(step_buttons.step, office=office),
            Action.APP_UNDO: partial(step_buttons.undo, office=office),
            Action.APP_PAGE: partial(pages.turn, office=office),
            Action.APP_FORM: partial(open_form.ask, office=office),
            Action.APP_ENTRY: partial(pages.at_entry, office=office),
            Action.APP_LIST: HomeTab(office, desk).turned,
        },
    )
