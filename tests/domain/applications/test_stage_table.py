"""stages.json is complete, has no duplicate text, and errors name their place."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

import bot.domain.applications.stage_table
from bot.domain.applications.stage_table import StageTableError, read_stages
from bot.domain.applications.stages import (
    Actor,
    Condition,
    OffsetRule,
    Phase,
    RequiredFact,
    ShareClass,
    StageFacts,
    Transition,
)
from bot.domain.applications.transitions import TABLE, TRANSITIONS
from bot.domain.applications.valuation import ACTORS

DOCUMENT = Path(bot.domain.applications.stage_table.__file__).with_name("stages.json").read_bytes()
ENFORCED = """
assess_need>pre_submission | target | - | -
pre_submission>submitted | target | checklist complete | final
pre_submission>pre_submission | target | - | -
submitted>withdrawn | - | - | final
staff_review>returned | complete_by | - | -
staff_review>withdrawn | - | - | final
returned>withdrawn | - | - | final
missed_cycle>pre_submission | target | - | -
advisor_review>withdrawn | - | - | final
no_support>withdrawn | - | - | final
agenda_item>tab_called | - | - | final
agenda_item>withdrawn | - | - | final
decided_unnotified>accepted | outcome | - | -
decided_unnotified>accepted_modified | outcome | - | -
decided_unnotified>rejected | outcome | - | -
decided_unnotified>tabled | outcome | - | -
decided_unnotified>postponed_certain | outcome | - | -
decided_unnotified>postponed_uncertain | outcome | - | -
accepted>summary_posted | posted_on | - | final
accepted_modified>summary_posted | posted_on | - | final
rejected>summary_posted | posted_on | - | final
tabled>summary_posted | posted_on | - | final
postponed_certain>summary_posted | posted_on | - | final
postponed_certain>re_present | target | - | -
postponed_uncertain>summary_posted | posted_on | - | final
postponed_uncertain>re_present | target | - | -
withdrawn>pre_submission | target | - | -
summary_posted>reconsideration_requested | requested_on | a final action | final
summary_posted>valuation | - | accepted as Category I | -
summary_posted>await_publication | - | accepted | -
summary_posted>closed_rejected | - | rejected or tabled and 14 days passed | final
summary_posted>re_present | target | postponed | -
recon_vote>tab_called | target | - | final
recon_closed>closed_rejected | - | rejected or tabled | final
recon_closed>valuation | - | accepted as Category I | -
recon_closed>await_publication | - | accepted | -
await_publication>code_assigned | code_number | - | -
await_publication>cat3_released | code_number | Category III | -
rescinded>closed_rejected | - | - | final
done>cat3_watch | - | Category III | -
cat3_watch>pre_submission | target | - | -
closed_rejected>pre_submission | target | - | -
closed_staff>pre_submission | target | - | -
"""
"""Columns: key, required facts, condition, whether it is irreversible. Transitions not listed have none of these.

Source: our own reading of the AMA's pages. The facts file does not have it.
"""


def test_what_a_step_asks_for_and_whether_it_is_final_is_as_decided() -> None:
    """The part of the table that the facts file does not have: needs, conditions, irreversible steps."""
    ours = [_enforced(t) for t in TRANSITIONS.values() if t.needs or t.condition or t.irreversible]

    assert ours == ENFORCED.strip().splitlines()


def test_the_typed_table_holds_all_that_the_file_says_and_nothing_else() -> None:
    """Every field of every stage and transition, in the file's order."""
    file = json.loads(DOCUMENT)

    written = {stage.value: _stage_as_written(facts) for stage, facts in TABLE.items()}

    assert list(written) == list(file["stages"])
    for name, stage in file["stages"].items():
        expected = stage | {"transitions": list(_expanded(file, stage))}
        assert written[name] == expected, name


def test_each_sentence_stands_once() -> None:
    """A correction then needs only one edit."""
    sentences = Counter(text for text in _texts(json.loads(DOCUMENT)) if " " in text)

    assert [sentence for sentence, count in sentences.items() if count > 1] == []


def test_no_name_stands_twice_in_one_object() -> None:
    """JSON would silently use the last one."""

    def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
        assert len({name for name, _ in pairs}) == len(pairs), pairs
        return dict(pairs)

    json.loads(DOCUMENT, object_pairs_hook=unique)


def test_no_word_of_the_types_is_left_over() -> None:
    """An enum member that no stage, transition or valuation step uses is dead."""
    stages, transitions = TABLE.values(), TRANSITIONS.values()
    actors = {facts.owner for facts in stages} | {t.actor for t in transitions}

    assert {facts.phase for facts in stages} == set(Phase)
    assert {facts.share for facts in stages} == set(ShareClass)
    assert {need for t in transitions for need in t.needs} == set(RequiredFact)
    assert {t.condition for t in transitions} - {None} == set(Condition)
    assert {*chain.from_iterable(facts.rules for facts in stages), *(t.rule for t in transitions)} >= set(
        OffsetRule
    )
    assert actors <= set(Actor)
    assert set(Actor) - actors <= set(ACTORS.values())


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ('"phase": "panel"', '"phase": "pannel"', "stages.json, tab_called: 'pannel' is not in Phase"),
        ('"owner": "chair"', '"owner": "boss"', "stages.json, facilitation: 'boss' is not in Actor"),
        ('"actor": "ruc"}', '"actor": "rucc"}', "stages.json, valuation: 'rucc' is not in Actor"),
        ('"not_pursued": {', '"dropped": {', "stages.json, dropped: 'dropped' is not in Stage"),
        ('"to": "facilitation"', '"to": "lobby"', "stages.json, tab_called: 'lobby' is not in Stage"),
        (
            '"variant": "recommended"',
            '"variant": "not_recommended"',
            "stages.json, ec_review: two transitions are ec_review>recon_vote.not_recommended: give each a variant",
        ),
        (
            '["post_summary"]',
            '["post"]',
            "stages.json, accepted: 'post' is not one of the shared transitions",
        ),
        (
            '"shared_transitions": {',
            '"shared_transitions": {"jump": {"to": "done", "actor": "team"},',
            "stages.json, shared_transitions: no stage uses jump",
        ),
        ('"terminal": true', '"terminal": "yes"', "stages.json, withdrawn: Expected `bool`"),
        (
            '"term": "In use"',
            '"terms": "In use"',
            "stages.json, done: Object contains unknown field `terms`",
        ),
        (
            '"owner": "chair"',
            '"owner": "chair", "color": "red"',
            "facilitation: Object contains unknown field `color`",
        ),
    ],
)
def test_a_mistake_in_the_file_names_its_place(old: str, new: str, problem: str) -> None:
    """The error has the place in the file, not a type traceback."""
    assert old in DOCUMENT.decode()

    with pytest.raises(StageTableError) as found:
        read_stages(DOCUMENT.decode().replace(old, new, 1).encode())

    assert problem in str(found.value)


def test_a_stage_that_is_missing_is_named() -> None:
    """The file must have every stage."""
    file = json.loads(DOCUMENT)
    del file["stages"]["assess_need"]

    with pytest.raises(StageTableError, match="stages: missing: assess_need"):
        read_stages(json.dumps(file).encode())


@pytest.mark.parametrize("document", [b"", b"[]", b"{", b"\xff"])
def test_what_is_no_table_is_refused(document: bytes) -> None:
    """Any input gives the same error type."""
    with pytest.raises(StageTableError, match="the file"):
        read_stages(document)


def _enforced(transition: Transition) -> str:
    needs = ", ".join(transition.needs) or "-"
    final = "final" if transition.irreversible else "-"
    return f"{transition.key} | {needs} | {transition.condition or '-'} | {final}"


def _stage_as_written(facts: StageFacts) -> dict[str, object]:
    optional = {"rules": list(facts.rules), "terminal": facts.terminal}
    return {
        "term": facts.term,
        "phase": facts.phase.name.lower(),
        "owner": facts.owner.name.lower(),
        "share": facts.share.name.lower(),
        **{name: value for name, value in optional.items() if value},
        **({} if facts.official else {"official": False}),
        "transitions": [_transition_as_written(t) for t in facts.transitions],
    }


def _transition_as_written(transition: Transition) -> dict[str, object]:
    variant = transition.key.removeprefix(f"{transition.source}>{transition.to}")
    every = {
        "to": transition.to.name.lower(),
        "trigger": transition.trigger,
        "actor": transition.actor.name.lower(),
        "guard": transition.guard,
        "condition": transition.condition and transition.condition.name.lower(),
        "rule": transition.rule and transition.rule.name.lower(),
        "needs": [need.name.lower() for need in transition.needs],
        "irreversible": transition.irreversible,
        "variant": variant.removeprefix("."),
    }
    return {name: value for name, value in every.items() if value}


def _expanded(file: Mapping[str, Any], stage: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """A stage's transitions with shared ones expanded, one per target, each with its trigger."""
    for own in stage.get("transitions", ()):
        entry = file["shared_transitions"][own] if isinstance(own, str) else own
        for to in [entry["to"]] if isinstance(entry["to"], str) else entry["to"]:
            yield {"trigger": file["stages"][to]["term"]} | entry | {"to": to}


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from chain.from_iterable(map(_texts, value.values()))
    elif isinstance(value, list):
        yield from chain.from_iterable(map(_texts, value))
