"""The form for a step that needs facts or a confirmation."""

from collections.abc import Iterable
from datetime import date

from bot.domain.applications.application import Category
from bot.domain.applications.confidentiality import SeenCode
from bot.domain.applications.stages import RequiredFact, Stage
from bot.domain.applications.steps import Step
from bot.domain.applications.targets import next_targets
from bot.domain.applications.transitions import OUTCOMES
from bot.services.applications.queries import Card
from handlers.slack.block_kit import Block, View
from handlers.slack.ids import FormId
from handlers.views.applications.words import CATEGORIES, STAGES, step_word, target_word
from handlers.views.blocks import context, section
from handlers.views.modal_blocks import FormOption, day_input, form, select_input, selects_input, text_input

TARGET, ON, POSITIONS = "target", "on", "positions"
_ASKS = {
    RequiredFact.OUTCOME: ("Date of the outcome e-mail", "The message from AMA staff, not the meeting."),
    RequiredFact.POSTED_ON: (
        "Day on which the Summary was posted",
        "The 14 days for reconsideration count from it.",
    ),
    RequiredFact.COMPLETE_BY: ("Complete it by", "The date that the notice from AMA staff names."),
    RequiredFact.REQUESTED_ON: ("Day on which it was asked for", "In writing, naming the standard."),
}


def outcome_field(position: int) -> str:
    """The block id of a code's outcome."""
    return f"outcome{position}"


def granted_field(position: int) -> str:
    """The block id of the category that the Panel granted."""
    return f"granted{position}"


def number_field(position: int) -> str:
    """The block id of a code's number."""
    return f"number{position}"


def step_form(card: Card, step: Step, today: date, ids: str) -> View:
    """The fields that the step needs. `ids` holds number, version, step and origin."""
    blocks: list[Block] = [section(f"*{card.seen.id}*: {step_word(step.key)} → {STAGES[step.to]}")]
    codes = [c for c in card.seen.codes if c.position in step.positions]
    if step.splits:
        blocks.append(_positions(codes, step))
    for need in step.needs_facts:
        blocks += _asked(need, card, codes, step, today)
    if step.irreversible:
        blocks.append(
            context(
                "In the world this can't be undone. Here you can take it back for ten minutes, on the record."
            )
        )
    return form(step_word(step.key), blocks, callback=FormId.APP_STEP, submit="Record it", ids=ids)


def target_input(today: date, *, quarterly: bool, initial: str = "", optional: bool = False) -> Block:
    """The next meetings, or for PLA the next quarters."""
    choices = [FormOption(t.id, target_word(t)) for t in next_targets(today, quarterly=quarterly, count=9)]
    return select_input(TARGET, "Aims at", choices, initial=initial, optional=optional)


def _asked(need: RequiredFact, card: Card, codes: list[SeenCode], step: Step, today: date) -> Iterable[Block]:
    if need is RequiredFact.TARGET:
        quarterly = any(c.category == Category.PLA for c in card.seen.codes)
        initial = card.seen.target.id if card.seen.target else ""
        yield target_input(today, quarterly=quarterly, initial=initial)
    elif need is RequiredFact.CODE_NUMBER:
        for each in codes:
            yield text_input(
                number_field(each.position), f"Number of {_named(each)}", most=12, initial=each.existing or "",
                hint="Five digits, or four and a letter.",
            )  # fmt: skip
    else:
        label, hint = _ASKS[need]
        initial_day = None if need is RequiredFact.COMPLETE_BY else today
        yield day_input(ON, label, initial=initial_day, hint=hint)
    if need is RequiredFact.OUTCOME:
        for each in codes:
            yield from _outcome(each, step.to, alone=len(codes) == 1)


def _outcome(each: SeenCode, pressed: Stage, *, alone: bool) -> Iterable[Block]:
    if not alone:
        choices = [FormOption(stage, STAGES[stage]) for stage in Stage if stage in OUTCOMES]
        yield select_input(outcome_field(each.position), _named(each), choices, initial=pressed)
    yield select_input(
        granted_field(each.position),
        f"Another category for {_named(each)}",
        [FormOption(category, CATEGORIES[category]) for category in Category],
        optional=True,
        hint="Only where the Panel chose another one than was asked for.",
    )


def _positions(codes: list[SeenCode], step: Step) -> Block:
    choices = [FormOption(str(each.position), _named(each)) for each in codes]
    return selects_input(POSITIONS, "Which codes", choices, initial=[str(p) for p in step.positions])


def _named(each: SeenCode) -> str:
    return " ".join(filter(None, (f"code {each.position}", each.category, each.existing)))
