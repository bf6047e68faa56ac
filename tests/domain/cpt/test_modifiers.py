"""Modifiers: told in plain words, and whether they fit the code beside them."""

import pytest

from bot.domain.codes.cpt.grammar import read_code
from bot.domain.codes.cpt.modifier_fit import Misfit, doubts
from bot.domain.codes.cpt.modifier_forms import CPT_MODIFIERS, HCPCS_MODIFIERS, is_modifier
from bot.domain.codes.cpt.modifiers import MODIFIERS
from bot.domain.codes.cpt.starter import STARTER


def _misfits(code: str, *modifiers: str) -> list[Misfit]:
    procedure = read_code(code)
    assert procedure is not None
    return [doubt.misfit for doubt in doubts(procedure, modifiers, STARTER.get(code))]


def test_every_modifier_of_cpt_is_told_and_leads_on_to_others_that_are() -> None:
    """And all of them have the form of a modifier."""
    assert set(MODIFIERS) >= CPT_MODIFIERS
    assert all(is_modifier(code) and set(m.see) <= set(MODIFIERS) for code, m in MODIFIERS.items())
    assert not CPT_MODIFIERS & HCPCS_MODIFIERS


def test_fingers_and_toes_stand_on_the_right_side() -> None:
    """FA to F4 and TA to T4 are left, F5 to F9 and T5 to T9 right; FA, F5, TA, T5 are thumbs and great toes."""
    meanings = {code: MODIFIERS[code].meaning for code in ("FA", "F4", "F5", "F9", "TA", "T4", "T5", "T9")}

    assert meanings == {
        "FA": "left hand, thumb", "F4": "left hand, fifth digit",
        "F5": "right hand, thumb", "F9": "right hand, fifth digit",
        "TA": "left foot, great toe", "T4": "left foot, fifth digit",
        "T5": "right foot, great toe", "T9": "right foot, fifth digit",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "modifier", "misfit"),
    [
        ("99213", "59", Misfit.DISTINCT_ON_VISIT),
        ("99213", "XE", Misfit.DISTINCT_ON_VISIT),
        ("97140", "25", Misfit.VISIT_ONLY),
        ("20610", "57", Misfit.VISIT_ONLY),
        ("97140", "P3", Misfit.ANESTHESIA_ONLY),
        ("99213", "8P", Misfit.MEASURE_ONLY),
        ("99213", "GP", Misfit.THERAPY_ONLY),
        ("97140", "TC", Misfit.NO_PARTS),
        ("71046", "LT", Misfit.NO_SIDES),
        ("90837", "50", Misfit.NO_SIDES),
        ("96372", "JZ", Misfit.NO_DRUG),
        ("71046", "QW", Misfit.NOT_A_TEST),
        ("81002", "QW", Misfit.QW_EXEMPT),
    ],
)
def test_a_modifier_that_belongs_elsewhere_is_looked_at_again(
    code: str, modifier: str, misfit: Misfit
) -> None:
    """With the reason."""
    assert _misfits(code, modifier) == [misfit]


@pytest.mark.parametrize(
    ("code", "modifier"),
    [
        ("99213", "25"), ("97140", "59"), ("97140", "GP"), ("97161", "GP"), ("71046", "26"), ("73030", "LT"),
        ("73562", "50"), ("J1885", "JZ"), ("80053", "QW"), ("00100", "P3"), ("3074F", "8P"), ("G0439", "25"),
        ("92014", "25"), ("12345", "GP"), ("20610", "RT"), ("69210", "50"),
    ],
)  # fmt: skip
def test_a_modifier_in_its_place_raises_no_doubt(code: str, modifier: str) -> None:
    """Nor does one on a code of which only the form is known."""
    assert _misfits(code, modifier) == []


def test_one_line_has_one_plan_of_care() -> None:
    """GP and GO together are looked at again."""
    assert _misfits("97110", "GP", "GO") == [Misfit.TWO_PLANS]
