"""`/codes admins`: who is admin, lead, member or viewer, and changing that."""

from bot.domain.parse_roles import ChooseRole, GiveRole, ListRoles, read_question
from bot.domain.roles import Permission, Role
from bot.services.ports.request_context import RequestContext
from bot.services.team.roles import TeamRoles
from handlers.slack.answer import Answer
from handlers.slack.screen_types import FormSubmission, Submitted, UpdateForm
from handlers.views.answer_modal import answer_view
from handlers.views.codes.roles import PERSON, ROLE, changed_card, choose_card, roles_card


async def answer(text: str, request: RequestContext, *, roles: TeamRoles) -> Answer:
    """The card for `/codes admins text`. Raises NotAllowed, GuestRefused, LastAdmin and TooManyRoles."""
    match read_question(text):
        case ListRoles():
            await roles.require(request, Permission.LOOK)
            mine = await roles.role_of(request.workspace, request.user)
            return roles_card(await roles.all(request.workspace), mine)
        case ChooseRole(role):
            await roles.require(request, Permission.MANAGE_ROLES)
            return choose_card(role)
        case GiveRole(user, role):
            return changed_card(await roles.give(request, user, role))


async def submitted(submission: FormSubmission, *, roles: TeamRoles) -> Submitted:
    """The form was submitted. Giving the same role twice changes nothing the second time."""
    fields = submission.fields
    person, role = fields.person(PERSON, needed=True), fields.choice(ROLE, Role, needed=True)
    fields.done()
    assert role is not None  # noqa: S101 - done() has seen to it
    return UpdateForm(answer_view(changed_card(await roles.give(submission.request, person, role))))
