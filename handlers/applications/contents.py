"""Which function answers which button and form of applications."""

from functools import partial

from bot.services.roles import Roles
from handlers.applications import asking, forms, opening, pages, steps
from handlers.applications.home import HomeTab
from handlers.applications.office import Office
from handlers.desk import Desk
from handlers.ids import Action, Form
from handlers.screens import Screens


def application_screens(office: Office, roles: Roles, desk: Desk) -> Screens:
    """Everything of applications that is no command."""
    sent = partial(forms.sent, office=office)
    return Screens(
        forms={
            Form.APP_NEW: partial(opening.described, office=office, roles=roles),
            Form.APP_OPEN: partial(opening.created, office=office),
            Form.APP_STEP: partial(steps.told, office=office),
            Form.APP_NOTE: partial(sent, act=forms.note),
            Form.APP_ASSIGN: partial(sent, act=forms.assign),
            Form.APP_TARGET: partial(sent, act=forms.aim),
            Form.APP_EDIT: partial(forms.edited, office=office),
            Form.APP_CODES: partial(sent, act=forms.codes),
            Form.APP_MEMBER: partial(sent, act=forms.member, page="people"),
            Form.APP_SIGN: partial(sent, act=forms.sign, page="people"),
            Form.APP_EVIDENCE: partial(sent, act=forms.evidence, page="checklist"),
            Form.APP_SOCIETY: partial(sent, act=forms.society, page="societies"),
            Form.APP_CONSIDER: partial(sent, act=forms.consider, page="considered"),
            Form.APP_ARTICLE: partial(sent, act=forms.article, page="literature"),
            Form.APP_MINIMUM: partial(sent, act=forms.minimum, page="literature"),
        },
        buttons={
            Action.APP_STEP: partial(steps.step, office=office),
            Action.APP_UNDO: partial(steps.undo, office=office),
            Action.APP_PAGE: partial(pages.turn, office=office),
            Action.APP_FORM: partial(asking.ask, office=office),
            Action.APP_ENTRY: partial(pages.at_entry, office=office),
            Action.APP_LIST: HomeTab(office, desk).turned,
        },
    )
