"""Drug units: how many times the dose of a HCPCS name goes into what was given, rounded up.

Source: HCPCS Level II names ('per 15 mg', '1 mg'); CMS Claims Processing Manual, chapter 17, sections 10 and 40
(bill in multiples of the name's dose; JW for what was thrown away of a single-dose container, JZ for nothing).
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
    """`given` counted in steps of `per`: `exact` steps, billed as `units`; `over` of the last step was not given."""

    given: Dose
    per: Dose
    exact: Decimal
    units: int
    over: Dose
    wasted: int | None = None
    """Units of JW for what was thrown away of the container; 0 takes JZ, None: no container was named."""


@dataclass(frozen=True, slots=True)
class OtherMeasure:
    """The dose was told in another measure (ml against mg), which only the vial's label can turn into the other."""

    given: Dose
    per: Dose


def dose_in_name(name: str) -> Dose | None:
    """The dose that one unit of a HCPCS code stands for, from its name; None where it states none, or several.

    >>> dose_in_name("Injection, ketorolac tromethamine, per 15 mg")
    Dose(amount=Decimal('15'), unit='mg')
    """
    stated = [_dose(found["amount"], found["unit"]) for found in _STATED.finditer(name)]
    if len(set(stated)) == 1 and not _CONTAINER.search(name):
        return stated[0] if stated[0].amount else None
    bare = _BARE.search(name)
    return _dose("1", bare["unit"]) if bare and not stated else None


def dose_of(timing: DosePer) -> Dose:
    """The same from the starter set."""
    return _dose(str(timing.amount), timing.unit)


def dose_units(given: Dose, per: Dose, vial: Dose | None = None) -> DoseUnits | OtherMeasure:
    """Whole units, rounded up; mcg, mg and g are turned into each other.

    What was thrown away counts in whole units beyond those billed: a part of a billed unit is never billed twice
    (CMS Claims Processing Manual, chapter 17, 40).
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
    """How many times `per` goes into the dose; None where their measures can't be turned into each other."""
    if dose.unit == per.unit:
        return dose.amount / per.amount
    if dose.unit in _IN_MCG and per.unit in _IN_MCG:
        return dose.amount * _IN_MCG[dose.unit] / (per.amount * _IN_MCG[per.unit])
    return None


def _dose(amount: str, unit: str) -> Dose:
    plain = unit.lower()
    return Dose(Decimal(amount.replace(",", "")), _PLAIN.get(plain) or _PLAIN[plain.rstrip("s")])
