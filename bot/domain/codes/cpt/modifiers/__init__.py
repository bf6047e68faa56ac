"""Modifiers in our own plain words. Those not told here may still exist: modifier_forms.py knows the forms."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.codes.cpt.modifiers.everyday import AFTER_SURGERY, DISTINCT, THERAPY, VISIT, WORK
from bot.domain.codes.cpt.modifiers.modifier import Modifier
from bot.domain.codes.cpt.modifiers.special import (
    ANESTHESIA,
    DRUGS,
    LAB,
    MEASURES,
    NOTICE,
    PART,
    PREVENTIVE,
    SIDES,
    TEAM,
    TELEHEALTH,
)

_ALL = (
    *DISTINCT, *VISIT, *THERAPY, *SIDES, *WORK, *AFTER_SURGERY, *TEAM, *PART,
    *TELEHEALTH, *LAB, *DRUGS, *NOTICE, *PREVENTIVE, *ANESTHESIA, *MEASURES,
)  # fmt: skip
MODIFIERS: Mapping[str, Modifier] = MappingProxyType({modifier.code: modifier for modifier in _ALL})
