"""The stage table matches the facts file word by word."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.domain.applications.application import Category
from bot.domain.applications.checklist_items import ITEMS
from bot.domain.applications.stages import START, OffsetRule, Phase, ShareClass, Stage, Valuation
from bot.domain.applications.transitions import NUMBERED, TABLE, TRANSITIONS, rules_of

_FACTS = Path(__file__).parents[4] / "shared" / "facts"


@pytest.fixture(scope="module")
def facts() -> Mapping[str, Any]:
    """The facts file. Without it the tests are skipped."""
    path = _FACTS / "application_stages.json"
    if not path.exists():
        pytest.skip("../shared/facts is not here")
    return dict(json.loads(path.read_text(encoding="utf-8")))


def test_every_state_stands_in_the_code_as_in_the_facts(facts: Mapping[str, Any]) -> None:
    """Term, phase, owner, deadline rules, share class, terminal, official: 38 states in order."""
    ours = [
        (f.stage, f.term, f.phase, f.owner, list(f.rules), f.share.id, f.terminal, f.official)
        for f in TABLE.values()
    ]
    theirs = [
        (
            s["id"],
            s["official_term"],
            s["phase"],
            s["owner"],
            s["deadlines"],
            s["share_class"],
            s["terminal"],
            s["official"],
        )
        for s in facts["states"]
    ]

    assert len(ours) == 38
    assert ours == theirs
    assert facts["start"] == START


def test_every_transition_stands_in_the_code_as_in_the_facts(facts: Mapping[str, Any]) -> None:
    """From, to, trigger, actor, guard, deadline rule: all of them and no others."""
    ours = [(t.source, t.to, t.trigger, t.actor, t.guard, t.rule) for t in TRANSITIONS.values()]
    theirs = [
        (s["id"], t["to"], t["trigger"], t["actor"], t.get("guard"), t.get("deadline_rule"))
        for s in facts["states"]
        for t in s["transitions"]
    ]

    assert ours == theirs
    assert len(ours) == 72


def test_every_checklist_item_stands_in_the_code_as_in_the_facts(facts: Mapping[str, Any]) -> None:
    """Id, text, order and categories."""
    theirs = facts["checklist"]

    assert [(i.id, i.text) for i in ITEMS] == [(c["id"], c["text"]) for c in theirs]
    for item, fact in zip(ITEMS, theirs, strict=True):
        assert item.advice == (fact["applies_to"] == "advice")
        for category in (Category.I, Category.III, Category.PLA):
            asked = fact["applies_to"] in ("all", "advice") or category in _categories(fact["applies_to"])
            assert (category in item.categories) == asked


def _categories(applies_to: str) -> set[str]:
    return {word.split()[0] for word in applies_to.replace(";", ",").split(",")}


def test_share_classes_and_the_valuation_track_are_the_facts(facts: Mapping[str, Any]) -> None:
    """By id, including the steps parallel to publication."""
    assert {s.id for s in ShareClass} == set(facts["share_classes"])
    assert list(Valuation) == facts["parallel_tracks"]["valuation"]


def test_every_deadline_rule_that_is_named_exists_in_the_calendar(facts: Mapping[str, Any]) -> None:
    """Except one that has another id in the calendar (its note says which)."""
    calendar = json.loads((_FACTS / "panel_calendar.json").read_text(encoding="utf-8"))
    known = {r["id"] for r in calendar["offset_rules"]}

    assert {r.value for r in OffsetRule} - known <= {"interested_party_request"}
    assert known <= {r.value for r in OffsetRule}


def test_nine_phases_and_no_stage_without_one() -> None:
    """Users see nine phases."""
    assert len(Phase) == 9
    assert {f.phase for f in TABLE.values()} == set(Phase)
    assert set(TABLE) == set(Stage)


def test_every_stage_can_be_reached_and_only_ends_are_dead_ends() -> None:
    """Every stage is reachable from the start, and every stage except an end has a transition."""
    reached, more = {START}, [START]
    while more:
        for transition in TABLE[more.pop()].transitions:
            if transition.to not in reached:
                reached.add(transition.to)
                more.append(transition.to)

    assert reached == set(Stage)
    assert all(f.terminal or f.transitions for f in TABLE.values())


def test_nobody_withdraws_once_the_tab_is_called() -> None:
    """No transition leads to withdrawn after the Panel has jurisdiction."""
    after, more = {Stage.TAB_CALLED}, [Stage.TAB_CALLED]
    restarts = {Stage.PRE_SUBMISSION, Stage.ASSESS_NEED, Stage.STAFF_REVIEW}
    while more:
        for transition in TABLE[more.pop()].transitions:
            assert transition.to is not Stage.WITHDRAWN
            if transition.to not in after | restarts:
                after.add(transition.to)
                more.append(transition.to)


def test_the_summary_is_the_only_door_to_telling_outsiders() -> None:
    """Every 'public summary only' stage follows it."""
    for transition in TRANSITIONS.values():
        if TABLE[transition.to].share is ShareClass.PUBLIC_SUMMARY_ONLY:
            source = TABLE[transition.source].share
            assert (
                transition.to is Stage.SUMMARY_POSTED
                or source is ShareClass.PUBLIC_SUMMARY_ONLY
                or transition.source in (Stage.RECON_VOTE, Stage.VALUATION)
            )


def test_no_step_speaks_of_contacting_those_who_decide() -> None:
    """After submission no text may suggest it."""
    for facts in TABLE.values():
        if facts.stage in (Stage.ASSESS_NEED, Stage.PRE_SUBMISSION):
            continue
        for transition in facts.transitions:
            words = transition.trigger.lower()
            assert not {"contact", "call ", "lobby", "reach out", "talk"} & set(words.split())
            assert "contact" not in words


def test_numbers_are_kept_only_where_the_facts_allow_it() -> None:
    """From the early release or the assignment on."""
    assert {s for s in Stage if TABLE[s].share is ShareClass.PUBLIC} <= NUMBERED
    assert Stage.AWAIT_PUBLICATION not in NUMBERED


def test_a_pla_application_has_no_deadline_that_hangs_on_a_panel_meeting() -> None:
    """It follows quarters. Rules based on a notice or a posting remain."""
    assert rules_of(Stage.PRE_SUBMISSION, quarterly=False) == (OffsetRule.APP_DEADLINE,)
    assert rules_of(Stage.PRE_SUBMISSION, quarterly=True) == ()
    assert rules_of(Stage.RETURNED, quarterly=True) == (
        OffsetRule.STAFF_COMPLETENESS_RETURN,
        OffsetRule.WITHDRAWAL_CUTOFF,
    )
    assert rules_of(Stage.SUMMARY_POSTED, quarterly=True) == (OffsetRule.RECONSIDERATION_DEADLINE,)
