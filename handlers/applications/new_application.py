"""Create an application: describe the service, review similar codes, submit once."""

from bot.domain.applications.application import ApplicationKind, Category, CodeForm
from bot.domain.applications.confidentiality import ViewingPlace
from bot.domain.applications.errors import DoneBefore
from bot.domain.applications.numbers import category_by_form
from bot.domain.applications.targets import Target, target_of
from bot.domain.applications.wording import TITLE, WHY
from bot.domain.roles import Permission
from bot.services.applications.create import NewApplicationInput
from bot.services.lookup.search import search_procedures
from bot.services.ports.request_context import RequestContext
from bot.services.team.roles import TeamRoles
from handlers.applications.channel import post_new
from handlers.applications.services import ApplicationServices
from handlers.slack.forms import Fields
from handlers.slack.screen_types import CloseForm, FormSubmission, Submitted, UpdateForm, parts
from handlers.views.applications import new_form as views
from handlers.views.applications.step_form import TARGET

_SHOWN = 5
_CODES = r"-|[A-Z0-9]{5}(?:,[A-Z0-9]{5}){0,4}"
_ID = r"20[0-9]{2}-(?:[0-9]{2}|Q[1-4])"


async def described(
    submission: FormSubmission, *, applications: ApplicationServices, roles: TeamRoles
) -> Submitted:
    """First form: describe the service and search similar codes. The text is not stored."""
    fields, request = submission.fields, submission.request
    words = fields.text(views.SERVICE, most=300, needed=True, lines=True)
    kind = fields.choice(views.KIND, ApplicationKind, needed=True) or ApplicationKind.NEW
    category = fields.choice(views.CATEGORY, Category, needed=True) or Category.I
    count = fields.option(views.COUNT, r"[1-9]|10") or "1"
    fields.done()
    await roles.require(request, Permission.CREATE_APPLICATION)
    close = await _closest(words, request, applications)
    codes = ",".join(each.code for each in close) or "-"
    ids = f"{kind} {category} {count} {codes}"
    about = views.NewApplicationCodes(kind, category, int(count))
    return UpdateForm(views.opening_form(close, request.today, about, ids))


async def created(submission: FormSubmission, *, applications: ApplicationServices) -> Submitted:
    """Second form: create the application once and show its card. Post the card if the channel is private."""
    kind_id, category_id, count, codes = parts(
        submission.ids, "|".join(ApplicationKind), "|".join(Category), r"[1-9]|10", _CODES
    )
    request = submission.request
    about = views.NewApplicationCodes(ApplicationKind(kind_id), Category(category_id), int(count))
    new = _new(submission.fields, about, codes)
    try:
        done = await applications.use_cases.editor.create(request, new, submission_key=submission.key)
    except DoneBefore:
        return CloseForm()
    number, channel = done.application.number, done.application.channel
    place = await applications.channel_privacy.place(request.workspace, channel) if channel else None
    view = await applications.private_card(
        request, number, notice=views.created_words(f"A-{number}", channel, place)
    )
    if channel is None or place is not ViewingPlace.PRIVATE:
        return UpdateForm(view)
    return UpdateForm(view, then=post_new(applications, request, submission.client, number, channel))


async def _closest(
    words: str, request: RequestContext, applications: ApplicationServices
) -> list[views.SimilarCode]:
    found = search_procedures(
        words, None, request, applications.code_library, await applications.team_data_of(request.workspace)
    )
    hits = found.result.hits if found else ()
    return [views.SimilarCode(hit.code, hit.name) for hit in hits if len(hit.code) == 5][:_SHOWN]


def _new(fields: Fields, about: views.NewApplicationCodes, codes: str) -> NewApplicationInput:
    title = fields.text(views.TITLED, most=TITLE, needed=True)
    shown = [] if codes == "-" else codes.split(",")
    considered = [(code, fields.text(views.why_field(code), most=WHY, lines=True)) for code in shown]
    wanted = _wanted(fields, about)
    target = _target(fields)
    owner, channel = fields.person(views.OWNER), fields.conversation(views.CHANNEL)
    members = [fields.person(views.member_field(n)) for n in (1, 2, 3)]
    fields.done()
    return NewApplicationInput(
        title,
        wanted,
        target,
        owner or None,
        channel or None,
        tuple(filter(None, members)),
        tuple((code, why) for code, why in considered if why),
    )


def _wanted(fields: Fields, about: views.NewApplicationCodes) -> list[CodeForm]:
    """Existing codes get the category that their format shows. New codes get the chosen one."""
    kind, request = about.kind, about.category
    needed = kind in (ApplicationKind.REVISE, ApplicationKind.DELETE)
    if existing := fields.codes(views.EXISTING, "/cpt", most=views.MOST_CODES, needed=needed):
        return [CodeForm(category_by_form(code, request), kind, code) for code in existing]
    if not about.per_code_category:
        return [CodeForm(request, kind)] * about.count
    chosen = (fields.choice(views.category_field(n), Category) for n in range(1, about.count + 1))
    return [CodeForm(category or request, kind) for category in chosen]


def _target(fields: Fields) -> Target | None:
    id_ = fields.option(TARGET, _ID)
    with fields.under(TARGET):
        return target_of(id_) if id_ else None
    return None
