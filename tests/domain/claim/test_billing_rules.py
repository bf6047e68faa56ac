"""Billing rules: each fires where it is broken, is excused where it says so, and stands on the cards of its codes."""

from datetime import date

import pytest

from bot.domain.codes.billing.index import RuleIndex
from bot.domain.codes.billing.rule import BY_MODIFIER, BillingRule, CodeGroup, RuleKind
from bot.domain.codes.billing.rule_table import BILLING_RULES, rules_of
from bot.domain.codes.claim.billing import findings
from bot.domain.codes.claim.broken_rules import broken_rules
from bot.domain.codes.claim.claim import Claim, ClaimLine, ClaimSetting, canonical
from bot.domain.codes.claim.context import context
from bot.domain.codes.claim.finding import ClaimFinding, ClaimVerdict
from bot.domain.codes.claim.parse import read_claim
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.domain.codes.cpt.grammar import BilledCode, CodeKind, ProcedureCode
from bot.domain.codes.cpt.modifier_forms import is_modifier
from bot.domain.codes.cpt.place_of_service import PLACES
from bot.domain.codes.cpt.starter import STARTER
from tests.fakes_claim import MemoryPairs, pair

TODAY = date(2026, 12, 1)


def check(text: str, reference: ReferenceData | None = None) -> list[ClaimFinding]:
    """The findings of a typed claim."""
    claim = read_claim(text, TODAY, STARTER.keys(), lambda _code: False)
    return list(findings(context(claim, reference or ReferenceData(find=STARTER.get), TODAY)))


def says(text: str, reference: ReferenceData | None = None) -> str:
    """What they say, in one text."""
    return " | ".join(
        f"{f.line} {f.verdict}: {getattr(f.detail, 'rule', f.detail)}" for f in check(text, reference)
    )


def a_code(group: CodeGroup, *, second: bool = False) -> str:
    """A code of the group, its first or its last."""
    first, *_ = group.written.split()
    low, _, high = first.partition("-")
    return (group.written.split()[-1].rpartition("-")[2] if second else low) or high


def line(number: int, code: str, *modifiers: str, units: int = 1) -> ClaimLine:
    """A service line."""
    return ClaimLine(number, BilledCode(ProcedureCode(code, CodeKind.CATEGORY_I), modifiers), units)


def breaking(rule: BillingRule) -> Claim:
    """A claim that breaks the rule by its own fields."""
    code = a_code(rule.codes) if rule.codes else "45380"
    payer = rule.payer or ("Aetna" if rule.not_payer else "")
    place, setting = "", ClaimSetting.PRACTITIONER
    lines: tuple[ClaimLine, ...] = (line(1, code),)
    match rule.kind:
        case RuleKind.NEEDS_25 | RuleKind.NEEDS_MODIFIER | RuleKind.NEVER_TOGETHER:
            lines = (line(1, code), line(2, a_code(rule.others), *rule.carrying[:1]))
        case RuleKind.EXCLUSIVE:
            lines = (line(1, code), line(2, a_code(rule.codes, second=True)))
        case RuleKind.ONCE_A_DAY:
            lines = (line(1, code, units=rule.most + 1),)
        case RuleKind.SHARED_MINUTES:
            lines = (line(1, code, rule.modifiers[0]), line(2, a_code(rule.codes, second=True)))
        case RuleKind.MODIFIERS_CLASH:
            lines = (line(1, code, *rule.modifiers[:2]),)
        case RuleKind.MODIFIER_ONLY_ON:
            lines = (line(1, next(c for c in ("99213", "20610") if c not in rule.codes), rule.modifiers[0]),)
        case RuleKind.MODIFIER_NOT_HERE | RuleKind.MODIFIER_NOT_ON | RuleKind.MODIFIER_IN_SETTING:
            lines = (line(1, code, rule.modifiers[0]),)
    if rule.kind in (RuleKind.MODIFIER_NOT_HERE, RuleKind.CODE_NOT_HERE):
        place = next(p for p in PLACES if p not in rule.places)
    elif rule.kind is RuleKind.MODIFIER_NEEDED_HERE:
        place = rule.places[0]
    return Claim(lines, place=place, payer=payer, setting=setting)


@pytest.mark.parametrize("rule", BILLING_RULES, ids=lambda rule: f"{rule.kind.name} {rule.says[:40]}")
def test_a_broken_rule_is_found_and_names_its_document(rule: BillingRule) -> None:
    """Also: what excuses a line takes it out, and nothing is said where the rule is kept."""
    claim, alone = breaking(rule), RuleIndex([rule])
    assert list(broken_rules(claim, alone)), rule
    assert rule.source, rule
    assert 2021 <= rule.year <= 2026, rule
    assert rule.says[0] != rule.says[0].upper() or rule.says.split()[0].strip(",:;'") not in (
        "The",
        "A",
        "It",
    )
    assert not rule.says.endswith("."), rule
    for excuse in rule.unless[:1]:
        excused = tuple(
            line(each.number, each.code, *each.modifiers, excuse, units=each.units) for each in claim.lines
        )
        assert not list(broken_rules(Claim(excused, place=claim.place, payer=claim.payer), alone))
    assert not list(broken_rules(Claim((line(1, "0999U"),), place="99", setting=rule.setting), alone))


def test_every_rule_names_what_its_kind_needs() -> None:
    """A row that lacks the field by which its kind is broken would never be found."""
    for rule in BILLING_RULES:
        by_codes = rule.kind not in BY_MODIFIER
        assert bool(rule.codes) or not by_codes, rule
        assert bool(rule.modifiers) or by_codes, rule
        assert set(rule.places) <= set(PLACES), rule
        assert all(is_modifier(m) for m in (*rule.modifiers, *rule.unless, *rule.carrying)), rule
        assert len(rule.says) < 190, rule


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("99214 11102", "takes 25"),
        ("99204 90471", "a vaccine"),
        ("99213 98941-AT", "manipulation"),
        ("99212 99395-25", "physical"),
        ("99215 96372", "injection"),
        ("90792 90834", "psychiatric evaluation"),
        ("90791 99214", "psychiatric evaluation"),
        ("90839 90785", "crisis"),
        ("99238 99232", "discharge"),
        ("99203 99213", "one office visit"),
        ("97165 97167", "occupational"),
        ("80053 84443 82565", "panel includes"),
        ("81002 81003", "urinalysis"),
        ("90837 x2", "one unit a session"),
        ("99205 x3", "one visit a day"),
        ("97162 x2", "one unit, whatever its minutes"),
        ("73030", "which side"),
        ("27447 M17.11", "which side"),
        ("93306 pos 22", "26"),
        ("99232-FS pos 12", "split or shared"),
        ("99214-93 pos 11", "the place is 02, or 10"),
        ("73030-TC-RT pos 23", "no TC"),
        ("71046-80", "no assistant"),
        ("20610-F5", "a joint or limb takes LT"),
        ("99341-26", "no reading"),
        ("99497 x2", "more time is 99498"),
        ("90471 medicare", "G0008"),
        ("99243 for medicare", "consultation"),
        ("98941 payer medicare", "AT"),
        ("S9083 medicare", "S codes"),
        ("98005 medicare", "office visit code"),
        ("G2212 Cigna", "99417"),
        ("G0439 Aetna", "wellness"),
        ("97110-GX-GZ", "voluntary"),
        ("20610-RT-58-79", "staged"),
        ("99213 pos 28", "WrongPlace(place='28'"),
        ("99213 pos 27 on 2022-05-01", "WrongPlace(place='27', since="),
    ],
)
def test_lines_as_billers_type_them(text: str, said: str) -> None:
    """Codes, modifiers, units, places, and payers that no rule names as its example."""
    assert said in says(text)


@pytest.mark.parametrize(
    "text",
    [
        "99213-25 20610-RT M25.561",
        "99213 36415",
        "99213 80053",
        "99214 71046",
        "99211 36415",
        "90834 F32.9",
        "90833 99213",
        "97110-GP 97140-GP M54.50",
        "99205 99417",
        "G0439 M54.50 medicare",
        "99213 pos 11",
        "99213-95 pos 10",
        "99232-FS pos 21",
        "98941-AT medicare",
        "71046-26 pos 21",
        "90471 90472 x2",
        "J1885 x4 96372",
        "97110 x3",
        "20610-50",
    ],
)
def test_what_keeps_the_rules_is_left_alone(text: str) -> None:
    """No finding but remarks."""
    assert [f for f in check(text) if f.verdict is not ClaimVerdict.NO_PROBLEM] == []


def test_a_loaded_pair_answers_in_place_of_the_rule() -> None:
    """The NCCI pair names its indicator; the rule would say the same less exactly."""
    with_pair = ReferenceData(find=STARTER.get, pairs=MemoryPairs(pair("20610", "99213")))
    text = "99213 20610-RT on 2026-02-03"
    assert "takes 25" in says(text)
    assert "takes 25" not in says(text, with_pair)


@pytest.mark.parametrize(
    "code", ["99213", "99406", "90791", "96372", "90471", "20610", "97161", "G0438", "97014", "99396"]
)
def test_cards_tell_the_same_table(code: str) -> None:
    """Every rule of a code that a claim check would find stands on its card."""
    mine = {rule.says for rule in rules_of(code)}
    assert mine
    told_by_claims = {
        r.says
        for r in BILLING_RULES
        if r.kind in (RuleKind.ONCE_A_DAY, RuleKind.EXCLUSIVE) and code in r.codes
    }
    assert told_by_claims <= mine


@pytest.mark.parametrize(
    ("text", "place", "payer"),
    [
        ("99213 M54.50 pos 11", "11", ""),
        ("99213 place of service 2 medicare", "02", "Medicare"),
        ("99213 for UHC pos: 10", "10", "UHC"),
        ("02 03 26 02 03 26 11 99213", "11", ""),
        ("99396 Z00.00 payer tricare", "", "Tricare"),
        ("99213-VA", "", ""),
    ],
)
def test_place_and_payer_are_read_and_come_back(text: str, place: str, payer: str) -> None:
    """Read from wherever they stand, and canonical text reads back as the same claim."""
    claim = read_claim(text, TODAY, STARTER.keys(), lambda _code: False)
    assert (claim.place, claim.payer) == (place, payer)
    again = read_claim(canonical(claim), TODAY, STARTER.keys(), lambda _code: False)
    assert (again.place, again.payer, again.lines) == (claim.place, claim.payer, claim.lines)
