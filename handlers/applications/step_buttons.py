"""Step buttons: take a step, open its form, undo it. If another user was first, say who."""

from collections.abc import Mapping
from datetime import date

from bot.domain.applications.application import Category
from bot.domain.applications.confidentiality import ViewingPlace
from bot.domain.applications.errors import NoSuchCode, NothingToUndo, UndoTooLate, WhoWasFirst
from bot.domain.applications.facts import NO_FACTS, CodeOutcome, StepFacts
from bot.domain.applications.stages import RequiredFact, Stage
from bot.domain.applications.steps import Step
from bot.domain.applications.targets import target_of
from bot.services.applications.queries import Card
from bot.services.applications.writer import ChangeResult
from handlers.applications.services import (
    NUMBER,
    STEP,
    VERSION,
    ApplicationServices,
    origin_of,
    read_origin,
    redraw,
    return_to_origin,
    track_pressed,
)
from handlers.slack.answer import Answer
from handlers.slack.forms import Fields
from handlers.slack.posting import whisper_in
from handlers.slack.screen_types import (
    ActionPress,
    FormSubmission,
    Job,
    NoVisibleChange,
    ReplaceMessage,
    Reply,
    Submitted,
    UpdateForm,
    parts,
)
from handlers.views.applications.channel_card import only_you, recorded, undone
from handlers.views.applications.errors import not_undone, was_first
from handlers.views.applications.step_form import (
    ON,
    POSITIONS,
    TARGET,
    granted_field,
    number_field,
    outcome_field,
    step_form,
)
from handlers.views.blocks import section


async def step(pressed: ActionPress, *, applications: ApplicationServices) -> Reply:
    """Run a step button. A step that needs facts opens a form. A press on an outdated card updates the card."""
    asking = pressed.value.endswith(" ask")
    number, version, key = parts(pressed.value.removesuffix(" ask"), NUMBER, VERSION, STEP)
    card = await applications.use_cases.queries.card(pressed.request, int(number), ViewingPlace.ALONE)
    found = _found(card, key)
    if found and card.seen.version == int(version) and _asks(found, asking=asking):
        await track_pressed(applications, pressed, int(number))
        ids = f"{number} {version} {key} {origin_of(pressed)}"
        words = section("This takes a form, and none could be opened here.")
        return Answer(
            f"Application {card.seen.id}", (words,), opens=step_form(card, found, pressed.request.today, ids)
        )
    moving = applications.use_cases.stages
    valued = any(each.key == key for each in card.valuing)
    try:
        if valued:
            done = await moving.value(pressed.request, int(number), key, expected=int(version))
        else:
            done = await moving.advance(pressed.request, int(number), key, expected=int(version))
    except WhoWasFirst as first:
        return await _outdated(applications, pressed, int(number), was_first(first, pressed.request.user))
    return await _acted(applications, pressed, done, recorded(key))


async def undo(pressed: ActionPress, *, applications: ApplicationServices) -> Reply:
    """Undo the last step and record the undo. A card with an expired undo button is redrawn."""
    number, version = parts(pressed.value, NUMBER, VERSION)
    try:
        done = await applications.use_cases.stages.undo(pressed.request, int(number), expected=int(version))
    except WhoWasFirst as first:
        return await _outdated(applications, pressed, int(number), was_first(first, pressed.request.user))
    except (NothingToUndo, UndoTooLate) as stays:
        return await _outdated(applications, pressed, int(number), not_undone(stays))
    return await _acted(applications, pressed, done, undone(done.application.stage))


async def submit_facts(submission: FormSubmission, *, applications: ApplicationServices) -> Submitted:
    """Apply a step's form. A repeated submission counts once: it finds the step already taken."""
    (number, version, key), origin = read_origin(submission.ids, NUMBER, VERSION, STEP)
    request, fields = submission.request, submission.fields
    card = await applications.use_cases.queries.card(request, int(number), ViewingPlace.ALONE)
    found = _found(card, key)
    facts = _facts(fields, found) if found else NO_FACTS
    fields.done()
    try:
        await applications.use_cases.stages.advance(request, int(number), key, facts, expected=int(version))
    except WhoWasFirst as first:
        notice = "" if (first.user, first.action) == (request.user, key) else was_first(first, request.user)
        return UpdateForm(await applications.private_card(request, int(number), notice=notice))
    return await return_to_origin(applications, request, submission.client, int(number), origin)


def _asks(step: Step, *, asking: bool) -> bool:
    """Whether to open a form. `asking`: chosen in a menu, where Slack shows no confirmation for a single option."""
    return bool(step.needs_facts) or step.splits or (asking and step.irreversible)


def _found(card: Card, key: str) -> Step | None:
    return next((s for s in (*card.steps, *card.blocked) if s.key == key), None)


async def _acted(
    applications: ApplicationServices, pressed: ActionPress, done: ChangeResult, notice: str
) -> Reply:
    return await redraw(applications, pressed, done.application.number, notice=notice, event=done.event)


async def _outdated(
    applications: ApplicationServices, pressed: ActionPress, number: int, notice: str
) -> Reply:
    """The card in its current state. On a posted card the message goes only to the user who pressed."""
    reply = await redraw(applications, pressed, number, notice=notice)
    if "@" not in origin_of(pressed):
        return reply
    whisper = _send_ephemeral(pressed, notice)
    match reply:
        case NoVisibleChange(then):
            return NoVisibleChange(_both(then, whisper))
        case ReplaceMessage(answer, _, then):
            return ReplaceMessage(answer, then=_both(then, whisper) if then else whisper)
    whisper.close()
    return reply


async def _send_ephemeral(pressed: ActionPress, notice: str) -> None:
    """Send an ephemeral message under a card that everyone sees."""
    await whisper_in(pressed.client, pressed.channel, pressed.request.user, only_you(notice))


async def _both(first: Job, second: Job) -> None:
    await first
    await second


def _facts(fields: Fields, step: Step) -> StepFacts:
    """Read the facts that the step needs from the form. Errors are recorded under their fields."""
    needs, on = step.needs_facts, None
    target = None
    if RequiredFact.TARGET in needs and (
        id_ := fields.option(TARGET, r"20[0-9]{2}-(?:[0-9]{2}|Q[1-4])", needed=True)
    ):
        with fields.under(TARGET):
            target = target_of(id_)
    if set(needs) & {
        RequiredFact.OUTCOME,
        RequiredFact.POSTED_ON,
        RequiredFact.COMPLETE_BY,
        RequiredFact.REQUESTED_ON,
    }:
        on = fields.day(ON, needed=True)
    chosen = tuple(int(p) for p in fields.options(POSITIONS, r"[0-9]{1,2}")) if step.splits else None
    if chosen == ():
        fields.refuse(POSITIONS, NoSuchCode(0))
    return StepFacts(
        target=target,
        outcome_on=_on(needs, RequiredFact.OUTCOME, on),
        outcomes=_outcomes(fields, step) if RequiredFact.OUTCOME in needs else {},
        posted_on=_on(needs, RequiredFact.POSTED_ON, on),
        complete_by=_on(needs, RequiredFact.COMPLETE_BY, on),
        requested_on=_on(needs, RequiredFact.REQUESTED_ON, on),
        numbers=_numbers(fields, chosen or step.positions) if RequiredFact.CODE_NUMBER in needs else {},
        positions=chosen,
    )


def _on(needs: tuple[RequiredFact, ...], need: RequiredFact, on: date | None) -> date | None:
    return on if need in needs else None


def _outcomes(fields: Fields, step: Step) -> Mapping[int, CodeOutcome]:
    outcomes = {}
    for position in step.positions:
        outcome = fields.choice(outcome_field(position), Stage) or step.to
        outcomes[position] = CodeOutcome(outcome, fields.choice(granted_field(position), Category))
    return outcomes


def _numbers(fields: Fields, positions: tuple[int, ...]) -> Mapping[int, str]:
    return {p: fields.text(number_field(p), most=12, needed=True) for p in positions}
