"""Parse the text after `/cpt` into one typed request."""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.codes.billing.find_topic import find_topic
from bot.domain.codes.billing.topic import BillingTopic
from bot.domain.codes.claim.normalize import take_place_and_payer, take_setting
from bot.domain.codes.claim.together_request import MOST_CODES, TogetherRequest
from bot.domain.codes.cpt.anesthesia import read_anesthesia
from bot.domain.codes.cpt.announced import CPT_2027
from bot.domain.codes.cpt.durations import take_minutes
from bot.domain.codes.cpt.grammar import read_billed
from bot.domain.codes.cpt.modifier_forms import is_known, is_modifier
from bot.domain.codes.cpt.modifier_words import modifiers_about
from bot.domain.codes.cpt.place_words import MOST, places_about
from bot.domain.codes.cpt.problems import UnknownModifier, UnknownPlace
from bot.domain.codes.cpt.requests import (
    AnnouncedYear,
    Categories,
    CategoryPage,
    Compare,
    DiagnosisTyped,
    EmptyProcedureRequest,
    Modifiers,
    PlacesRequest,
    ProcedureCodesRequest,
    ProcedureSearchRequest,
    Question,
    TimeFit,
    TopicTyped,
)
from bot.domain.codes.cpt.tokens import CodeTokens, read_tokens
from bot.domain.codes.other_systems import OtherSystem, OtherSystemTyped, other_system, revenue_alone
from bot.domain.codes.search.weights import set_of
from bot.domain.codes.units.parse import read_units, refuse_negative, takes_waste
from bot.domain.dates import split_date
from bot.domain.errors import NotUnderstood

_MOST_COMPARED = 3
_TOGETHER = re.compile(r"\btogether\b", re.IGNORECASE)
_VERSUS = re.compile(r"\b(?:vs|versus)\b", re.IGNORECASE)
_MAY_BILL = re.compile(
    r"\b(?:can|may|should|could|do|does|is|are)\b.*\b(?:bill|code|charge|report|allow|bundle|separate|unbundle)"
    r"|\bbill(?:ed|ing)?\b.*\b(?:with|same day|and)\b|\bsame (?:day|visit|claim)\b|\bbundl",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\bdiff(?:erence|erent|er|ers)?\b|\bcompar|\bwhich (?:is|one|pays)\b", re.IGNORECASE
)
_COLON = re.compile(r"\b([0-9A-Z][0-9]{3}[0-9A-Z]):([0-9]{1,3})\b", re.IGNORECASE)
"""`97110:23`"""
_FEE_WORDS = set_of(
    "fee fees price prices pay pays paid payment allowable allowed rvu rvus wrvu global globals rate",
    "cost",
)
_MUE_WORDS = frozenset(("mue", "mues"))
_ASKING = set_of(
    "what whats is are does do how much many days period medicare schedule i get get's limit value",
)
_SERVICES_TOO = frozenset(("New and established patient", "Telehealth"))
_MORE = re.compile(r" more$", re.IGNORECASE)
_YEAR = re.compile(
    rf"(?=.*[a-z])(?:(?:maternity|obstetrics?|ob|new|changes|codes|cpt|in|for) )*{CPT_2027.year}"
    r"(?: (?:maternity|obstetrics?|ob|changes|codes|new|cpt))*",
    re.IGNORECASE,
)
"""`maternity 2027`, `2027 changes`"""
_DOSE = re.compile(r"\b\d+(?:\.\d+)? ?(?:mg|mcg|ml|g|units?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _RequestText:
    """The input of a reader: the words after its keyword, the date (already removed), and the known codes."""

    rest: str
    on: date | None
    known: Collection[str]


def read_question(text: str, today: date, known: Collection[str]) -> Question:  # noqa: PLR0911 - one for each form
    """Parse cleaned `text`. `known` has loaded modifiers, and the codes to suggest for a misspelled one.

    Raises NotUnderstood (including MistypedCode and UnknownModifier) and NotADate.
    """
    rest, on = split_date(text, today)
    rest = rest.strip()
    if not rest:
        return EmptyProcedureRequest()
    billed = None if _COLON.fullmatch(rest) else read_billed(rest)
    if billed and all(map(is_modifier, billed.modifiers)):
        return ProcedureCodesRequest((billed,), on)  # the usual question skips the checks for unusual ones
    first, _, behind = rest.partition(" ")
    reader = _KEYWORDS.get(first.lower().rstrip(":"))
    if reader:
        return reader(_RequestText(behind.strip(), on, known))
    if found := re.fullmatch(r"(pos|mod) ?([0-9a-z]{2})", rest, re.IGNORECASE):
        return _KEYWORDS[found[1].lower()](_RequestText(found[2], on, known))
    if rest.lower().startswith("place of service"):
        return _places(_RequestText(rest, on, known))
    if anesthesia := read_anesthesia(rest, on):
        return anesthesia
    if system := OtherSystem.REVENUE if revenue_alone(rest) else other_system(rest):
        raise OtherSystemTyped(rest, (), system)
    return (
        AnnouncedYear(CPT_2027.year) if _YEAR.fullmatch(rest) else _read_codes(_RequestText(rest, on, known))
    )


def _read_codes(text: _RequestText) -> Question:  # noqa: PLR0911 - one for each form
    text = replace(text, rest=_COLON.sub(r"\1 \2 min", text.rest))
    refuse_negative(text.rest, of_units=False)
    if _TOGETHER.search(text.rest):
        return _together(_RequestText(_TOGETHER.sub(" ", text.rest), text.on, text.known))
    if of_two := _asked_of_two(text):
        return of_two
    if _VERSUS.search(text.rest):
        return _compare(text)
    if takes_waste(text.rest) and _DOSE.search(text.rest):
        return _units(text)
    rest, minutes = take_minutes(_DOSE.sub(" ", text.rest))
    asked, full = _MORE.subn("", rest)
    try:
        read = read_tokens(asked, text.known)
    except UnknownModifier:
        if minutes:  # `97110 25 min, 97140 10`: the second number is minutes too
            return _units(text)
        raise
    if minutes and read.billed:
        return _time_fit(read, minutes, text)
    if _DOSE.search(text.rest) and read.billed:
        return _units(text)
    return _plain(read, text, full=bool(full))


def _asked_of_two(text: _RequestText) -> Question | None:
    """`can i bill 99213 with 20610` and `difference between 99213 and 99214`, where two codes are named."""
    asked = _DIFFERENCE.search(text.rest) or _MAY_BILL.search(text.rest)
    if not asked or len({billed.procedure for billed in read_tokens(text.rest, text.known).billed}) < 2:
        return None
    return _compare(text) if _DIFFERENCE.search(text.rest) else _together(text)


def _plain(read: CodeTokens, text: _RequestText, *, full: bool) -> Question:
    if read.billed:
        return _of_codes(read, text, full=full)
    if read.diagnoses:
        return DiagnosisTyped(tuple(read.diagnoses), text.on)
    if read.modifiers and not read.words:
        return Modifiers(tuple(dict.fromkeys(read.modifiers)), on=text.on)
    if topic := _topic(text.rest):
        return TopicTyped(topic, text.on)
    if len(read.words) == 1 and len(read.words[0]) == 2 and read.words[0].isdigit():
        raise UnknownModifier(read.words[0])
    return ProcedureSearchRequest(text.rest, text.on)


def _of_codes(read: CodeTokens, text: _RequestText, *, full: bool) -> Question:
    """The codes; `99213 fee` and `97110 mue` ask for what stands behind *More* of a card."""
    words = {word.lower() for word in read.words}
    fee, mue = not words.isdisjoint(_FEE_WORDS), not words.isdisjoint(_MUE_WORDS)
    left = words - _FEE_WORDS - _MUE_WORDS - _ASKING if fee or mue else words
    return ProcedureCodesRequest(
        tuple(read.billed),
        text.on,
        tuple(read.diagnoses),
        bool(left or read.modifiers),
        full or fee,
        mue,
        fee,
    )


def _topic(text: str) -> BillingTopic | None:
    """The rule of billing that is asked for; what is a service as well is searched."""
    topic = find_topic(text) or (find_topic("fee schedule") if text.strip().lower() in _FEE_WORDS else None)
    return None if topic is None or topic.name in _SERVICES_TOO else topic


def _time_fit(read: CodeTokens, minutes: tuple[int, ...], text: _RequestText) -> Question:
    if len(read.billed) > 1 or len(minutes) > 1:
        return _units(text)
    return TimeFit(read.billed[0], minutes[0], text.on)


def _units(text: _RequestText) -> Question:
    return read_units(text.rest, text.on, text.known)


def _together(text: _RequestText) -> Question:
    """Each code once, with its modifiers. The text may also name the file to use ('outpatient')."""
    rest, place, payer = take_place_and_payer(text.rest)
    rest, setting = take_setting(rest)
    codes = {billed.procedure.code: billed for billed in read_tokens(rest, text.known).billed}
    if len(codes) < 2:
        raise NotUnderstood(f"{rest.strip()} together".strip(), ("/cpt 97530 97140 together",))
    billed = tuple(codes.values())
    return TogetherRequest(
        billed[:MOST_CODES], text.on, setting, max(0, len(billed) - MOST_CODES), place, payer
    )


def _compare(text: _RequestText) -> Question:
    codes = tuple(dict.fromkeys(b.procedure for b in read_tokens(text.rest, text.known).billed))
    if len(codes) < 2:
        raise NotUnderstood(f"compare {text.rest}".strip(), ("/cpt compare 99213 99214",))
    return Compare(codes[:_MOST_COMPARED], max(0, len(codes) - _MOST_COMPARED), text.on)


_LIST_WORDS = "more list all and or vs for on of the to with a cpt level ii code"
_OF_LISTS = frozenset(_LIST_WORDS.split())
_LONGEST_SLIP = 4


def _meant_as_modifier(token: str) -> bool:
    """Whether it is meant as a modifier: `XX99`, or `foo` with `97140`.

    Longer words ('for therapy') ask for the list.
    """
    return token.lower() not in _OF_LISTS and (len(token) <= _LONGEST_SLIP or any(c.isdigit() for c in token))


def _modifiers(text: _RequestText) -> Question:
    tokens = [t for t in re.split(r"[\s,;/&-]+", text.rest) if t]
    if not any(is_known(t, text.known) for t in tokens) and (
        about := modifiers_about([t for t in tokens if t.lower() not in _OF_LISTS])
    ):
        return Modifiers(about, on=text.on)
    if unknown := next((t for t in tokens if not is_known(t, text.known) and _meant_as_modifier(t)), None):
        raise UnknownModifier(unknown.upper())
    named = tuple(dict.fromkeys(t.upper() for t in tokens if is_known(t, text.known)))
    return Modifiers(named, not named and "more" in text.rest.lower(), text.on)


def _places(text: _RequestText) -> Question:
    named = [found.zfill(2) for found in re.findall(r"\b\d{1,2}\b", text.rest)]
    if not named and (number := re.search(r"\d+", text.rest)):
        raise UnknownPlace(number[0], ("/cpt pos 11",))
    first, *more = (*dict.fromkeys(named),) or places_about(text.rest) or (None,)
    return PlacesRequest(first, text.on, tuple(filter(None, more))[: MOST - 1])


_KEYWORDS: Mapping[str, Callable[[_RequestText], Question]] = {
    "compare": _compare,
    **dict.fromkeys(("categories", "category"), lambda _: Categories()),
    **dict.fromkeys(("ranges", "sections"), lambda _: Categories(CategoryPage.RANGES)),
    "letters": lambda _: Categories(CategoryPage.LETTERS),
    **dict.fromkeys(("modifiers", "modifier", "mods", "mod"), _modifiers),
    **dict.fromkeys(("pos", "places"), _places),
    "units": _units,
    "together": _together,
}
