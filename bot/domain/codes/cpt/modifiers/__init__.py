"""Modifiers in our own words. A modifier missing here may still exist; modifier_forms.py has all forms."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
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
_SINCE = {
    **dict.fromkeys(("XE", "XS", "XP", "XU"), date(2015, 1, 1)),
    "95": date(2017, 1, 1),
    **dict.fromkeys(("96", "97"), date(2018, 1, 1)),
    **dict.fromkeys(("93", "FQ", "FS"), date(2022, 1, 1)),
    "JZ": date(2023, 1, 1),
}
MODIFIERS: Mapping[str, Modifier] = MappingProxyType(
    {modifier.code: replace(modifier, since=_SINCE.get(modifier.code)) for modifier in _ALL}
)
