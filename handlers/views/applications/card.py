"""An application's card: its current stage, what is next, and one button for each legal step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.applications.application import Category
from bot.domain.applications.confidentiality import Field, ViewingPlace
from bot.domain.applications.phases import PhaseMark, PhaseState
from bot.domain.applications.steps import Step
from bot.domain.applications.valuation import ValuationStep
from bot.domain.deadlines.deadline import Deadline
from bot.services.applications.queries import Card
from handlers.slack.answer import Answer
from handlers.slack.block_kit import (
    ActionElement,
    ActionsBlock,
    Block,
    ButtonElement,
    OverflowMenuElement,
    View,
)
from handlers.slack.ids import Action
from handlers.views.answer_modal import plain_view
from handlers.views.applications.words import (
    CATEGORIES,
    STAGES,
    VALUED,
    entry_word,
    event_line,
    phase_word,
    step_word,
    target_word,
)
from handlers.views.blocks import button, code, context, cut, esc, section, select
from handlers.views.codes.roles import person
from handlers.views.deadlines.words import left, plain_days, what
from handlers.views.modal_blocks import FormOption, option, sure

FRONT = 3
_OVERFLOW = 5
_MARKS = {
    PhaseState.BEEN: "●",
    PhaseState.CURRENT: "◐",
    PhaseState.AHEAD: "○",
    PhaseState.PASSED_OVER: "–",
}
_OPEN_SHOWN = 3
_PAGES = (
    FormOption("considered", "Codes considered"),
    FormOption("societies", "Societies asked"),
    FormOption("literature", "Literature"),
    FormOption("people", "People"),
)


@dataclass(frozen=True, slots=True)
class CardContext:
    """A card with its context. `place` is where it is shown. `notice` is a confirmation shown first, or ''."""

    card: Card
    deadlines: Sequence[Deadline]
    today: date
    place: ViewingPlace
    notice: str = ""


def card_answer(card_context: CardContext) -> Answer:
    """The card as a message. Its notification text has only the id."""
    return Answer(f"Application {card_context.card.seen.id}", tuple(card_blocks(card_context)))


def card_view(card_context: CardContext) -> View:
    """The card in a modal."""
    return plain_view(card_blocks(card_context))


def card_blocks(card_context: CardContext) -> list[Block]:
    """The card's blocks, in the order of cards.md, without parts hidden from the audience."""
    seen = card_context.card.seen
    notice: list[Block] = [section(card_context.notice)] if card_context.notice else []
    if Field.TITLE not in seen.fields:
        return [*notice, *_closed(card_context)]
    lines = [*_facts(card_context), *_gathered(card_context)]
    small = [event_line(event) for event in card_context.card.events]
    return [
        *notice,
        section("\n".join(lines)),
        *([context(*small)] if small else []),
        *_small_print(card_context),
        *_steps(card_context.card),
        *_more(card_context.card),
    ]


def _closed(card_context: CardContext) -> Iterable[Block]:
    seen = card_context.card.seen
    yield section(f"*{seen.id}* is an application of {person(seen.owner)}'s. Ask them about it.")
    if card_context.place in (ViewingPlace.ALONE, ViewingPlace.PRIVATE):
        yield context("It is under confidentiality now: only those named on it see more.")
        return
    unknown = (
        "I can't tell who reads here"
        if card_context.place is ViewingPlace.UNKNOWN
        else "Others may read along here"
    )
    yield context(f"{unknown}, so nothing more is shown. Those who may see more can open it for themselves.")
    yield ActionsBlock([page_button("Open for me alone", seen.number, "card")])


def _facts(card_context: CardContext) -> Iterable[str]:
    seen = card_context.card.seen
    count = f" ({len(seen.codes)} codes)" if len(seen.codes) > 1 else ""
    phase = f"   ·   *{phase_word(seen.phase)}*" if seen.phase else ""
    yield f"*{seen.id}*  {esc(seen.title or '')}{count}{phase}"
    yield phase_bar_line(card_context.card.bar)
    stages = ", ".join(STAGES[stage] for stage in seen.stages)
    aim = f" · {target_word(seen.target)}" if seen.target else ""
    yield f"{stages} · owner {person(seen.owner)}{aim}"
    if codes := _codes(card_context.card):
        yield codes
    if Field.DEADLINE in seen.fields and card_context.deadlines:
        yield next_line(card_context.deadlines[0], card_context.today)


def phase_bar_line(bar: Sequence[PhaseMark]) -> str:
    """`● Prepare  ◐ *Review, now*  ○ Panel`: each mark with its word. Empty if the phase is hidden."""
    return "  ".join(
        f"{_MARKS[m.state]}\u00a0*{phase_word(m.phase)}, now*"
        if m.state is PhaseState.CURRENT
        else f"{_MARKS[m.state]}\u00a0{phase_word(m.phase)}"
        for m in bar
    )


def next_line(deadline: Deadline, today: date) -> str:
    """`Next: application deadline, 26 Jan to Feb 3, 2027 (estimated), in 66 days`. /deadlines shows the rule."""
    sure = "confirmed" if deadline.when.confirmed else "estimated"
    count = left(deadline.when, today)
    return f"Next: {what(deadline)}, {plain_days(deadline.when)} ({sure}), {count[0].lower()}{count[1:]}"


def _codes(card: Card) -> str:
    """The requested codes. After the outcome, also the stage of each code."""
    apart = len(card.seen.stages) > 1
    parts = []
    for requested_code in card.seen.codes:
        kind = " ".join(
            filter(None, (requested_code.kind, requested_code.existing and code(requested_code.existing)))
        )
        words = [kind] if kind else []
        words += [CATEGORIES[Category(requested_code.category)]] if requested_code.category else []
        words += [f"now {code(requested_code.number)}"] if requested_code.number else []
        words += [STAGES[requested_code.stage]] if apart and requested_code.stage else []
        words += [VALUED[requested_code.valuation]] if requested_code.valuation else []
        line = ", ".join(words)
        parts.append(
            f"{requested_code.position}: {line}"
            if len(card.seen.codes) > 1
            else f"{line[:1].upper()}{line[1:]}"
        )
    return cut(" · ".join(filter(None, parts)), 300)


def _gathered(card_context: CardContext) -> Iterable[str]:
    card = card_context.card
    if card.total is None or card.done is None:
        return
    open_names = [entry_word(key) for key in card.open_entries]
    more = f" and {len(open_names) - _OPEN_SHOWN} more" if len(open_names) > _OPEN_SHOWN else ""
    lacking = f" · {len(open_names)} open: {', '.join(open_names[:_OPEN_SHOWN])}{more}" if open_names else ""
    yield f"Checklist {card.done} of {card.total}{lacking}"
    if card.blocked:
        words = " and ".join(f"*{step_word(step.key)}*" for step in card.blocked)
        yield f"{words} waits until the checklist is done."


def _small_print(card_context: CardContext) -> Iterable[Block]:
    seen = card_context.card.seen
    parts = []
    if seen.confidential:
        parts.append(
            "Under confidentiality until the Summary of Panel Actions is posted: named members only."
        )
    if seen.members:
        parts.append(f"Named: {', '.join(map(person, seen.members[:10]))}")
    if seen.material:
        parts.append(f"Wording and Panel material are kept at {esc(seen.material)}")
    if parts:
        yield context(*parts)


def _steps(card: Card) -> Iterable[Block]:
    if not card.steps and not card.valuing:
        return
    front = card.steps[:FRONT]
    rest: list[Step | ValuationStep] = [*card.steps[FRONT:], *card.valuing]
    elements: list[ActionElement] = [_step_button(card, n, step) for n, step in enumerate(front)]
    if rest:
        elements.append(_rest(card, rest))
    yield ActionsBlock(elements)


def _step_button(card: Card, n: int, step: Step) -> ButtonElement:
    asks = step.irreversible and not step.needs_facts and not step.splits
    confirm = sure(
        f"{step_word(step.key)}?",
        "In the world this can't be undone. Here it can be taken back for ten minutes, on the record.",
        "It is so",
        danger=True,
    )
    return button(
        step_word(step.key),
        f"{Action.APP_STEP}:{n}",
        f"{card.seen.number} {card.seen.version} {step.key}",
        confirm=confirm if asks else None,
    )


def _rest(card: Card, rest: Sequence[Step | ValuationStep]) -> ActionElement:
    """An overflow menu for the other steps, or a select menu if they are too many. Valuation steps go here."""
    choices = [
        option(FormOption(f"{card.seen.number} {card.seen.version} {s.key} ask", step_word(s.key)))
        for s in rest
    ]
    if 1 < len(choices) <= _OVERFLOW or len(choices) == 1:
        return OverflowMenuElement(action_id=f"{Action.APP_STEP}:99", options=choices)
    return select("Other steps", f"{Action.APP_STEP}:99", choices)


def _more(card: Card) -> Iterable[Block]:
    seen = card.seen
    elements: list[ActionElement] = []
    if card.undo is not None:
        elements.append(button("Undo", Action.APP_UNDO, f"{seen.number} {seen.version}"))
    if Field.CHECKLIST in seen.fields:
        elements.append(page_button("Checklist", seen.number, "checklist"))
    if card.may_work:
        elements.append(form_button("Note", seen.number, seen.version, "note"))
    if Field.EVENTS in seen.fields:
        elements.append(page_button("History", seen.number, "history"))
    if Field.MEMBERS in seen.fields:
        elements.append(_pages(card))
    if elements:
        yield ActionsBlock(elements)


def _pages(card: Card) -> OverflowMenuElement:
    number = card.seen.number
    pages = _PAGES if Field.PAPERS in card.seen.fields else _PAGES[-1:]
    choices = [option(FormOption(f"{number} {p.value} 0", p.label)) for p in pages]
    if card.may_work:
        choices.append(option(FormOption(f"{number} change 0", "Change or aim elsewhere")))
    return OverflowMenuElement(action_id=f"{Action.APP_PAGE}:99", options=choices)


def page_button(label: str, number: int, page: str, at: int = 0) -> ButtonElement:
    """A button that opens a page of the application in a modal. Action ids in one block differ by page."""
    return button(label, f"{Action.APP_PAGE}:{_ORDER.index(page) + 10 * min(at, 9)}", f"{number} {page} {at}")


_ORDER = (
    "card", "checklist", "history", "considered", "societies", "literature", "people", "change",
)  # fmt: skip


def form_button(
    label: str, number: int, version: int, form: str, about: str = "-", *, n: int = 0
) -> ButtonElement:
    """A button that opens a form about the application.

    `about` is an id, `-` for none. `n` makes ids unique in a block.
    """
    return button(label, f"{Action.APP_FORM}:{n}", f"{number} {version} {form} {about}")
