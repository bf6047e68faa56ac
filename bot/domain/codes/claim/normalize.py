"""The text of a claim made ready for reading: dates, setting, doses and times taken out, units marked."""

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
_BOX_24A = re.compile(  # as the form prints it: from and through as `02 03 26 02 03 26`, then the place of service
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
_PLACE = re.compile(r"\b(?:pos|place of service|place)[:= ]*(?P<place>\d{1,2})\b", re.IGNORECASE)
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
"""In front of a number that was written as units."""


@dataclass(frozen=True, slots=True)
class Written:
    """The words that are left, and what was taken from between them."""

    rest: str
    on: date | None
    setting: ClaimSetting
    full: bool
    left_out: bool
    place: str = ""
    payer: str = ""


def read_written(text: str, today: date) -> Written:
    """Make cleaned `text` ready. Raises NotADate, and SeveralDates where two different days are named."""
    text, full = _MORE.subn("", text)
    boxed = _BOX_24A.search(_SPAN.sub(" ", text))
    text, on = _take_date(text, today)
    text, payer = find_payer(text)
    named = _PLACE.search(text) or boxed
    text, setting = take_setting(text)
    text, doses = _DOSE_OR_TIME.subn(" ", text)
    text = _ROW.sub(" ", _PLACE.sub(" ", text))
    for form in _UNITS:
        text = form.sub(rf" {UNITS_MARK}\1 ", text)
    place = (named["place"] or "").zfill(2) if named and named["place"] else ""
    return Written(" ".join(text.split()), on, setting, bool(full), bool(doses), place, payer)


def _take_date(text: str, today: date) -> tuple[str, date | None]:
    text = _SPAN.sub(" ", _BOX_24A.sub(r"\1/\2/\3", text))
    found: dict[date, None] = {}
    for form in _DATES:
        found.update((parse_date(each["date"], today), None) for each in form.finditer(text))
        text = form.sub(" ", text)
    if wrong := _MEANT_AS_DATE.search(text):
        raise NotADate(wrong[1])
    if len(found) > 1:
        raise SeveralDates(tuple(sorted(found)))
    return text, next(iter(found), None)


def take_setting(text: str) -> tuple[str, ClaimSetting]:
    """Take the word for whose claim it is out: `'97110 outpatient'` -> `('97110  ', OUTPATIENT)`."""
    setting = next((named for named, words in _SETTINGS if words.search(text)), ClaimSetting.PRACTITIONER)
    for _, words in _SETTINGS:
        text = words.sub(" ", text)
    return text, setting
