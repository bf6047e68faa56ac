"""Drug units: the amount given divided by the dose in the HCPCS name, rounded up.

Source: HCPCS Level II names ('per 15 mg', '1 mg'); CMS Claims Processing Manual, chapter 17, sections 10 and 40 (bill
in multiples of the name's dose; JW for the discarded amount of a single-dose container, JZ if none was discarded).
"""

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from bot.domain.codes.cpt.timing import DosePer
from bot.domain.codes.units.parse import Dose

_AMOUNT = r"(?P<amount>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
_UNIT = (
    r"(?P<unit>milligrams?|mg|micrograms?|mcg|grams?|gm?|ml|milliliters?|international units?|i\.?u\.?|units?|meq"
    r"|milliequivalents?)"
)
_STATED = re.compile(rf"(?<![\w.,-]){_AMOUNT} ?{_UNIT}(?![\w/%])", re.IGNORECASE)
_BARE = re.compile(r"\b(?:per|each) (?P<unit>mg|milligram|mcg|microgram|gram|gm|ml|unit)\b", re.IGNORECASE)
_CONTAINER = re.compile(
    r"\b(?:per|each) (?:dose|vial|treatment|course)\b|\bwith\b|\bcombination\b", re.IGNORECASE
)
_PLAIN = {
    "mg": "mg", "milligram": "mg", "mcg": "mcg", "microgram": "mcg", "g": "g", "gm": "g", "gram": "g",
    "ml": "ml", "milliliter": "ml", "iu": "units", "i.u.": "units", "unit": "units",
    "international unit": "units", "meq": "meq", "milliequivalent": "meq",
}  # fmt: skip
_IN_MCG = {"mcg": Decimal(1), "mg": Decimal(1000), "g": Decimal(1_000_000)}


@dataclass(frozen=True, slots=True)
class DoseUnits:
    """`given` in steps of `per`: `exact` steps, billed as `units`.

    `over` is the part of the last step that was not given.
    """

    given: Dose
    per: Dose
    exact: Decimal
    units: int
    over: Dose
    wasted: int | None = None
    """JW units for the discarded amount; 0 requires JZ. None: the request named no container."""


@dataclass(frozen=True, slots=True)
class OtherMeasure:
    """The dose has another measure (ml instead of mg), and only the vial's label can convert it."""

    given: Dose
    per: Dose


def dose_in_name(name: str) -> Dose | None:
    """The dose of one unit of an HCPCS code, from its name; None if it states none, or several.

    >>> dose_in_name("Injection, ketorolac tromethamine, per 15 mg")
    Dose(amount=Decimal('15'), unit='mg')
    """
    stated = [_dose(found["amount"], found["unit"]) for found in _STATED.finditer(name)]
    if len(set(stated)) == 1 and not _CONTAINER.search(name):
        return stated[0] if stated[0].amount else None
    bare = _BARE.search(name)
    return _dose("1", bare["unit"]) if bare and not stated else None


def dose_of(timing: DosePer) -> Dose:
    """The dose of one unit, from the starter set."""
    return _dose(str(timing.amount), timing.unit)


def dose_units(given: Dose, per: Dose, vial: Dose | None = None) -> DoseUnits | OtherMeasure:
    """Whole units, rounded up. mcg, mg and g are converted.

    The discarded amount counts in whole units in addition to those billed, because a part of a billed unit is never
    billed twice (CMS Claims Processing Manual, chapter 17, 40).
    """
    exact = _steps(given, per)
    if exact is None:
        return OtherMeasure(given, per)
    units = int(exact.to_integral_value(ROUND_CEILING))
    wasted = None
    held = _steps(vial, per) if vial else None
    if held is not None and held >= exact:
        wasted = max(0, int(held.to_integral_value(ROUND_CEILING)) - units)
    return DoseUnits(given, per, exact, units, Dose((units - exact) * per.amount, per.unit), wasted)


def _steps(dose: Dose, per: Dose) -> Decimal | None:
    """The dose divided by `per`; None if their measures can't be converted."""
    if dose.unit == per.unit:
        return dose.amount / per.amount
    if dose.unit in _IN_MCG and per.unit in _IN_MCG:
        return dose.amount * _IN_MCG[dose.unit] / (per.amount * _IN_MCG[per.unit])
    return None


def _dose(amount: str, unit: str) -> Dose:
    plain = unit.lower()
    return Dose(Decimal(amount.replace(",", "")), _PLAIN.get(plain) or _PLAIN[plain.rstrip("s")])
