"""What the claim check says of lines, and what it does not say."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.codes.claim.check import CheckedClaim, check
from bot.domain.codes.claim.edition import ReferenceFile
from bot.domain.codes.claim.finding import (
    Authority,
    ClaimFinding,
    ClaimRule,
    ClaimVerdict,
    Demoted,
    DiagnosisOutOfOrder,
    Misplaced,
    ModifierDoubt,
    OtherSide,
    PairHit,
    Trouble,
)
from bot.domain.codes.claim.missing import Missing
from bot.domain.codes.claim.parse import read_claim
from bot.domain.codes.claim.reference_data import AddOn, AddOnKind, ReferenceData
from bot.domain.codes.cpt.modifier_fit import Misfit
from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.icd.code_list import diagnoses_of
from bot.domain.codes.releases import Release, System
from bot.domain.text import clean
from tests.fakes_claim import (
    CODES_EDITION,
    MemoryAddOns,
    MemoryFees,
    MemoryPairs,
    MemoryProcedures,
    MemoryUnits,
    fee,
    pair,
)
from tests.fakes_diagnoses import MemoryDiagnoses, april_diagnoses

TODAY = date(2026, 11, 21)
ON = " on 2026-02-03"
ON_APRIL = " on 2026-04-03"
NOTHING = ReferenceData(find=STARTER.get)


def checked(text: str, reference: ReferenceData = NOTHING) -> CheckedClaim:
    """The check of a claim line."""
    table = reference.diagnoses
    known = (lambda code: table.get(code) is not None) if table else (lambda code: False)
    return check(read_claim(clean(text), TODAY, STARTER, known), reference, TODAY)


def said(result: CheckedClaim, rule: ClaimRule) -> list[tuple[int | None, ClaimVerdict]]:
    """Line and verdict of each finding of one rule."""
    return [(f.line, f.verdict) for r in result.lines for f in r.findings if f.rule is rule]


def every(result: CheckedClaim) -> list[ClaimFinding]:
    """All findings, at lines and at diagnoses."""
    return [
        *(f for line in result.lines for f in line.findings),
        *(f for diagnosis in result.diagnoses for f in diagnosis.findings),
    ]


def one(result: CheckedClaim, rule: ClaimRule) -> ClaimFinding:
    """The only finding of a rule, at a line or a diagnosis."""
    (found,) = [f for f in every(result) if f.rule is rule]
    return found


def files(result: CheckedClaim) -> set[ReferenceFile]:
    """What is told to be missing."""
    return {each.file for each in result.missing}


def with_pairs(*pairs_: object) -> ReferenceData:
    """Reference data that holds these pairs and nothing else."""
    return replace(NOTHING, pairs=MemoryPairs(*pairs_))  # type: ignore[arg-type]


ORTHO = with_pairs(pair("97530", "97140"), pair("20610", "76942", "0"))
VISITS = with_pairs(pair("20610", "99213"))


def test_nothing_loaded_gives_no_verdict_but_names_what_is_missing() -> None:
    """Never a guess: the lines say what was checked, the claim what was not."""
    result = checked("97140-GP 97112-GP x2 dx M54.50" + ON)

    assert [r.verdict for r in result.lines] == [ClaimVerdict.NO_PROBLEM] * 2
    assert files(result) == set(ReferenceFile) - {ReferenceFile.HCPCS_STARTER}
    assert ClaimRule.PAIRS not in result.lines[0].checked
    assert ClaimRule.UNITS not in result.lines[0].checked
    assert result.diagnoses[0].resolution is None


def test_what_is_missing_is_told_by_what_the_lines_call_for() -> None:
    """A list that answers for one line does not answer for the other; one line alone has no pairs to miss."""
    cpt = replace(NOTHING, procedures=MemoryProcedures(frozenset({"97140"}), lacking=frozenset({"97530"})))

    assert files(checked("97140-GP" + ON, cpt)) == {
        ReferenceFile.UNITS,
        ReferenceFile.ADD_ONS,
        ReferenceFile.FEES,
    }
    assert Missing(ReferenceFile.PROCEDURES, System.CPT, cut_off=CODES_EDITION.name) in (
        checked("97140 97530" + ON, cpt).missing
    )
    assert Missing(ReferenceFile.PROCEDURES, System.HCPCS) in checked("J1885" + ON).missing


@pytest.mark.parametrize("text", ["97140-GP 97530-GP", "97530-GP 97140-GP"])
def test_a_pair_is_found_in_either_order_of_lines_and_stands_at_column_2(text: str) -> None:
    """Column 2 is the one that is not paid."""
    result = checked(text + ON, ORTHO)
    found = one(result, ClaimRule.PAIRS)

    assert found.verdict is ClaimVerdict.LOOK_AGAIN
    assert result.claim.lines[(found.line or 0) - 1].code == "97140"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("97140-GP-59 97530-GP", ClaimVerdict.NO_PROBLEM),
        ("97140-GP 97530-GP-59", ClaimVerdict.NO_PROBLEM),
        ("97140-GP 97530-GP-XS", ClaimVerdict.NO_PROBLEM),
        ("97140-GP-LT 97530-GP-RT", ClaimVerdict.NO_PROBLEM),
        ("97140-GP-LT 97530-GP-LT", ClaimVerdict.LOOK_AGAIN),
        ("97140-GP-25 97530-GP", ClaimVerdict.LOOK_AGAIN),
        ("97140-GP-22 97530-GP", ClaimVerdict.LOOK_AGAIN),
        ("97140-GP-79 97530-GP", ClaimVerdict.NO_PROBLEM),
        ("20610 76942-59", ClaimVerdict.CONFLICT),
    ],
)
def test_indicator_1_takes_a_modifier_that_bypasses_and_0_takes_none(
    text: str, verdict: ClaimVerdict
) -> None:
    """59, X{EPSU}, anatomic and global ones bypass; the same side on both lines shows no distinct place."""
    assert one(checked(text + ON, ORTHO), ClaimRule.PAIRS).verdict is verdict


def test_since_july_2019_medicare_takes_59_on_either_line() -> None:
    """Before, on the line of column 2 alone."""
    old = with_pairs(pair("97530", "97140", since=date(2015, 1, 1)))
    column1, column2 = "97140-GP 97530-GP-59 on {}", "97140-GP-59 97530-GP on {}"

    assert one(checked(column1.format("2019-06-30"), old), ClaimRule.PAIRS).verdict is ClaimVerdict.LOOK_AGAIN
    assert one(checked(column2.format("2019-06-30"), old), ClaimRule.PAIRS).verdict is ClaimVerdict.NO_PROBLEM
    assert one(checked(column1.format("2019-07-01"), old), ClaimRule.PAIRS).verdict is ClaimVerdict.NO_PROBLEM


def test_the_side_of_a_procedure_makes_no_visit_beside_it_a_separate_one() -> None:
    """LT on the injection is true and needed, and says nothing of the visit: that takes 25."""
    found = one(checked("20610-LT 99213" + ON, with_pairs(pair("20610", "99213"))), ClaimRule.PAIRS)

    assert found.verdict is ClaimVerdict.LOOK_AGAIN
    assert isinstance(found.detail, PairHit)
    assert found.detail.modifier is None


def test_a_visit_beside_a_procedure_takes_25_and_never_59() -> None:
    """59 on the visit bypasses nothing, and is a conflict of its own."""
    with_25 = checked("99213-25 20610-RT" + ON, with_pairs(pair("20610", "99213")))
    with_59 = checked("99213-59 20610" + ON, VISITS)

    assert one(with_25, ClaimRule.PAIRS).verdict is ClaimVerdict.NO_PROBLEM
    hit = one(with_59, ClaimRule.PAIRS).detail
    assert isinstance(hit, PairHit)
    assert (hit.visit, hit.modifier, hit.wrong) == (True, None, ("59",))
    doubt = one(with_59, ClaimRule.MODIFIERS).detail
    assert isinstance(doubt, ModifierDoubt)
    assert (doubt.trouble, doubt.instead) == (Misfit.DISTINCT_ON_VISIT, ("24", "25", "57"))
    assert with_59.verdict is ClaimVerdict.CONFLICT


def test_indicator_9_and_deleted_rows_are_never_in_force() -> None:
    """Their effective date is their deletion date, or lies before the day asked."""
    deleted = replace(pair("97530", "97140"), deleted=date(2025, 12, 31))
    nine = pair("97530", "97140", "9")

    assert said(checked("97140-GP 97530-GP" + ON, with_pairs(nine)), ClaimRule.PAIRS) == []
    assert said(checked("97140-GP 97530-GP" + ON, with_pairs(deleted)), ClaimRule.PAIRS) == []
    assert said(checked("97140-GP 97530-GP on 2025-12-31", with_pairs(deleted)), ClaimRule.PAIRS) != []


def test_a_quarter_that_is_over_does_not_answer_for_a_day_after_it() -> None:
    """'Not loaded' for a dated claim; an undated one is answered, and the end is told."""
    dated, undated = checked("97140 97530 on 2026-04-01", ORTHO), checked("97140 97530", ORTHO)

    assert ReferenceFile.PAIRS in files(dated)
    assert said(dated, ClaimRule.PAIRS) == []
    assert [edition.name for edition in undated.ended] == ["2026 Q1"]
    assert said(undated, ClaimRule.PAIRS) != []


def test_the_practitioners_file_does_not_answer_for_an_outpatient_claim() -> None:
    """Each has pairs of its own."""
    assert ReferenceFile.PAIRS in files(checked("97140 97530 outpatient" + ON, ORTHO))


@pytest.mark.parametrize(
    ("limit", "text", "verdicts"),
    [
        (("97110", 6, 3), "97110-GP x6", []),
        (("97110", 6, 3), "97110-GP x7", [(1, ClaimVerdict.LOOK_AGAIN)]),
        (("97110", 6, 3), "97110-GP x4, 97110-GP-59 x3", [(2, ClaimVerdict.LOOK_AGAIN)]),
        (("97110", 6, 2), "97110-GP x4, 97110-GP-59 x3", [(2, ClaimVerdict.CONFLICT)]),
        (("97110", 6, 1), "97110-GP x4, 97110-GP-59 x3", []),
        (("97110", 6, 1), "97110-GP x6", []),
        (("97110", 6, 1), "97110-GP x7", [(1, ClaimVerdict.LOOK_AGAIN)]),
    ],
)
def test_mue_is_held_against_the_line_or_the_day_as_its_indicator_says(
    limit: tuple[str, int, int], text: str, verdicts: list[tuple[int, ClaimVerdict]]
) -> None:
    """MAI 1 by line, 2 and 3 by day; only 2 is a matter of policy."""
    assert said(checked(text + ON, replace(NOTHING, units=MemoryUnits(limit))), ClaimRule.UNITS) == verdicts


def test_a_code_without_a_value_is_not_called_unlimited() -> None:
    """The file has no row, and the result says so."""
    result = checked("97140-GP x40" + ON, replace(NOTHING, units=MemoryUnits(("97110", 6, 3))))

    assert result.lines[0].no_limit
    assert ClaimRule.UNITS not in result.lines[0].checked


def test_an_add_on_without_its_primary_is_a_conflict_where_the_list_is_whole() -> None:
    """The starter set's list, or the file's by its type."""
    assert said(checked("90840" + ON), ClaimRule.ADD_ON) == [(1, ClaimVerdict.CONFLICT)]
    assert said(checked("90840 99213-25" + ON), ClaimRule.ADD_ON) == [(1, ClaimVerdict.CONFLICT)]
    assert said(checked("90840 90839" + ON), ClaimRule.ADD_ON) == []


@pytest.mark.parametrize(
    ("kind", "beside", "verdicts"),
    [
        (AddOnKind.LISTED, "99213", [(1, ClaimVerdict.CONFLICT)]),
        (AddOnKind.SOME_LISTED, "99213", [(1, ClaimVerdict.LOOK_AGAIN)]),
        (AddOnKind.CONTRACTOR, "99213", [(1, ClaimVerdict.LOOK_AGAIN)]),
        (AddOnKind.LISTED, "22612", []),
    ],
)
def test_the_add_on_file_s_types_decide_how_sure_it_is(
    kind: AddOnKind, beside: str, verdicts: list[tuple[int, ClaimVerdict]]
) -> None:
    """Type 2 and 3 leave it to the contractor."""
    reference = replace(NOTHING, add_ons=MemoryAddOns(AddOn("22614", kind, ("22612",))))

    assert said(checked(f"22614 {beside}{ON}", reference), ClaimRule.ADD_ON) == verdicts


@pytest.mark.parametrize("kind", list(AddOnKind))
def test_an_add_on_all_alone_lacks_its_primary_for_certain(kind: AddOnKind) -> None:
    """Whatever the contractor takes, something has to stand beside it."""
    reference = replace(NOTHING, add_ons=MemoryAddOns(AddOn("22614", kind, ("22612",))))

    assert said(checked(f"22614{ON}", reference), ClaimRule.ADD_ON) == [(1, ClaimVerdict.CONFLICT)]


def troubles(text: str, reference: ReferenceData = NOTHING) -> dict[str, ClaimVerdict]:
    """Each modifier trouble of a claim, by its name."""
    found = [
        f for r in checked(text, reference).lines for f in r.findings if isinstance(f.detail, ModifierDoubt)
    ]
    return {f.detail.trouble.name: f.verdict for f in found if isinstance(f.detail, ModifierDoubt)}


@pytest.mark.parametrize(
    ("text", "trouble", "verdict"),
    [
        ("97110-GP-Z7", "NOT_PUBLISHED", ClaimVerdict.LOOK_AGAIN),
        ("J1885-JZ x2 on 2022-05-01", "NOT_YET", ClaimVerdict.CONFLICT),
        ("97110-CQ", "ASSISTANT_ALONE", ClaimVerdict.CONFLICT),
        ("97110-CO-GP", "ASSISTANT_ALONE", ClaimVerdict.CONFLICT),
        ("97110-GP 97140", "PLAN_MISSING", ClaimVerdict.LOOK_AGAIN),
        ("97140", "PLAN_MISSING", ClaimVerdict.NO_PROBLEM),
        ("71046-26-TC", "PARTS_TOGETHER", ClaimVerdict.CONFLICT),
        ("J1885-JZ-JW", "WASTE_AND_NONE", ClaimVerdict.CONFLICT),
        ("J1885-JZ, J1885-JW", "WASTE_ON_ANOTHER_LINE", ClaimVerdict.LOOK_AGAIN),
        ("20610-50-RT", "BOTH_SIDES_TWICE", ClaimVerdict.CONFLICT),
        ("20610-LT-RT", "TWO_SIDES", ClaimVerdict.LOOK_AGAIN),
        ("97110-GP-59-XS", "DISTINCT_TWICE", ClaimVerdict.LOOK_AGAIN),
        ("20610-50 x2", "BILATERAL_UNITS", ClaimVerdict.LOOK_AGAIN),
        ("90840-51 90839", "MULTIPLE_ON_ADD_ON", ClaimVerdict.LOOK_AGAIN),
        ("97110-GP-22-23-52-53", "TOO_MANY", ClaimVerdict.LOOK_AGAIN),
        ("99213-59", "DISTINCT_ON_VISIT", ClaimVerdict.CONFLICT),
        ("97110-GP-25", "VISIT_ONLY", ClaimVerdict.LOOK_AGAIN),
    ],
)
def test_modifiers_are_held_against_their_code_and_each_other(
    text: str, trouble: str, verdict: ClaimVerdict
) -> None:
    """One doubt for each kind of slip."""
    assert troubles(text)[trouble] is verdict


@pytest.mark.parametrize(
    "text", ["97110-GP-CQ", "97110-GO-CO", "99213-25", "20610-RT", "71046-26", "20610-50"]
)
def test_modifiers_that_belong_raise_no_doubt(text: str) -> None:
    """The everyday right ones."""
    assert troubles(text) == {}


def test_59_that_no_pair_asks_for_is_told_only_where_the_file_is_loaded() -> None:
    """97110 beside 97530 has no pair here; without the file nothing is said."""
    text = "97110-GP-59 97530-GP" + ON

    assert Trouble.DISTINCT_UNNEEDED.name in troubles(text, ORTHO)
    assert troubles(text) == {}
    assert troubles("97140-GP-59 97530-GP" + ON, ORTHO) == {}
    assert troubles("97110-GP 97110-GP-59" + ON, ORTHO) == {}  # it tells the two lines of one code apart


def test_the_schedule_s_letters_speak_on_parts_and_sides() -> None:
    """PCTC 0 has no parts, BILAT 0 is not doubled."""
    reference = replace(
        NOTHING, fees=MemoryFees([fee("12345", pctc="0", bilateral="0"), fee("71046", pctc="1")])
    )

    assert set(troubles("12345-26-50" + ON, reference)) == {
        "NO_PARTS_IN_SCHEDULE",
        "NOT_BILATERAL_IN_SCHEDULE",
    }
    assert troubles("71046-26" + ON, reference) == {}


@pytest.mark.parametrize("modifier", ["62", "66"])
def test_the_schedule_s_letters_speak_on_helpers(modifier: str) -> None:
    """CO and TEAM 0: Medicare pays none."""
    reference = replace(NOTHING, fees=MemoryFees([fee("20610")]))

    assert set(troubles(f"20610-{modifier}" + ON, reference)) == {"NO_HELPERS_IN_SCHEDULE"}
    assert troubles("20610-80" + ON, reference) == {}  # assistant 0: with a reason in the record


def test_a_number_outside_of_every_range_asks_for_a_look_at_the_digits() -> None:
    """Where no code set is loaded that could tell."""
    assert said(checked("09999 97140-GP"), ClaimRule.VALIDITY) == [(1, ClaimVerdict.LOOK_AGAIN)]


@pytest.mark.parametrize(
    ("status", "beside", "verdicts"),
    [
        ("A", "", []), ("C", "", []),
        ("B", "", [(1, ClaimVerdict.LOOK_AGAIN)]), ("I", "", [(1, ClaimVerdict.LOOK_AGAIN)]),
        ("T", "", []), ("T", " 99213", [(1, ClaimVerdict.LOOK_AGAIN)]),
    ],
)  # fmt: skip
def test_status_letters_under_which_medicare_does_not_pay_are_hinted_at(
    status: str, beside: str, verdicts: list[tuple[int, ClaimVerdict]]
) -> None:
    """T is paid where nothing else is billed that day."""
    reference = replace(NOTHING, fees=MemoryFees([fee("97010", status)]))

    assert said(checked(f"97010-GP{beside}{ON}", reference), ClaimRule.FEES) == verdicts


def test_a_code_that_has_ended_is_a_conflict_and_one_of_no_loaded_set_is_not_judged() -> None:
    """The loaded set knows its last day; outside of its days nothing is said."""
    reference = replace(
        NOTHING, procedures=MemoryProcedures(frozenset({"97140"}), {"12345": date(2026, 1, 31)})
    )

    assert said(checked("12345 97140-GP" + ON, reference), ClaimRule.VALIDITY) == [(1, ClaimVerdict.CONFLICT)]
    assert said(checked("12345 on 2026-01-31", reference), ClaimRule.VALIDITY) == []
    assert said(checked("54321" + ON, reference), ClaimRule.VALIDITY) == [(1, ClaimVerdict.CONFLICT)]
    assert ClaimRule.VALIDITY not in checked("54321 on 2025-02-03", reference).lines[0].checked


def test_the_same_line_twice_asks_for_a_look() -> None:
    """With another modifier it is told apart."""
    assert said(checked("97110-GP 97110-GP"), ClaimRule.REPEATED) == [(2, ClaimVerdict.LOOK_AGAIN)]
    assert said(checked("71046-26 71046-26-76"), ClaimRule.REPEATED) == []


def test_a_pointer_without_its_diagnosis_is_a_conflict() -> None:
    """C where there are two, and five where four fit."""
    assert said(checked("97110-GP ptr C dx M54.50 I10"), ClaimRule.POINTERS) == [(1, ClaimVerdict.CONFLICT)]
    assert said(checked("97110-GP ptr AB dx M54.50 I10"), ClaimRule.POINTERS) == []


REAL = replace(NOTHING, diagnoses=april_diagnoses())


@pytest.mark.parametrize(
    ("diagnosis", "verdict"),
    [
        ("M54.50", ClaimVerdict.NO_PROBLEM), ("M54.5", ClaimVerdict.CONFLICT), ("S43.421", ClaimVerdict.CONFLICT),
        ("M99.999", ClaimVerdict.CONFLICT), ("S43.421D", ClaimVerdict.NO_PROBLEM),
    ],
)  # fmt: skip
def test_headers_and_codes_without_their_seventh_character_are_conflicts(
    diagnosis: str, verdict: ClaimVerdict
) -> None:
    """By the release of the date."""
    assert checked(f"97140-GP dx {diagnosis}{ON_APRIL}", REAL).diagnoses[0].verdict is verdict


def test_a_diagnosis_is_not_judged_by_a_release_of_another_time() -> None:
    """April 2026 says nothing of February or of October."""
    for day in ("2026-02-03", "2026-10-01"):
        result = checked(f"97140-GP dx M99.999 on {day}", REAL)
        assert result.diagnoses[0].verdict is ClaimVerdict.NO_PROBLEM
        assert result.diagnoses[0].checked == ()
        assert ReferenceFile.DIAGNOSES in files(result)


def test_a_header_is_told_to_be_one_by_a_list_that_has_no_headers_too() -> None:
    """CMS's codes file holds billable codes alone: `M54.5` is not in it, and is a header all the same."""
    year = Release(System.ICD10CM, "FY2024 codes", date(2023, 10, 1), date(2024, 9, 30), "invented")
    rows = [CodeRow(code, code) for code in ("M54.50", "M54.51", "M54.59")]
    reference = replace(REAL, diagnoses=MemoryDiagnoses(year, (), diagnoses_of(rows)), newest=REAL.diagnoses)
    found = one(checked("97140-GP dx M54.5 on 2023-11-02", reference), ClaimRule.BILLABLE)

    assert isinstance(found.detail, Demoted)
    assert found.detail.children == ("M54.50", "M54.51", "M54.59")


def test_a_code_that_is_known_to_be_a_header_is_told_even_without_a_release_for_the_date() -> None:
    """M54.5 since October 2021, with the codes that the newest release has below it; before, nothing is said."""
    reference = replace(REAL, newest=REAL.diagnoses)
    found = one(checked("97140-GP dx M54.5 on 2026-02-03", reference), ClaimRule.BILLABLE)

    assert found.verdict is ClaimVerdict.CONFLICT
    assert isinstance(found.detail, Demoted)
    assert found.detail.children == ("M54.50", "M54.51", "M54.59")
    assert every(checked("97140-GP dx M54.5 on 2021-09-30", reference)) == every(
        checked("97140-GP on 2021-09-30")
    )


def test_excludes1_asks_for_a_look_and_excludes2_for_nothing() -> None:
    """Guideline I.A.12.a permits two unrelated conditions."""
    excluded = checked("97140-GP dx R26.2 R26.81" + ON_APRIL, REAL)
    apart = checked("97140-GP dx M54.50 I10" + ON_APRIL, REAL)

    assert [r.verdict for r in excluded.diagnoses] == [ClaimVerdict.NO_PROBLEM, ClaimVerdict.LOOK_AGAIN]
    assert one(excluded, ClaimRule.EXCLUDES).others == (1,)
    assert apart.verdict is not ClaimVerdict.CONFLICT
    assert [r.verdict for r in apart.diagnoses] == [ClaimVerdict.NO_PROBLEM] * 2


def test_an_excludes1_note_is_found_between_diagnoses() -> None:
    """M54.5 excludes psychogenic dorsalgia."""
    result = checked("97140-GP dx M54.50 F45.41" + ON_APRIL, REAL)

    assert one(result, ClaimRule.EXCLUDES).verdict is ClaimVerdict.LOOK_AGAIN


@pytest.mark.parametrize(
    ("diagnoses", "why", "verdict"),
    [
        ("W21.89XA S43.421A", Misplaced.EXTERNAL_CAUSE_FIRST, ClaimVerdict.CONFLICT),
        ("H42 E85.4", Misplaced.CODE_FIRST_AFTER, ClaimVerdict.CONFLICT),
        ("F02.80", Misplaced.MANIFESTATION_FIRST, ClaimVerdict.CONFLICT),
        ("I10 F02.80", Misplaced.CODE_FIRST_MISSING, ClaimVerdict.LOOK_AGAIN),
        ("F02.80 G30.9", Misplaced.CODE_FIRST_AFTER, ClaimVerdict.CONFLICT),
    ],
)
def test_what_goes_first_is_told(diagnoses: str, why: Misplaced, verdict: ClaimVerdict) -> None:
    """External causes never first, the underlying condition before its manifestation."""
    found = one(checked(f"99213 dx {diagnoses}{ON_APRIL}", REAL), ClaimRule.ORDER)

    assert isinstance(found.detail, DiagnosisOutOfOrder)
    assert (found.detail.why, found.verdict) == (why, verdict)


@pytest.mark.parametrize("diagnoses", ["S43.421A W21.89XA", "G30.9 F02.80", "E85.4 H42", "I50.9", "N18.6"])
def test_the_right_order_and_conditional_notes_raise_nothing(diagnoses: str) -> None:
    """'Any associated' and 'due to' ask only where the other code is there."""
    assert all(
        f.rule is not ClaimRule.ORDER
        for r in checked(f"99213 dx {diagnoses}{ON_APRIL}", REAL).diagnoses
        for f in r.findings
    )


@pytest.mark.parametrize(
    ("text", "verdict", "same"),
    [
        ("20610-LT dx M25.561", ClaimVerdict.CONFLICT, "M25.562"),
        ("20610-RT dx M25.561", None, None),
        ("20610-RT dx M25.569", ClaimVerdict.LOOK_AGAIN, "M25.561"),
        ("20610-50 dx M25.561", ClaimVerdict.LOOK_AGAIN, None),
        ("20610-50 dx M25.561 M25.562", None, None),
        ("20610-LT ptr A dx M25.561 M25.562", ClaimVerdict.CONFLICT, "M25.562"),
        ("20610-LT dx M25.561 M25.562", None, None),
        ("20610-LT dx M54.50", None, None),
        ("20610-LT dx M17.0", None, None),
        ("20610-LT dx M17.0 M25.561", None, None),
        ("11730-TA dx M79.671", ClaimVerdict.CONFLICT, "M79.672"),
    ],
)
def test_side_is_held_against_side(text: str, verdict: ClaimVerdict | None, same: str | None) -> None:
    """By the diagnoses that the line points to, or all of them."""
    result = checked(text + ON_APRIL, REAL)
    found = [f for f in result.lines[0].findings if isinstance(f.detail, OtherSide)]

    assert [f.verdict for f in found] == ([verdict] if verdict else [])
    if same:
        assert [f.detail.same for f in found if isinstance(f.detail, OtherSide)] == [same]


def test_every_finding_names_its_source() -> None:
    """Rule, source and quarter stand with each."""
    result = checked("99213-59 20610-LT 97110 x99 dx W21.89XA M25.561" + ON_APRIL, REAL)

    assert all(f.source for f in every(result))
    assert result.verdict is ClaimVerdict.CONFLICT


@pytest.mark.parametrize("external", ["W10.9XXA", "V43.52XA", "Y92.009"])
def test_an_external_cause_stands_behind_the_injury_and_never_before_it(external: str) -> None:
    """Guideline I.C.20: a fall on stairs, a crash, a place; first is a conflict, second or third is right."""
    first = checked(f"99283 dx {external} S93.401A{ON_APRIL}", REAL)
    behind = checked(f"99283 dx S93.401A {external}{ON_APRIL}", REAL)
    last = checked(f"99283 dx S93.401A M79.671 {external}{ON_APRIL}", REAL)

    assert [(f.diagnosis, f.verdict) for f in every(first) if f.rule is ClaimRule.ORDER] == [
        (1, ClaimVerdict.CONFLICT)
    ]
    assert not [f for result in (behind, last) for f in every(result) if f.rule is ClaimRule.ORDER]


def test_a_line_that_points_to_the_external_cause_first_is_told_and_the_others_are_not() -> None:
    """The injury is what the service treats; an external cause may be its second pointer."""
    result = checked(f"29515 ptr B 97116-GP ptr AB dx S93.401A W10.9XXA{ON_APRIL}", REAL)
    found = [f for f in every(result) if f.rule is ClaimRule.ORDER]

    assert [(f.line, f.verdict, f.others) for f in found] == [(1, ClaimVerdict.LOOK_AGAIN, (2,))]
    assert isinstance(found[0].detail, DiagnosisOutOfOrder)
    assert found[0].detail.why is Misplaced.EXTERNAL_CAUSE_POINTED_FIRST


def test_what_was_asked_of_a_line_is_named_and_nothing_else() -> None:
    """Whether it is an add-on is known of a starter code, or by the file; of any other code it was not asked."""
    file = replace(NOTHING, add_ons=MemoryAddOns())

    assert ClaimRule.ADD_ON in checked("97530-GP").lines[0].checked
    assert ClaimRule.ADD_ON not in checked("11730").lines[0].checked
    assert ClaimRule.ADD_ON in checked("11730", file).lines[0].checked


def test_a_number_outside_every_range_is_told_from_the_ranges() -> None:
    """The source of the remark is CPT's ranges, not a list of changes."""
    assert one(checked("05000"), ClaimRule.VALIDITY).source is Authority.RANGES


def test_the_mue_file_of_another_setting_is_missed_and_that_of_this_one_is_not() -> None:
    """The practitioners' values are loaded."""
    loaded = replace(NOTHING, units=MemoryUnits(("97530", 4, 3)))

    assert ReferenceFile.UNITS not in files(checked("97530-GP" + ON, loaded))
    assert ReferenceFile.UNITS in files(checked("97530-GP outpatient" + ON, loaded))


def test_waste_of_one_drug_does_not_contradict_none_of_another() -> None:
    """JZ on ketorolac, JW on dexamethasone: two vials."""
    assert Trouble.WASTE_ON_ANOTHER_LINE.name not in troubles("J1885-JZ, J1100-JW")
    assert Trouble.WASTE_ON_ANOTHER_LINE.name not in troubles("J1885-JZ, J1885")


def test_an_ulcer_before_its_diabetes_asks_for_a_look_with_the_printed_note() -> None:
    """'Code first' at L97 names the diabetes; only a manifestation code may never stand first."""
    found = one(checked(f"97597 dx L97.511 E11.621{ON_APRIL}", REAL), ClaimRule.ORDER)

    assert isinstance(found.detail, DiagnosisOutOfOrder)
    assert (found.verdict, found.diagnosis, found.others) == (ClaimVerdict.LOOK_AGAIN, 1, (2,))
    assert (found.detail.why, found.detail.at) == (Misplaced.CODE_FIRST_AFTER, "L97")
    assert "underlying condition" in " ".join(found.detail.notes)


def test_51_is_doubted_on_an_add_on_alone() -> None:
    """On a second procedure it is where it belongs."""
    assert Trouble.MULTIPLE_ON_ADD_ON.name not in troubles("20610-51 11730")
