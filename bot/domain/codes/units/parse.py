"""Parse the text after `/cpt units`: codes with their minutes or doses."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from bot.domain.codes.cpt.grammar import BilledCode, read_billed
from bot.domain.codes.cpt.modifier_forms import is_modifier
from bot.domain.codes.cpt.suggestions import looks_meant_as_code, mistyped
from bot.domain.codes.units.problems import (
    NegativeTime,
    NoAmount,
    NoCodes,
    TooManyMinutes,
    TooManyServices,
    UnitsGiven,
)

MOST_SERVICES = 20
MOST_MINUTES = 1440
_UNIT_WORDS = {
    "mg": "mg", "milligram": "mg", "mcg": "mcg", "ug": "mcg", "microgram": "mcg", "g": "g", "gm": "g", "gram": "g",
    "ml": "ml", "cc": "ml", "iu": "units", "unit": "units", "u": "units", "meq": "meq",
}  # fmt: skip
_DURATION = re.compile(
    r"(?<![\w.-])(?P<h>[0-9]{1,2}(?:\.[0-9]{1,2})?) ?(?:hours?|hrs?|h)\b"
    r"(?: ?(?:and )?(?P<rest>[0-9]{1,2}) ?(?:minutes?|mins?|m)\b)?"
    r"|(?<![\w.-])(?P<hours>[0-9]{1,2}) ?h ?(?P<past>[0-5][0-9])\b"
    r"|(?<![\w.-])(?P<m>[0-9]{1,5}) ?-?(?:minutes?|mins?|min\.|m|')(?!\w)",
    re.IGNORECASE,
)
_DOSE = re.compile(
    r"(?<![\w.,-])(?P<amount>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7})(?P<part>\.[0-9]{1,4})? ?"
    r"(?P<unit>milligrams?|mg|micrograms?|mcg|ug|grams?|gm|g|ml|cc|iu|meq|units?|u)\b",
    re.IGNORECASE,
)
_TIMES = re.compile(r"(?<!\w)[x*\u00d7] ?([0-9]{1,3})(?![\w.]| ?#)", re.IGNORECASE)
"""Units as claims write them, `x3`: no minutes."""
_COLON = re.compile(r"\b([0-9A-Z][0-9]{3}[0-9A-Z]):(?=[0-9])", re.IGNORECASE)
"""`97110:23`"""
_NEGATIVE = re.compile(
    r"(?<![\w.,)-])[-\u2212\u2013](?P<amount>[0-9]{1,4}) ?(?P<unit>minutes?|mins?|m|hours?|hrs?|h)?\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[\s,;+&|/=]+")
_MINUTES = re.compile(r"#m([0-9]{1,5})|([0-9]{1,4})")
_MEASURE = (
    r"(?P<amount>[0-9]{1,7}(?:\.[0-9]{1,4})?) ?"
    r"(?P<unit>milligrams?|mg|micrograms?|mcg|ug|grams?|gm|g|ml|cc|iu|meq|units?|u)?"
)
_VIAL = re.compile(
    rf"\b(?:of (?:an? )?|from (?:an? )?)?{_MEASURE} ?-?(?:single[- ](?:dose|use) )?(?:vials?|ampules?|syringes?|sdv)\b",
    re.IGNORECASE,
)
_WASTE = re.compile(
    rf"\b(?:wasted?|wasting|discard(?:ed|ing)?|thrown away|threw away|jw)[: ]+{_MEASURE}\b", re.IGNORECASE
)
_MARKED_DOSE = re.compile(r"#d([0-9]{1,7}(?:\.[0-9]{1,4})?):([a-z]{1,5})")


@dataclass(frozen=True, slots=True)
class Dose:
    """An amount of a drug: `unit` is mg, mcg, g, ml, meq or units."""

    amount: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Service:
    """One code with whole minutes, with a dose, or with neither; several mentions of a code are summed."""

    billed: BilledCode
    minutes: int | None = None
    dose: Dose | None = None
    vial: Dose | None = None
    """The contents of the single-dose container, given directly or derived from the discarded amount."""

    @property
    def code(self) -> str:
        """The code without modifiers."""
        return self.billed.procedure.code


@dataclass(frozen=True, slots=True)
class UnitsRequest:
    """The services to count, in the order typed. `unread`: words were ignored.

    `assistant` is CQ or CO where it stood at one of them: then the modifier has to be decided unit by unit.
    """

    services: tuple[Service, ...]
    on: date | None = None
    unread: bool = False
    assistant: str = ""


_ASSISTANT = re.compile(r"(?<=[-\s])(C[QO])(?![\w/])")


def read_units(text: str, on: date | None, known: Collection[str]) -> UnitsRequest:
    """Parse cleaned text without its date. A bare number after a code is minutes.

    A code without an amount may stand beside others: evaluations are not timed. Raises NoCodes, NoAmount (no code
    has minutes or a dose), NegativeTime, UnitsGiven, TooManyMinutes, TooManyServices, MistypedCode.
    """
    text = _COLON.sub(r"\1 ", text)
    assistant = _ASSISTANT.search(text)
    refuse_negative(text)
    text, vial = _VIAL.sub(" ", text), _VIAL.search(text)
    text, waste = _WASTE.sub(" ", text), _WASTE.search(text)
    rest = _DURATION.sub(lambda found: f" #m{_minutes(found)} ", text)
    rest = _DOSE.sub(_dose_marked, rest)
    if found := _TIMES.search(rest):
        raise UnitsGiven(_last_code(rest[: found.start()]), int(found[1]))
    services: list[Service] = []
    unread = False
    for token in _BETWEEN.split(rest):
        unread |= not _take(token.strip("()[]{}.:!?\"'<>-"), services, known)
    if not services:
        raise NoCodes
    return UnitsRequest(
        _with_container(_summed(services), vial, waste), on, unread, assistant[1] if assistant else ""
    )


def _with_container(
    services: tuple[Service, ...], vial: re.Match[str] | None, waste: re.Match[str] | None
) -> tuple[Service, ...]:
    """Assign the container to the only drug. With several drugs, nothing is guessed."""
    drugs = [service for service in services if service.dose]
    found = vial or waste
    if found is None or len(drugs) != 1 or drugs[0].dose is None:
        return services
    given = drugs[0].dose
    unit = (found["unit"] or given.unit).lower()
    amount = Dose(
        Decimal(found["amount"]),
        _UNIT_WORDS.get(unit) or _UNIT_WORDS[unit.rstrip("s")] if found["unit"] else given.unit,
    )
    if amount.unit != given.unit:
        return services
    held = amount if vial else Dose(given.amount + amount.amount, given.unit)
    return tuple(replace(each, vial=held) if each is drugs[0] else each for each in services)


def takes_waste(text: str) -> bool:
    """Whether the text names a vial or a discarded amount."""
    return bool(_VIAL.search(text) or _WASTE.search(text))


def refuse_negative(text: str, *, of_units: bool = True) -> None:
    """Raises NegativeTime for `-15 min`, and where units are asked for any `-15` that is no modifier."""
    for found in _NEGATIVE.finditer(text):
        if found["unit"] or (of_units and not is_modifier(found["amount"])):
            raise NegativeTime(found[0])


def _last_code(before: str) -> str:
    read = (read_billed(token) for token in reversed(_BETWEEN.split(before)))
    return next((billed.procedure.code for billed in read if billed), "")


def canonical(request: UnitsRequest) -> str:
    """The question as it reads back: `97110 25 min, J1885 60 mg`."""
    marks = [f"-{request.assistant}" if request.assistant else "", *[""] * len(request.services)]
    return ", ".join(
        f"{s.code}{mark} {_amount(s)}".strip() for s, mark in zip(request.services, marks, strict=False)
    )


def _amount(service: Service) -> str:
    if service.dose is not None:
        vial = f" {plain(service.vial.amount)} {service.vial.unit} vial" if service.vial else ""
        return f"{plain(service.dose.amount)} {service.dose.unit}{vial}"
    return f"{service.minutes} min" if service.minutes is not None else ""


def plain(amount: Decimal) -> str:
    """Format without exponent or trailing zeros: 2.50 -> '2.5', 1E+2 -> '100'."""
    return f"{amount.normalize():f}"


def _minutes(found: re.Match[str]) -> int:
    hours = Decimal(found["h"] or found["hours"] or 0) * 60
    return int(found["m"] or found["rest"] or found["past"] or 0) + int(hours.to_integral_value())


def _dose_marked(found: re.Match[str]) -> str:
    unit = found["unit"].lower()
    amount = found["amount"].replace(",", "") + (found["part"] or "")
    return f" #d{amount}:{_UNIT_WORDS.get(unit) or _UNIT_WORDS[unit.rstrip('s')]} "


def _take(token: str, services: list[Service], known: Collection[str]) -> bool:
    """Whether the token could be read. An amount belongs to the code before it."""
    if not token or token.lower() in ("for", "and", "min", "mins", "minutes", "at", "x", "of", "with"):
        return True
    if found := _MINUTES.fullmatch(token):
        return _with_minutes(int(found[1] or found[2]), services)
    if found := _MARKED_DOSE.fullmatch(token):
        return _with_dose(Dose(Decimal(found[1]), found[2]), services)
    if billed := read_billed(token):
        services.append(Service(BilledCode(billed.procedure)))
        return True
    if looks_meant_as_code(token):
        raise mistyped(token, known)
    return is_modifier(token) and bool(services)


def _with_minutes(minutes: int, services: list[Service]) -> bool:
    if minutes > MOST_MINUTES:
        raise TooManyMinutes(minutes, MOST_MINUTES)
    if not services or services[-1].dose is not None:
        return False
    last = services[-1]
    services[-1] = Service(last.billed, (last.minutes or 0) + minutes)
    return True


def _with_dose(dose: Dose, services: list[Service]) -> bool:
    if services:
        services[-1] = Service(services[-1].billed, None, dose)
    return bool(services)


def _summed(services: list[Service]) -> tuple[Service, ...]:
    """Each code once. Where no code has an amount, there is nothing to count."""
    by_code: dict[str, Service] = {}
    if all(service.minutes is None and service.dose is None for service in services):
        raise NoAmount(services[0].code)
    for service in services:
        before = by_code.get(service.code)
        by_code[service.code] = _both(before, service) if before else service
    if len(by_code) > MOST_SERVICES:
        raise TooManyServices(len(by_code), MOST_SERVICES)
    total = sum(s.minutes or 0 for s in by_code.values())
    if total > MOST_MINUTES:
        raise TooManyMinutes(total, MOST_MINUTES)
    return tuple(by_code.values())


def _both(one: Service, other: Service) -> Service:
    if one.minutes is not None and other.minutes is not None:
        return Service(one.billed, one.minutes + other.minutes)
    if other.minutes is None and other.dose is None:
        return one
    if one.dose and other.dose and one.dose.unit == other.dose.unit:
        return Service(one.billed, None, Dose(one.dose.amount + other.dose.amount, one.dose.unit))
    return other
