"""What keeps the stage tables short: a transition is written without the stage that it stands in."""

from collections.abc import Iterable
from dataclasses import replace

from bot.domain.applications.stages import (
    Actor,
    Condition,
    OffsetRule,
    Phase,
    RequiredFact,
    ShareClass,
    Stage,
    StageFacts,
    Transition,
)

NOT_CALLED = "the tab has not been called at the meeting"


def way(
    to: Stage,
    trigger: str,
    actor: Actor,
    *,
    guard: str | None = None,
    rule: OffsetRule | None = None,
    needs: tuple[RequiredFact, ...] = (),
    condition: Condition | None = None,
    irreversible: bool = False,
    variant: str = "",
) -> Transition:
    """A way out; `variant` tells apart two ways that lead to one stage. Its source is filled in by `stage`."""
    key = f"{to}.{variant}" if variant else to.value
    return Transition(key, Stage.ASSESS_NEED, to, trigger, actor, guard, rule, needs, condition, irreversible)


def stage(
    of: Stage,
    term: str,
    phase: Phase,
    owner: Actor,
    share: ShareClass,
    *,
    rules: tuple[OffsetRule, ...] = (),
    terminal: bool = False,
    official: bool = True,
    ways: Iterable[Transition] = (),
) -> StageFacts:
    """A stage with its ways out."""
    own = tuple(replace(each, source=of, key=f"{of}>{each.key}") for each in ways)
    return StageFacts(of, term, phase, owner, share, rules, terminal, official, own)
