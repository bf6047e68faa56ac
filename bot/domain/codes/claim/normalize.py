"""Prepare a claim's text for parsing: remove dates, setting, doses and times, and mark units."""

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.problems import SeveralDates
from bot.domain.codes.notes.payers import find_payer
from bot.domain.dates import parse_date
from bot.domain.errors import NotADate

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FORMS = (
    r"\d{4}[/.-]\d{1,2}[/.-]\d{1,2}",
    r"(?:19|20)\d{6}",
    r"\d{1,2}(?P<mark>[/.])\d{1,2}(?P=mark)(?:\d{4}|'?\d{2})",
    r"(?:0?[1-9]|1[0-2])-(?:0?[1-9]|[12]\d|3[01])-(?:\d{4}|\d{2})",  # no modifier is 01 to 12: `59-25-76`
    rf"{_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}",
    rf"\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}",
    r"today|yesterday",
)
_INTRODUCED = r"(?:(?:on|as of|as at|dos|date of service)\b[: ]*)?"
_DATES = tuple(
    re.compile(rf"(?<![\w.$/-]){_INTRODUCED}(?P<date>{form})(?![\w/])(?!\.\d)", re.IGNORECASE)
    for form in _FORMS
)
_MEANT_AS_DATE = re.compile(
    r"(?:^|[\s,])(?:on|dos|date of service|as of)[: ]+(\d{1,4}[/.-]\d[\d/.-]*|\d{6,8}\b)", re.IGNORECASE
)
_SPAN = re.compile(r"(?<=/\d\d)-(?=\d)|(?<=/\d{4})-(?=\d)")  # 2/3/26-2/3/26, from and through
_BOX_24A = re.compile(  # as printed in the form: from and through as `02 03 26 02 03 26`, then the place of service
    r"(?<![\w.$/-])(0[1-9]|1[0-2]) (0[1-9]|[12]\d|3[01]) (\d{4}|\d{2})(?: \1 \2 \3)?(?: (?P<place>\d{2}))?"
    r"(?= +[0-9A-Za-z]{5}\b)"
)
_SETTINGS = (
    (ClaimSetting.OUTPATIENT, re.compile(r"\b(?:outpatient|facility|hospital|opps|asc)\b", re.IGNORECASE)),
    (ClaimSetting.DME, re.compile(r"\b(?:dme|dmepos|supplier)\b", re.IGNORECASE)),
    (ClaimSetting.PRACTITIONER, re.compile(r"\b(?:practitioner|professional|physician)\b", re.IGNORECASE)),
)
_DOSE_OR_TIME = re.compile(
    r"(?<![\w.])\d+(?:\.\d+)? ?(?:mg|mcg|ml|g|min|mins|minutes?|hrs?|hours?)\b", re.IGNORECASE
)
_PLACE = re.compile(r"\b(?:pos|place of service|place)[:=# ]*(?P<place>\d{1,4})\b", re.IGNORECASE)
_PLACE_IN_WORDS = re.compile(
    r"\b(?:pos|place of service|place)[:= ]+(?:the )?(?P<words>[a-z][a-z' -]*[a-z])", re.IGNORECASE
)
_NAMED_PLACES = (
    ("telehealth home", "10"), ("telehealth at home", "10"), ("home telehealth", "10"), ("telehealth", "02"),
    ("office", "11"), ("home", "12"), ("assisted living", "13"), ("group home", "14"), ("urgent care", "20"),
    ("inpatient hospital", "21"), ("hospital inpatient", "21"), ("inpatient", "21"),
    ("outpatient hospital", "22"), ("hospital outpatient", "22"), ("emergency room", "23"), ("emergency", "23"),
    ("er", "23"), ("ed", "23"), ("asc", "24"), ("ambulatory surgical center", "24"), ("surgery center", "24"),
    ("skilled nursing facility", "31"), ("snf", "31"), ("nursing facility", "32"), ("nursing home", "32"),
    ("hospice", "34"), ("fqhc", "50"), ("rural health clinic", "72"), ("rhc", "72"),
)  # fmt: skip
_MORE = re.compile(r"[\s,]+more$", re.IGNORECASE)
_UNITS = (
    re.compile(r"(?<![\w.$-])(\d{1,4}) ?(?:units?|unit\(s\)|un|u|ea)(?![\w-])", re.IGNORECASE),
    re.compile(r"(?<![\w-])(?:units?|qty|quantity|un)[:=\s]{1,3}(\d{1,4})(?![\w.-])", re.IGNORECASE),
    re.compile(r"(?<![\w.])[x*] ?(\d{1,6})(?![\w.-])", re.IGNORECASE),
    re.compile(r"(?<=[0-9A-Za-z)]) ?\*+ ?(\d{1,6})(?![\w.-])"),
    re.compile(r"(?<![\w.$-])(\d{1,4}) ?x(?![\w-])", re.IGNORECASE),
)
_ROW = re.compile(r"(?<![\w.$])(?:(?:line|ln|row) ?#? ?\d{1,2}[.:)]?|\d{1,2}[.)])(?=\s|$)", re.IGNORECASE)
UNITS_MARK = "#"
"""A prefix for a number that was typed as units."""
PLACE_MARK = "^"
"""A prefix for digits that were typed as a place of service."""
_MARKED = re.compile(r"\^(\d{2,4})")


@dataclass(frozen=True, slots=True)
class Written:
    """The remaining words, and what was removed from between them. `left_out` are doses and times."""

    rest: str
    on: date | None
    setting: ClaimSetting
    full: bool
    left_out: tuple[str, ...]
    payer: str = ""


def read_written(text: str, today: date) -> Written:
    """Prepare cleaned `text`. Raises NotADate, and SeveralDates if two different days are named."""
    text, full = _MORE.subn("", text)
    text, on = _take_date(text, today)
    text, payer = find_payer(text)
    text = _mark_places(text)
    text, setting = take_setting(text)
    left_out = tuple(found[0] for found in _DOSE_OR_TIME.finditer(text))
    text = _ROW.sub(" ", _DOSE_OR_TIME.sub(" ", text))
    for form in _UNITS:
        text = form.sub(rf" {UNITS_MARK}\1 ", text)
    return Written(" ".join(text.split()), on, setting, bool(full), left_out, payer)


def take_place_and_payer(text: str) -> tuple[str, str, str]:
    """Take out the place of service and the payer: `'97014 pos 11 medicare'` -> `('97014  ', '11', 'Medicare')`."""
    text, payer = find_payer(text)
    text = _mark_places(text)
    place = _MARKED.search(text)
    return _MARKED.sub(" ", text), place[1] if place else "", payer


def _mark_places(text: str) -> str:
    text = _PLACE.sub(lambda found: f" {PLACE_MARK}{found['place'].zfill(2)} ", text)
    return _PLACE_IN_WORDS.sub(_named_place, text)


def _named_place(found: re.Match[str]) -> str:
    """`pos office M54.50` -> ` ^11  M54.50`; words that name no place stay as they are."""
    words = found["words"].lower()
    for name, place in _NAMED_PLACES:
        if words == name or words.startswith(f"{name} "):
            return f" {PLACE_MARK}{place} {found['words'][len(name) :]}"
    return found[0]


def _take_date(text: str, today: date) -> tuple[str, date | None]:
    text = _SPAN.sub(" ", _BOX_24A.sub(_box_24a, text))
    found: dict[date, None] = {}
    for form in _DATES:
        found.update((parse_date(each["date"], today), None) for each in form.finditer(text))
        text = form.sub(" ", text)
    if wrong := _MEANT_AS_DATE.search(text):
        raise NotADate(wrong[1])
    if len(found) > 1:
        raise SeveralDates(tuple(sorted(found)))
    return text, next(iter(found), None)


def _box_24a(found: re.Match[str]) -> str:
    """The dates as one, and the place of service that stands behind them."""
    place = f" {PLACE_MARK}{found['place']}" if found["place"] else ""
    return f"{found[1]}/{found[2]}/{found[3]}{place}"


def take_setting(text: str) -> tuple[str, ClaimSetting]:
    """Remove the word for the payment setting: `'97110 outpatient'` -> `('97110 ', OUTPATIENT)`."""
    setting = next((named for named, words in _SETTINGS if words.search(text)), ClaimSetting.PRACTITIONER)
    for _, words in _SETTINGS:
        text = words.sub(" ", text)
    return text, setting
