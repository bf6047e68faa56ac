"""The coding guidelines over real names: the shipped edition of April 2026, and examples of the Guidelines."""

from datetime import date

import pytest

from bot.domain.codes.claim.claim import Claim
from bot.domain.codes.claim.context import context
from bot.domain.codes.claim.finding import ClaimFinding, ClaimVerdict, GuidelineHit, SiblingHit
from bot.domain.codes.claim.guidelines import findings
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.domain.codes.guidelines.rule import CodeSet, GuidelineKind, GuidelineRule
from bot.domain.codes.guidelines.rule_table import GUIDELINE_RULES
from bot.domain.codes.icd.grammar import Typed
from tests.fakes_diagnoses import april_diagnoses

TABLE = april_diagnoses()
TODAY = date(2026, 5, 1)


def check(codes: str) -> list[ClaimFinding]:
    """Findings of diagnoses in this order."""
    claim = Claim((), tuple(Typed(code, code) for code in codes.split()), TODAY)
    return list(findings(context(claim, ReferenceData(diagnoses=TABLE), TODAY)))


def told(codes: str) -> str:
    """What they say."""
    said = []
    for finding in check(codes):
        match finding.detail:
            case GuidelineHit(rule):
                said.append(f"{rule.section}: {rule.says}")
            case SiblingHit(siblings):
                said.append(f"{siblings.conflict.name} {siblings.keep}")
    return " | ".join(said)


def test_there_are_at_least_sixty_rules_each_with_its_section() -> None:
    """Of the presumed combinations with diabetes, each category counts once."""
    distinct = {(rule.kind, rule.section, rule.says.split(":")[0]) for rule in GUIDELINE_RULES}
    assert len(distinct) >= 60
    assert all(rule.section and rule.says for rule in GUIDELINE_RULES)


@pytest.mark.parametrize(
    "rule", GUIDELINE_RULES, ids=lambda rule: f"{rule.kind.name} {rule.codes.written[:20]} {rule.says[:30]}"
)
def test_every_prefix_is_a_code_and_every_answer_is_billable(rule: GuidelineRule) -> None:
    """Nothing in the table is misspelled, and none of its codes has ended."""
    for group in (rule.codes, rule.others):
        for low, high in group.spans:
            for prefix in (low, high):
                assert next(iter(TABLE.starting(prefix)), None) or _in_span(prefix), (rule, prefix)
    for code in rule.instead:
        found = TABLE.get(code)
        assert found, (rule, code)
        assert found.billable or rule.kind is GuidelineKind.COMBINES, (rule, code)


def _in_span(prefix: str) -> bool:
    """An end of a span may be no code of its own, as I70.29 is not; its category is."""
    return next(iter(TABLE.starting(prefix[:3])), None) is not None


def test_prefixes_and_spans_hold_what_lies_between() -> None:
    """Below a prefix, and between two."""
    group = CodeSet("N18.1-N18.4 I50 E11.9")
    assert all(code in group for code in ("N18.1", "N18.30", "N18.4", "I50.9", "I50.22", "E11.9"))
    assert not any(code in group for code in ("N18.5", "N18.9", "I51.9", "E11.22", "I5"))


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ("I10 N18.30", "I12.9"),
        ("I10 N18.6", "I12.0"),
        ("I10 I50.22", "I11.0"),
        ("N18.4 I11.0", "I13.0"),
        ("I12.9 I50.9", "I13.0"),
        ("E11.9 N18.31", "E11.22"),
        ("E10.9 G62.9", "E10.42"),
        ("E13.9 L97.511", "E13.621"),
        ("E11.9 R73.9", "E11.65"),
        ("R10.31 K35.80", "I.B.5"),
        ("R05.9 J18.9", "I.B.5"),
        ("M25.561 M17.11", "I.B.5"),
        ("R30.0 N39.0", "I.B.5"),
        ("E11.65 E11.9", "WITH_AND_WITHOUT E11.65"),
        ("Z00.01 Z00.00", "WITH_AND_WITHOUT Z00.01"),
        ("I25.10 I25.119", "WITH_AND_WITHOUT I25.119"),
        ("J45.20 J45.21", "WITH_AND_WITHOUT J45.21"),
        ("M17.0 M17.11", "BOTH_AND_ONE M17.0"),
        ("H66.93 H66.91", "BOTH_AND_ONE H66.93"),
        ("H25.11 H25.12", "TWO_SIDES H25.13"),
        ("H61.21 H61.22", "TWO_SIDES H61.23"),
        ("G56.01 G56.02", "TWO_SIDES G56.03"),
        ("F32.1 F32.9", "UNSPECIFIED F32.1"),
        ("M54.50 M54.51", "UNSPECIFIED M54.51"),
        ("Z68.41 E66.01", "I.C.21.c.3"),
        ("Z3A.12", "I.C.21.c.11"),
        ("Z37.0 O80", "I.C.21.c.11"),
        ("B96.20", "I.C.1.b"),
        ("S72.001S M84.459A", "I.B.10"),
        ("R65.21", "I.C.1.d.1.b"),
        ("M54.50 Z00.00", "I.C.21.c.16"),
        ("E11.22", "N18"),
        ("I13.0 N18.30", "I50"),
        ("O80", "Z37"),
        ("O80 O99.820 Z37.0", "I.C.15.n.1"),
        ("E10.9 E11.9", "I.C.4.a.1"),
        ("F32.9 F33.1", "single episode or recurrent"),
        ("Z34.02 O09.512", "I.C.15.b.1"),
        ("Z33.1 O26.891", "I.C.15.a.1"),
        ("B20 Z21", "I.C.1.a.2"),
        ("C50.911 Z51.11", "I.C.2.e.2"),
        ("J12.82 U07.1", "U07.1"),
        ("Z38.00 O80 Z37.0", "newborn"),
        ("N18.9 N18.4", "I.C.14.a"),
    ],
)
def test_examples_of_the_guidelines(codes: str, expected: str) -> None:
    """Each kind, in the order written."""
    assert expected in told(codes)


@pytest.mark.parametrize(
    "codes",
    [
        "I12.9 N18.30", "I11.0 I50.9", "I13.0 I50.9 N18.30", "E11.22 N18.30", "E11.42", "E11.9 I10", "E11.9 Z79.4",
        "K35.80", "M17.0", "M25.561 M25.562", "S93.401A S93.402A", "Z00.00 E11.9", "Z23",
        "N39.0 B96.20", "E66.9 Z68.35", "O80 Z37.0 Z3A.39", "O09.511 Z3A.12", "A41.9 R65.20 J96.01", "Z51.11 C50.911",
        "U07.1 J12.82", "I21.4 I25.2", "F33.1 F41.1", "M54.50 M99.03", "J45.909", "H25.13", "H61.21 H66.92",
        "F17.210 J44.9", "S41.139A S41.041D",
    ],
)  # fmt: skip
def test_what_the_guidelines_allow_is_left_alone(codes: str) -> None:
    """No finding: a wrong one is worse than none."""
    assert [finding for finding in check(codes) if finding.verdict is not ClaimVerdict.NO_PROBLEM] == []
