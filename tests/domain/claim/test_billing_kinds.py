"""Every starter code, everyday modifier and place of service against the billing rules, as billers type them."""

# ruff: noqa: E501 - claims a line reads best

from datetime import date

import pytest

from bot.domain.codes.billing.rule import RuleKind
from bot.domain.codes.billing.rule_table import (
    BILLING_RULES,
    medicare_rules,
    rules_of,
    rules_of_modifier,
    rules_of_place,
)
from bot.domain.codes.claim.billing import findings
from bot.domain.codes.claim.context import context
from bot.domain.codes.claim.finding import ClaimVerdict
from bot.domain.codes.claim.parse import read_claim
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.domain.codes.cpt.modifiers import MODIFIERS
from bot.domain.codes.cpt.place_of_service import PLACES
from bot.domain.codes.cpt.starter import STARTER
from tests.fakes_claim import MemoryPairs, pair

TODAY = date(2026, 12, 1)
_LOADED = ReferenceData(find=STARTER.get)


def found(text: str, reference: ReferenceData = _LOADED) -> str:
    """`2 conflict: what the rule says`, one a line, remarks left out."""
    claim = read_claim(text, TODAY, STARTER.keys(), lambda _code: False)
    every = findings(context(claim, reference, TODAY))
    return "\n".join(
        f"{f.line} {f.verdict}: {getattr(f.detail, 'rule', f.detail)}"
        for f in every
        if f.verdict is not ClaimVerdict.NO_PROBLEM
    )


_WITH_25 = [
    "99202 11200", "99204 90480", "99212 96365", "99397 20550", "99285 12001", "99308 11042", "92014 65222", "99349 69209-RT",
    "99214 94060", "99213 99497", "99203 98941-AT", "99215 95117", "99213 93000", "99395 90460", "98006 17000", "99214 90935",
]  # fmt: skip


@pytest.mark.parametrize("text", _WITH_25)
def test_a_visit_beside_another_service_takes_25(text: str) -> None:
    """And with it, or 57, nothing is left to say about the two."""
    assert "takes 25" in found(text)
    visit, other = text.split(" ", 1)
    assert "takes 25" not in found(f"{visit}-25 {other}")
    assert "takes 25" not in found(f"{visit}-57 {other}")


@pytest.mark.parametrize(
    "text",
    [
        "99211 96374", "90792 99204", "90791 90834", "90791 90847", "90839 90837", "90832 99214", "97164 97162", "97168 97166",
        "99231 99239", "99222 99203", "99222 99284", "98016 99213", "98001 99202", "99292 99497", "80048 84132", "80061 82465",
        "20611 76942", "94060 94010", "92012 99213", "99417 G2212", "99408 G0396", "80076 84460", "80074 86803",
    ],
)  # fmt: skip
def test_never_together_whatever_comes_first(text: str) -> None:
    """A conflict in either order."""
    assert "conflict" in found(text)
    assert "conflict" in found(" ".join(reversed(text.split())))


@pytest.mark.parametrize(
    "text",
    [
        "99202 99212", "99221 99223", "99231 99232", "99238 99239", "99304 99306", "99341 99348", "99385 99386", "G0402 G0439",
        "97165 97166", "90833 90838", "90846 90847", "98000 98008", "81002 81003", "71045 71046", "73560-RT 73562-RT 73560",
        "96365 96374", "96360 96365", "90471 90473", "98940 98942", "3074F 3077F", "11720 11721", "17110 17111", "0591T 0593T",
        "45378 45385", "93306 93308", "90791 90792", "99406 99407", "97014 G0283", "99495 99496", "90832 90836",
    ],
)  # fmt: skip
def test_one_of_a_group(text: str) -> None:
    """Two codes of which one is billed."""
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "90473 x2", "90832 x2", "90791 x2", "90847 x3", "90853 x2", "99214 x2", "99291 x2", "99396 x2", "G0439 x2", "97163 x2",
        "97012-GP x2", "97014-GP x2", "G0283-GP x2", "97150-GP x3", "92507-GN x2", "96368 x2", "96413 x2", "98941-AT x2",
        "36415 x3", "80053 x2", "20610-RT x2", "99406 x2", "99498 99497 x2", "3074F x2", "0592T x2", "90785 x2", "99495 x2",
        "90471 90471", "90834 90834-59", "G2211 x2", "87880-QW x2", "71046 x2", "11721 x2",
    ],
)  # fmt: skip
def test_once_a_day_on_one_line_or_on_several(text: str) -> None:
    """More units than one session, day or evaluation holds."""
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "97110-GX-GA", "97110-GP-GY-GZ", "99213-95-93", "99213-GT-95", "45378-52-53", "20610-RT-76-77", "27447-RT-78-79",
        "27447-RT-80-82", "27447-RT-62-80", "27447-RT-62-66", "71046-FX-FY", "99213-GC-GE", "E0114-NU-RR", "97110-GP-96-97",
        "99213-Q5-Q6", "11721-Q7-Q9", "45378-33-PT", "3074F-1P-8P", "00400-AA-QZ", "00400-P1-P3", "97110-GP-CO", "97110-GO-CQ",
        "11042-LT-T7", "97110-GP-KX-GZ", "80053-76-91", "99213-GV-GW", "L5301-K2-K3", "20610-RT-22-52",
    ],
)  # fmt: skip
def test_modifiers_that_contradict_each_other(text: str) -> None:
    """GA with GZ, and every pair of its kind."""
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "99213-AS", "90837-80", "97110-GP-62", "80053-AS", "99204-LT", "99396-T5", "90791-RT", "36415-F2", "99213-51", "99214-22",
        "99215-78", "99203-LC", "97140-GP-RT", "71046-RT", "20610-F1", "73562-T1", "66984-F3", "93000-26", "83036-TC", "90834-26",
        "36415-95", "20610-RT-95", "87880-93", "98005-95", "99213-AA", "20610-RT-QK", "99213-AT", "97110-GP-Q8", "99213-FX",
        "99213-PT", "97110-GP-GG", "20610-RT-FS", "97110-GP-91", "99213-90", "27447-RT-LD", "99213-E2", "99213-63", "99213-JW",
        "20610-RT-GP", "99213-GP", "99213-74", "99213-27", "J1885-25", "G0439-59", "99215-GE", "20610-RT-AI",
        "96376 96374", "99213-PO",
    ],
)  # fmt: skip
def test_modifiers_and_codes_that_cannot_be_there(text: str) -> None:
    """AS or an anatomic side on a visit, and every modifier on a code of another kind."""
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "99214-FS pos 12", "99233-FS pos 32", "99213-95 pos 22", "90834-93 pos 11", "99214-GT pos 19", "71046-TC pos 22",
        "73562-TC-LT pos 23", "71046-26 pos 11", "73030-RT pos 21", "93000 pos 22", "20610-RT pos 10", "36415 pos 02",
        "97140-GP pos 10", "90471 pos 02", "98004 pos 11", "98016 pos 11", "99283 pos 11", "99222 pos 11", "99232 pos 31",
        "99309 pos 11", "99345 pos 11", "99213 pos 21", "99203 pos 31", "99396 pos 23", "99211 pos 22", "96365 pos 22",
        "J1885 96372 pos 21", "97110-GP pos 21", "99495 pos 21", "99244 pos 21", "99254 pos 11", "45380-74 pos 11",
        "99213 pos 00", "99213 pos 28", "99213 pos 100", "99213 place of service 45", "99213 pos 66 on 2024-05-01",
    ],
)  # fmt: skip
def test_codes_and_modifiers_against_the_place(text: str) -> None:
    """FS in an office, 95, 93, TC and 26 against the place, a place that is not assigned or not yet."""
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "20611", "20600", "73030", "73610", "29881", "66984", "69436", "64721", "27130", "30000 49505", "77065", "28296", "19120",
        "64483", "50590 52332",
    ],
)  # fmt: skip
def test_a_sided_procedure_without_its_side(text: str) -> None:
    """And with one, nothing is said of it."""
    assert "which side" in found(text)
    last = text.rsplit(maxsplit=1)[-1]
    assert "which side" not in found(f"{last}-LT")
    assert "which side" not in found(f"{last}-50")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("97014-GP medicare", "G0283"), ("99397 Medicare", "G0438"), ("99417 99205 for medicare", "89 minutes with 99205"),
        ("99417 99215 medicare", "69 with 99215"), ("99245 mcr", "office visit"), ("99253 medicare", "hospital"),
        ("98001 medicare", "office visit"), ("97010-GP medicare", "packs"), ("90472 90471 medicare", "G0009"), ("90471 90688 medicare", "G0008"), ("90471 90677 medicare", "G0009"),
        ("90472 90471 90746 medicare", "G0010"),
        ("98940 railroad medicare", "AT"), ("S9083 medicare", "S codes"), ("92015 medicare", "refraction"),
        ("97110 medicare", "GP, GO or GN"), ("99418 99223 medicare", "G0316"), ("80365 medicare", "G0480"),
        ("99409 medicare", "G0397"), ("99402 medicare", "preventive counseling"), ("D1110 medicare", "dental"),
        ("G2212 99215 payer Aetna", "99417"), ("G0283-GP for cigna", "97014"), ("G0008 uhc", "90471"), ("G0439 bcbs", "physical"),
        ("99359 99205 medicare", "time apart"), ("93000 G0402 medicare", "G0403"), ("G0438 99497 medicare", "33"),
        ("99214-25 G2211 20610-RT medicare", "G2211"),
    ],
)  # fmt: skip
def test_what_a_named_payer_does_not_take(text: str, instead: str) -> None:
    """Medicare and the others, each with what it takes."""
    assert instead in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "97014-GP aetna", "97014-GP", "99396 uhc", "99417 99215 cigna", "G0283-GP medicare", "G2212 99215 medicare",
        "G0283-GP Medicare Advantage", "99214-25 G2211 90471 90715 medicare", "G0008 90662 medicare", "90471 90750 Railroad Medicare", "97110-GP-CQ", "97110-GP-CQ 97140-GP-CQ",
        "99213-95 pos 02", "90837-93 pos 10", "99233-FS pos 21", "71046-26 pos 23", "73030-RT pos 11", "99285 pos 23",
        "99222-AI pos 21", "99308 pos 32", "99348 pos 13", "99213-25 69210", "99213-25 90471 90686", "90834-95 pos 02",
        "20610-RT 20610-LT", "96372 J1885 x2", "97110-GP x3 97140-GP", "97161-GP 97110-GP", "99213 85025 36415", "11721-Q8",
        "92920-LD", "73130-F2 pos 11", "28285-T2", "67800-E3", "45378-33", "00400-P2-QZ-QS", "80053-QW", "87880-QW-91",
        "90833 99214", "96366 x2 96365", "G0439 99213-25", "99291 99292 x2", "98941-AT medicare", "J9035-JW x3", "27447-RT-AS",
        "27447-LT-62", "66984-RT-79", "99213-24", "99213-57 27236-RT", "97530-GP 97112-GP", "90847 96127 x2", "0592T",
    ],
)  # fmt: skip
def test_what_keeps_the_rules_is_left_alone(text: str) -> None:
    """The everyday right ones: no finding but remarks."""
    assert found(text) == ""


def test_an_assistants_modifier_on_shared_minutes() -> None:
    """CQ on one of two lines whose minutes make one pool."""
    assert "minutes are counted together" in found("97110-GP-CQ x2 97530-GP")
    assert "minutes are counted together" in found("97535-GO 97530-GO-CO medicare")


def test_each_place_of_a_claim_holds_for_its_own_line() -> None:
    """Two places on one claim: only the line in the office breaks the rule."""
    assert found("71046-26 pos 21, 73030-26-RT pos 11").startswith("2 look again")
    assert "1 " not in found("71046-26 pos 21, 73030-26-RT pos 11").splitlines()[0][:2]


def test_a_rule_that_stands_in_for_ncci_is_silent_with_the_file() -> None:
    """97140 with 97530: the quarter's file answers where it is loaded, pair or none."""
    loaded = ReferenceData(find=STARTER.get, pairs=MemoryPairs(pair("20610", "99213")))
    assert "NCCI has edited this pair" in found("97140-GP 97530-GP on 2026-02-03")
    assert found("97140-GP 97530-GP on 2026-02-03", loaded) == ""


def test_every_starter_code_modifier_and_place_has_rules() -> None:
    """What a card says about other codes, modifiers, units, places and payers comes from the table."""
    without = {code for code in STARTER if not rules_of(code) and not medicare_rules(STARTER[code])}
    assert (
        without
        <= {"97151", "97152", "97155", "96361", "96366", "96367", "96370", "99498", "90840"} | _ADD_ONS
    )
    bare = {modifier for modifier in MODIFIERS if not rules_of_modifier(modifier)}
    assert bare <= {"32", "99", "EP", "CR", "QW", "92", "GC"}
    assert all(rules_of_place(place) for place in PLACES)


_ADD_ONS = {code for code, procedure in STARTER.items() if procedure.primaries}


def test_the_table_is_large_and_each_sentence_is_one_rule() -> None:
    """At least 300 rows of 15 kinds; the same words never stand for two kinds."""
    assert len(BILLING_RULES) > 300
    assert len({rule.kind for rule in BILLING_RULES}) >= 15
    assert {rule.kind for rule in BILLING_RULES} == set(RuleKind)
