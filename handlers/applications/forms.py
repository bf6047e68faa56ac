"""Submitted forms about one application: read them, apply them once, redraw where they were opened."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.domain.applications.application import ApplicationKind, Category, CodeForm
from bot.domain.applications.confidentiality import ViewingPlace
from bot.domain.applications.errors import DoneBefore, NoSuchEntry
from bot.domain.applications.papers import Article, Design
from bot.domain.applications.targets import target_of
from bot.domain.applications.wording import ANSWER, EVIDENCE, LINK, NAME, NOTE, TITLE, WHY, checked_link
from bot.domain.roles import NotAllowed, Permission
from bot.services.applications import ApplicationUseCases
from bot.services.applications.writer import ChangeResult
from handlers.applications.channel import post_and_report
from handlers.applications.open_form import ABOUT
from handlers.applications.pages import page_view
from handlers.applications.services import NUMBER, VERSION, ApplicationServices, read_origin, return_to_origin
from handlers.slack.forms import Fields
from handlers.slack.screen_types import CloseForm, FormSubmission, Job, Submitted, UpdateForm
from handlers.views.applications import forms as views
from handlers.views.applications.step_form import TARGET

MOST_POSITIONS = 60
"""Highest position in the codes form. Positions of removed codes are not reused."""
_TARGET = r"20[0-9]{2}-(?:[0-9]{2}|Q[1-4])"


@dataclass(frozen=True, slots=True)
class SubmittedForm:
    """A submitted form about one application, with its untrusted ids and its fields."""

    submission: FormSubmission
    number: int
    version: int
    about: str

    @property
    def fields(self) -> Fields:
        """The form's fields."""
        return self.submission.fields


Act = Callable[[SubmittedForm, ApplicationUseCases], Awaitable[ChangeResult | None]]


async def submit(
    submission: FormSubmission, *, applications: ApplicationServices, act: Act, page: str = "card"
) -> Submitted:
    """Apply the form, then redraw `page` where it was opened. Raises the errors of the service."""
    (number, version, about), origin = read_origin(submission.ids, NUMBER, VERSION, ABOUT)
    what = SubmittedForm(submission, int(number), int(version), about)
    request, client = submission.request, submission.client
    with suppress(DoneBefore):
        await act(what, applications.use_cases)
    view = (
        await page_view(applications, request, int(number), page)
        if page != "card" and "@" not in origin
        else None
    )
    return await return_to_origin(applications, request, client, int(number), origin, page=view)


async def submit_edit(submission: FormSubmission, *, applications: ApplicationServices) -> Submitted:
    """Apply the edit form (title, link, channel). If a channel was chosen, post the card there or say why not."""
    submitted = await submit(submission, applications=applications, act=edit)
    channel, (ids, origin) = _channel(submission.fields), read_origin(submission.ids, NUMBER, VERSION, ABOUT)
    if not channel or not isinstance(submitted, CloseForm | UpdateForm) or not await submission.once():
        return submitted
    report = post_and_report(applications, submission, int(ids[0]), channel, origin)
    return replace(submitted, then=_both(submitted.then, report))


def _channel(fields: Fields) -> str:
    return "" if fields.options(views.CLEAR, "clear") else fields.conversation(views.CHANNEL)


async def _both(first: Job | None, second: Job) -> None:
    if first is not None:
        await first
    await second


async def note(form: SubmittedForm, apps: ApplicationUseCases) -> ChangeResult:
    """Add a note."""
    text = form.fields.text(views.TEXT, most=NOTE, needed=True, lines=True)
    form.fields.done()
    return await apps.people.note(
        form.submission.request, form.number, text, submission_key=form.submission.key
    )


async def assign(form: SubmittedForm, apps: ApplicationUseCases) -> ChangeResult:
    """Change the owner."""
    person = form.fields.person(views.PERSON, needed=True)
    form.fields.done()
    return await apps.people.assign(form.submission.request, form.number, person)


async def retarget(form: SubmittedForm, apps: ApplicationUseCases) -> ChangeResult:
    """Change the target meeting."""
    id_ = form.fields.option(TARGET, _TARGET, needed=True)
    form.fields.done()
    return await apps.stages.retarget(
        form.submission.request, form.number, target_of(id_), expected=form.version
    )


async def edit(form: SubmittedForm, apps: ApplicationUseCases) -> ChangeResult | None:
    """Change title, link and channel if they differ. All fields are validated before the first change."""
    request, fields, number = form.submission.request, form.fields, form.number
    title = fields.text(views.TEXT, most=TITLE, needed=True)
    link = fields.text(views.LINKED, most=LINK)
    with fields.under(views.LINKED):
        link = checked_link(link) if link else ""
    channel = fields.conversation(views.CHANNEL)
    clear = bool(fields.options(views.CLEAR, "clear"))
    fields.done()
    card = await apps.queries.card(request, number, ViewingPlace.ALONE)
    done = None
    if (clear or channel) and not card.may_lead:
        raise NotAllowed(
            Permission.LEAD_APPLICATIONS, await apps.editor.writer.role(request), (card.seen.owner,)
        )
    if title != card.seen.title:
        done = await apps.editor.retitle(request, number, title, expected=form.version)
    if link != (card.seen.material or ""):
        done = await apps.editor.set_material(request, number, link or None)
    if clear or channel:
        done = await apps.editor.set_channel(request, number, None if clear else channel)
    return done


async def codes(form: SubmittedForm, apps: ApplicationUseCases) -> ChangeResult:
    """Change the requested codes. A row without a category is ignored."""
    fields, wanted = form.fields, []
    for position in range(1, MOST_POSITIONS + 1):
        category = fields.choice(f"{views.CATEGORY}{position}", Category)
        kind = fields.choice(f"{views.KIND}{position}", ApplicationKind)
        existing = fields.text(f"{views.CODE}{position}", most=12)
        if category:
            wanted.append(CodeForm(category, kind or ApplicationKind.NEW, existing or None, position))
    fields.done()
    return await apps.editor.set_codes(form.submission.request, form.number, wanted, expected=form.version)


async def member(form: SubmittedForm, apps: ApplicationUseCases) -> ChangeResult:
    """Add a named member."""
    person = form.fields.person(views.PERSON, needed=True)
    form.fields.done()
    return await apps.people.add_member(form.submission.request, form.number, person)


async def sign(form: SubmittedForm, apps: ApplicationUseCases) -> ChangeResult:
    """Record a member's signed statement."""
    on = form.fields.day(views.ON, needed=True)
    form.fields.done()
    assert on is not None  # noqa: S101 - done() has checked it
    return await apps.people.sign(form.submission.request, form.number, form.about, on)


async def evidence(form: SubmittedForm, apps: ApplicationUseCases) -> ChangeResult:
    """Add evidence under a checklist entry."""
    text = form.fields.text(views.TEXT, most=EVIDENCE, lines=True)
    link = form.fields.text(views.LINKED, most=LINK)
    form.fields.done()
    return await apps.papers.add_evidence(
        form.submission.request,
        form.number,
        form.about,
        text=text,
        link=link,
        submission_key=form.submission.key,
    )


async def society(form: SubmittedForm, apps: ApplicationUseCases) -> ChangeResult:
    """Record a society contact."""
    fields = form.fields
    name, role = (fields.text(block, most=NAME, needed=True) for block in (views.SOCIETY, views.ROLE))
    on, answer = fields.day(views.ON, needed=True), fields.text(views.ANSWERED, most=ANSWER, lines=True)
    fields.done()
    assert on is not None  # noqa: S101 - done() has checked it
    return await apps.papers.contact(
        form.submission.request, form.number, society=name, role=role, on=on, answer=answer,
        submission_key=form.submission.key,
    )  # fmt: skip


async def consider(form: SubmittedForm, apps: ApplicationUseCases) -> ChangeResult:
    """Add a considered code with the reason."""
    code = form.fields.code(views.CODE, "/cpt", needed=True)
    why = form.fields.text(views.WHY_NOT, most=WHY, needed=True, lines=True)
    form.fields.done()
    return await apps.papers.consider(form.submission.request, form.number, code, why)


async def article(form: SubmittedForm, apps: ApplicationUseCases) -> ChangeResult:
    """Add an article to the literature list."""
    fields, request = form.fields, form.submission.request
    marks = fields.options(views.MARKS, "|".join(views.MARKED))
    new = Article(
        title=fields.text(views.TEXT, most=300, needed=True),
        authors=fields.text(views.AUTHORS, most=300, needed=True),
        journal=fields.text(views.JOURNAL, most=NAME, needed=True),
        year=_number(fields, views.YEAR, needed=True),
        by=request.user,
        at=datetime.now(UTC),  # the service sets the real values
        link=fields.text(views.LINKED, most=LINK) or None,
        population=fields.text(views.POPULATION, most=NAME) or None,
        patients=_number(fields, views.PATIENTS) or None,
        design=fields.choice(views.DESIGN, Design) or Design.OTHER,
        codes=tuple(int(p) for p in fields.options(views.SUPPORTS, r"[0-9]{1,2}")),
        in_the_us="in_the_us" in marks,
        peer_reviewed="peer_reviewed" in marks,
        full_article="full_article" in marks,
        in_press="in_press" in marks,
        editors_letter="editors_letter" in marks,
        copy_held="copy_held" in marks,
        may_be_shared="may_be_shared" in marks,
    )
    fields.done()
    return await apps.papers.add_article(request, form.number, new, submission_key=form.submission.key)


async def minimum(form: SubmittedForm, apps: ApplicationUseCases) -> None:
    """Set the number of articles the form requires."""
    least = _number(form.fields, views.TEXT)
    form.fields.done()
    await apps.papers.set_literature_minimum(form.submission.request, least or None)


def _number(fields: Fields, block: str, *, needed: bool = False) -> int:
    text = fields.text(block, most=9, needed=needed)
    if text and not (text.isascii() and text.isdigit()):
        fields.refuse(block, NoSuchEntry(text))
        return 0
    return int(text or 0)
