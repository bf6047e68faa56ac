"""Parse the text of `/codes` into a typed request."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.codes.abbreviations import short_form
from bot.domain.codes.changes.parse import ChangesPage, ChangesRequest, read_changes

_ABBREVIATION = frozenset(("abbreviation", "abbreviations", "abbr", "abbrs", "abbrev"))
_REMOVE = frozenset(("remove", "delete", "rm", "drop"))
_LIST = frozenset(("", "list", "help", "?"))
_PAGE = re.compile(r"page (\d{1,3})")
_YES = frozenset(("yes", "y"))
_EXPORT = frozenset(("export", "csv"))
_BETWEEN = re.compile(r"[\s,;]+")


@dataclass(frozen=True, slots=True)
class ShowLoaded:
    """The list of releases. `full`: every line, not the first ten. `unread`: the text had unknown words."""

    full: bool = False
    unread: bool = False


@dataclass(frozen=True, slots=True)
class WatchCodes:
    """Watch these codes. They are not parsed yet."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnwatchCodes:
    """Stop watching these codes. They are not parsed yet."""

    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShowWatchedCodes:
    """The codes that the team watches. `page` counts from 1; None shows the first few."""

    page: int | None = None


@dataclass(frozen=True, slots=True)
class ShowAllNotes:
    """The team's notes on codes. `page` as above; `export` as a file."""

    page: int | None = None
    export: bool = False


@dataclass(frozen=True, slots=True)
class OwnAbbreviations:
    """The team's own abbreviations. `page` counts from 1; None shows the first few."""

    page: int | None = None


@dataclass(frozen=True, slots=True)
class OneAbbreviation:
    """The team's meaning of one abbreviation."""

    short: str


@dataclass(frozen=True, slots=True)
class AddAbbreviation:
    """`pfps = patellofemoral pain syndrome

    other`, not validated yet.
    """

    short: str
    expansions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemoveAbbreviation:
    """Remove an abbreviation."""

    short: str


@dataclass(frozen=True, slots=True)
class UnreadAbbreviation:
    """Several words after `abbreviation` without a sign between the short form and its meaning."""


@dataclass(frozen=True, slots=True)
class ForgetUses:
    """Delete the team's used codes. Asks for confirmation unless `confirmed`."""

    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class LocalityRequest:
    """The team's Medicare locality: shown without words, else chosen by number or name, or `off`."""

    words: str = ""


CodesQuestion = (
    ShowLoaded
    | OwnAbbreviations
    | OneAbbreviation
    | AddAbbreviation
    | RemoveAbbreviation
    | UnreadAbbreviation
    | ForgetUses
    | WatchCodes
    | UnwatchCodes
    | ShowWatchedCodes
    | ShowAllNotes
    | ChangesRequest
    | ChangesPage
    | LocalityRequest
)


def read_question(text: str) -> CodesQuestion:
    """Parse cleaned text into a request. Never raises.

    >>> read_question("abbr PFPS = patellofemoral pain syndrome")
    AddAbbreviation(short='pfps', expansions=('patellofemoral pain syndrome',))
    """
    first, _, rest = text.strip().partition(" ")
    name, rest = first.lower().rstrip(":"), rest.strip()
    reader = next((reader for names, reader in _READERS if name in names), None)
    return reader(rest) if reader else ShowLoaded(unread=bool(first))


def _tokens(rest: str) -> tuple[str, ...]:
    return tuple(token for token in _BETWEEN.split(rest) if token)


def _page(rest: str) -> int | None:
    page = _PAGE.fullmatch(rest.lower())
    return max(1, int(page[1])) if page else None


def _watch(rest: str) -> CodesQuestion:
    """Without codes, show the watched codes."""
    tokens = _tokens(rest)
    return WatchCodes(tokens) if tokens and _page(rest) is None else ShowWatchedCodes(_page(rest))


def _unwatch(rest: str) -> CodesQuestion:
    tokens = _tokens(rest)
    return UnwatchCodes(tokens) if tokens else ShowWatchedCodes()


def _abbreviation(rest: str) -> CodesQuestion:
    if rest.lower() in _LIST:
        return OwnAbbreviations()
    if page := _page(rest):
        return OwnAbbreviations(page)
    short, sign, meanings = rest.partition("=")
    if sign:
        return AddAbbreviation(short_form(short), tuple(m.strip() for m in meanings.split("|")))
    first, _, behind = rest.partition(" ")
    if first.lower() in _REMOVE and behind:
        return RemoveAbbreviation(short_form(behind))
    return UnreadAbbreviation() if behind else OneAbbreviation(short_form(rest))


_READERS: tuple[tuple[frozenset[str], Callable[[str], CodesQuestion]], ...] = (
    (frozenset(("forget",)), lambda rest: ForgetUses(confirmed=rest.lower() in _YES)),
    (_ABBREVIATION, _abbreviation),
    (frozenset(("watch", "watching", "watched", "watchlist")), _watch),
    (frozenset(("unwatch",)), _unwatch),
    (frozenset(("changes", "change", "changed", "diff")), read_changes),
    (frozenset(("notes", "note")), lambda rest: ShowAllNotes(_page(rest), rest.lower() in _EXPORT)),
    (frozenset(("locality", "localities", "gpci")), LocalityRequest),
    (frozenset(("more", "all", "list", "loaded")), lambda rest: ShowLoaded(full=True, unread=bool(rest))),
)
