"""Sample applications for tests of the rules."""

from datetime import UTC, date, datetime

from bot.domain.applications.advance import advance
from bot.domain.applications.application import Application, Category, CodeForm, new_codes
from bot.domain.applications.facts import NO_FACTS, StepFacts
from bot.domain.applications.stages import Stage
from bot.domain.applications.targets import PanelMeeting, Quarter, Target

NOW = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
MAY = PanelMeeting(2027, 5)
FALL = PanelMeeting(2027, 9)


def application(*categories: Category, target: Target | None = MAY, owner: str = "U1") -> Application:
    """A new application by U1 with these categories (default: one Category I code)."""
    codes = new_codes([CodeForm(c) for c in categories or (Category.I,)], target, NOW)
    return Application("T1", 12, "Remote balance assessment", owner, codes, owner, NOW, NOW)


def pla() -> Application:
    """An application for a PLA code."""
    return application(Category.PLA, target=Quarter(2027, 2))


def step(of: Application, key: str, facts: StepFacts = NO_FACTS, *, today: date = TODAY) -> Application:
    """The application after one step, with no open checklist entries."""
    return advance(of, key, facts, now=NOW, today=today)[0]


TO_DECISION = (
    "assess_need>pre_submission",
    "pre_submission>submitted",
    "submitted>staff_review",
    "staff_review>advisor_review",
    "advisor_review>agenda_item",
    "agenda_item>tab_called",
    "tab_called>decided_unnotified",
)


def at(stage: Stage, *categories: Category) -> Application:
    """An application at a stage of TO_DECISION, reached by the shortest path."""
    of = application(*categories)
    for key in TO_DECISION:
        if of.stage is stage:
            return of
        of = step(of, key)
    assert of.stage is stage
    return of


def decided(outcome: Stage, *categories: Category, on: date = date(2026, 11, 1)) -> Application:
    """An application with an outcome on this day."""
    before = at(Stage.DECIDED_UNNOTIFIED, *categories)
    return step(before, f"decided_unnotified>{outcome}", StepFacts(outcome_on=on))


def posted(outcome: Stage, *categories: Category, on: date = date(2026, 11, 10)) -> Application:
    """An application with the Summary posted on this day."""
    return step(decided(outcome, *categories), f"{outcome}>summary_posted", StepFacts(posted_on=on))
