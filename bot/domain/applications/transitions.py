"""The stage table, with lookups and sets of stages."""

from collections.abc import Mapping

from bot.domain.applications.stage_table import stage_table
from bot.domain.applications.stages import OffsetRule, Phase, Stage, StageFacts, Transition

TABLE: Mapping[Stage, StageFacts] = stage_table()
TRANSITIONS: Mapping[str, Transition] = {
    transition.key: transition for facts in TABLE.values() for transition in facts.transitions
}
PHASES = tuple(Phase)

DRAFT = frozenset({Stage.ASSESS_NEED, Stage.PRE_SUBMISSION, Stage.MISSED_CYCLE, Stage.NOT_PURSUED})
"""Stages where nothing of the current round is with the AMA."""
ACCEPTANCES = frozenset({Stage.ACCEPTED, Stage.ACCEPTED_MODIFIED})
POSTPONEMENTS = frozenset({Stage.POSTPONED_CERTAIN, Stage.POSTPONED_UNCERTAIN})
REFUSALS = frozenset({Stage.REJECTED, Stage.TABLED})
OUTCOMES = ACCEPTANCES | POSTPONEMENTS | REFUSALS
NUMBERED = frozenset(
    {
        Stage.CAT3_RELEASED,
        Stage.CODE_ASSIGNED,
        Stage.PUBLISHED,
        Stage.EFFECTIVE,
        Stage.IMPLEMENTING,
        Stage.DONE,
        Stage.CAT3_WATCH,
    }
)
"""The only stages that may store a code number. Earlier, the number is not final."""
MOVE_TOGETHER = frozenset(
    {
        stage
        for stage, facts in TABLE.items()
        if facts.phase in (Phase.PREPARE, Phase.REVIEW, Phase.PANEL) or stage is Stage.DECIDED_UNNOTIFIED
    }
)
"""Stages whose codes must move together, up to the outcome."""
BEFORE_THE_TAB = frozenset(
    {stage for stage, facts in TABLE.items() if facts.phase in (Phase.PREPARE, Phase.REVIEW)}
)
"""Stages before the meeting. The target can still change."""

_BY_MEETING = frozenset(OffsetRule) - {
    OffsetRule.STAFF_COMPLETENESS_RETURN,
    OffsetRule.WITHDRAWAL_CUTOFF,
    OffsetRule.RECONSIDERATION_DEADLINE,
}


def rules_of(stage: Stage, *, quarterly: bool) -> tuple[OffsetRule, ...]:
    """Deadline rules that apply at `stage`: its own and those of its transitions.

    `quarterly`: a PLA application, which has no offsets from a Panel meeting.
    """
    facts = TABLE[stage]
    rules = (
        *facts.rules,
        *(transition.rule for transition in facts.transitions if transition.rule is not None),
    )
    return tuple(r for r in dict.fromkeys(rules) if not (quarterly and r in _BY_MEETING))
