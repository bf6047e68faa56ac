"""What may be asked of `/codes`: text in, a typed question out."""

import re
from dataclasses import dataclass

from bot.domain.codes.abbreviations import short_form

_ABBREVIATION = frozenset(("abbreviation", "abbreviations", "abbr", "abbrs", "abbrev"))
_REMOVE = frozenset(("remove", "delete", "rm", "drop"))
_LIST = frozenset(("", "list", "help", "?"))
_PAGE = re.compile(r"page (\d{1,3})")
_YES = frozenset(("yes", "y"))


@dataclass(frozen=True, slots=True)
class WhatIsLoaded:
    """The list of releases; `more` where something stood behind it that comes later."""

    more: bool = False


@dataclass(frozen=True, slots=True)
class OwnAbbreviations:
    """The team's own abbreviations; `page` from 1, None for the first few."""

    page: int | None = None


@dataclass(frozen=True, slots=True)
class OneAbbreviation:
    """What the team means by one of them."""

    short: str


@dataclass(frozen=True, slots=True)
class AddAbbreviation:
    """`pfps = patellofemoral pain syndrome | other`, not checked yet."""

    short: str
    expansions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemoveAbbreviation:
    """Take one out."""

    short: str


@dataclass(frozen=True, slots=True)
class UnreadAbbreviation:
    """Several words after `abbreviation` without the sign between the short form and its meaning."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Forget which codes the team uses; asked again until `confirmed`."""

    confirmed: bool = False


CodesQuestion = (
    WhatIsLoaded
    | OwnAbbreviations
    | OneAbbreviation
    | AddAbbreviation
    | RemoveAbbreviation
    | UnreadAbbreviation
    | Forget
)


def read_question(text: str) -> CodesQuestion:
    """The question in cleaned text. Never raises.

    >>> read_question("abbr PFPS = patellofemoral pain syndrome")
    AddAbbreviation(short='pfps', expansions=('patellofemoral pain syndrome',))
    """
    first, _, rest = text.strip().partition(" ")
    match first.lower():
        case "forget":
            return Forget(confirmed=rest.strip().lower() in _YES)
        case name if name in _ABBREVIATION:
            return _abbreviation(rest.strip())
    return WhatIsLoaded(more=bool(text.strip()))


def _abbreviation(rest: str) -> CodesQuestion:
    if rest.lower() in _LIST:
        return OwnAbbreviations()
    if page := _PAGE.fullmatch(rest.lower()):
        return OwnAbbreviations(max(1, int(page[1])))
    short, sign, meanings = rest.partition("=")
    if sign:
        return AddAbbreviation(short_form(short), tuple(m.strip() for m in meanings.split("|")))
    first, _, behind = rest.partition(" ")
    if first.lower() in _REMOVE and behind:
        return RemoveAbbreviation(short_form(behind))
    return UnreadAbbreviation() if behind else OneAbbreviation(short_form(rest))
