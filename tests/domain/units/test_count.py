"""Each code by the rule of its own kind; drugs by the dose in their name."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.cpt.starter import STARTER
from bot.domain.codes.cpt.time_fit import BandFit, OlderRule, VisitFit
from bot.domain.codes.units.count import Counted, count_units
from bot.domain.codes.units.dose import DoseUnits, OtherMeasure, dose_in_name, dose_units
from bot.domain.codes.units.parse import Dose, canonical, read_units

TODAY = date(2026, 11, 21)
NAMES = {"J0702": "Injection, betamethasone acetate 3 mg and phosphate 3 mg", "J9999": "Invented, 0.5 mg"}


def counted(text: str) -> Counted:
    """The answer from the starter set, and from two invented HCPCS names."""
    asked = read_units(text, None, STARTER)
    return count_units(asked, TODAY, STARTER.get, lambda code: dose_in_name(NAMES.get(code, "")))


def test_only_15_minute_codes_are_pooled() -> None:
    """A psychotherapy session has its own range, an evaluation no minutes that count."""
    result = counted("97110 25 97140 10 90837 50 97161 30")

    assert result.pool is not None
    assert (result.pool.minutes, result.pool.units) == (35, 2)
    assert [rule.procedure.code for rule in result.own] == ["90837", "97161"]
    fit = result.own[0].fit
    assert isinstance(fit, BandFit)
    assert (fit.fits, fit.better.code if fit.better else None) == (False, "90834")


def test_adaptive_behavior_stays_out_of_the_pool() -> None:
    """Its minutes never join those of therapy."""
    result = counted("97110 20 min 97153 23 min")

    assert result.pool
    assert [share.code for share in result.pool.shares] == ["97110"]
    assert [rule.procedure.code for rule in result.own] == ["97153"]


def test_a_code_that_nothing_loaded_knows_is_not_pooled() -> None:
    """It may be a 15-minute code or not: nobody guesses."""
    result = counted("97124 20 97110 20")

    assert result.unknown == ("97124",)
    assert result.pool is not None
    assert result.pool.minutes == 20


def test_a_dose_is_counted_in_the_unit_of_the_name_and_rounded_up() -> None:
    """60 mg of ketorolac at 15 mg are 4, 50 mg are 4 as well."""
    for dose, units, over in (("60", 4, 0), ("50", 4, 10), ("1", 1, 14)):
        (drug,) = counted(f"J1885 {dose} mg").drugs
        assert isinstance(drug.counted, DoseUnits)
        assert (drug.counted.units, int(drug.counted.over.amount)) == (units, over)


def test_minutes_for_a_drug_and_a_dose_for_an_exercise_are_told() -> None:
    """Neither can be counted."""
    assert [(w.code, w.minutes) for w in counted("J1885 20 min 97110 30 mg").wrong] == [
        ("J1885", True),
        ("97110", False),
    ]


@pytest.mark.parametrize(
    ("name", "amount", "unit"),
    [
        ("Injection, ketorolac tromethamine, per 15 mg", "15", "mg"),
        ("Injection, drug, each 10 mg", "10", "mg"),
        ("Injection, drug, 1 mg", "1", "mg"),
        ("Injection, drug, up to 80 mg", "80", "mg"),
        ("Injection, drug, per 1,000 units", "1000", "units"),
        ("Injection, drug, 0.1 mcg", "0.1", "mcg"),
        ("Injection, drug, 100 micrograms", "100", "mcg"),
        ("Injection, drug, per gram", "1", "g"),
        ("Injection, drug, 500 milligrams", "500", "mg"),
    ],
)
def test_the_dose_is_read_out_of_a_hcpcs_name(name: str, amount: str, unit: str) -> None:
    """In the forms that CMS writes."""
    assert dose_in_name(name) == Dose(Decimal(amount), unit)


@pytest.mark.parametrize(
    "name",
    [
        "Walker, folding",
        "Injection, a 2 mg and b 1 mg",
        "Drug, per dose",
        "Infusion, 250 ml with 5 mg",
        "",
        "Drug, 0 mg",
    ],
)
def test_a_name_without_one_dose_gives_none(name: str) -> None:
    """Two strengths are no unit."""
    assert dose_in_name(name) is None


def test_micrograms_and_grams_are_turned_into_milligrams_but_millilitres_are_not() -> None:
    """What a millilitre holds, only the label knows."""
    per = Dose(Decimal("0.5"), "mg")
    counted_ = dose_units(Dose(Decimal(750), "mcg"), per)

    assert isinstance(counted_, DoseUnits)
    assert (counted_.units, counted_.over) == (2, Dose(Decimal("0.250"), "mg"))
    assert isinstance(dose_units(Dose(Decimal(2), "ml"), per), OtherMeasure)


@given(st.decimals("0.1", "100000", places=1), st.decimals("0.1", "1000", places=1))
def test_units_cover_the_dose_and_not_one_more(given_: Decimal, per: Decimal) -> None:
    """Rounded up: one unit fewer would be too little."""
    result = dose_units(Dose(given_, "mg"), Dose(per, "mg"))

    assert isinstance(result, DoseUnits)
    assert result.units * per >= given_ > (result.units - 1) * per


def test_a_loaded_code_without_a_known_rule_is_told_apart_from_one_that_is_not_loaded() -> None:
    """The first is in the team's files, and nothing says how it counts; the second may not exist."""
    asked = read_units("97124 20 97535 15 97110 30", None, STARTER)
    result = count_units(asked, TODAY, lambda _code: None, lambda _code: None, lambda code: code == "97535")

    assert (result.untold, result.unknown) == (("97535",), ("97124", "97110"))


def test_minutes_for_a_drug_that_is_known_by_its_loaded_name_are_told() -> None:
    """Its name states a dose, so minutes are wrong; it is not called unknown."""
    result = counted("J9999 20")

    assert [(w.code, w.minutes) for w in result.wrong] == [("J9999", True)]
    assert result.unknown == ()


def test_minutes_are_held_against_the_rule_of_the_date_of_service() -> None:
    """A visit of 2020 was not leveled by today's minutes."""
    then = count_units(
        read_units("99214 35", date(2020, 12, 31), STARTER), TODAY, STARTER.get, lambda _code: None
    )
    now = count_units(
        read_units("99214 35", date(2021, 1, 1), STARTER), TODAY, STARTER.get, lambda _code: None
    )

    assert isinstance(then.own[0].fit, OlderRule)
    assert isinstance(now.own[0].fit, VisitFit)


@pytest.mark.parametrize(
    ("given_", "per", "units"), [("2 g", "500 mg", 4), ("1 g", "100 mcg", 10_000), ("1 mg", "1000 mcg", 1)]
)
def test_grams_milligrams_and_micrograms_are_a_thousand_apart(given_: str, per: str, units: int) -> None:
    """2 g at 500 mg a unit are 4 units."""
    (amount, unit), (each, measure) = given_.split(), per.split()
    result = dose_units(Dose(Decimal(amount), unit), Dose(Decimal(each), measure))

    assert isinstance(result, DoseUnits)
    assert (result.units, result.over.amount) == (units, Decimal(0))


@pytest.mark.parametrize(
    ("text", "units", "wasted"),
    [
        ("J1885 15 mg 60 mg vial", 1, 3),
        ("J1885 15 mg from a 60 mg single-dose vial", 1, 3),
        ("J1885 20 mg 60 mg vial", 2, 2),
        ("J1885 60 mg 60 mg vial", 4, 0),
        ("J1885 15 mg waste 30", 1, 2),
        ("J1885 15 mg wasted 45 mg", 1, 3),
        ("J1885 16 mg discarded 14 mg", 2, 0),
        ("J1885 60 mg", 4, None),
    ],
)
def test_what_was_thrown_away_of_a_vial_is_counted_in_whole_units(
    text: str, units: int, wasted: int | None
) -> None:
    """Never a part of a unit that is billed already: CMS Claims Processing Manual, chapter 17, 40."""
    request = read_units(text, None, STARTER)
    drug = count_units(request, TODAY, STARTER.get, lambda _code: None).drugs[0].counted
    assert isinstance(drug, DoseUnits)
    assert (drug.units, drug.wasted) == (units, wasted)
    assert read_units(canonical(request), None, STARTER) == request
