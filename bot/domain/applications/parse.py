"""Parse `/application ...` into a typed request."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.applications.application import number_of
from bot.domain.applications.errors import NoSuchApplication
from bot.domain.applications.stages import Phase
from bot.domain.applications.targets import Target, parse_target


@dataclass(frozen=True, slots=True)
class ShowWelcome:
    """No subcommand: show what is possible."""


@dataclass(frozen=True, slots=True)
class NewApplication:
    """Start a new application."""


@dataclass(frozen=True, slots=True)
class ListApplications:
    """List applications.

    `include_closed` includes closed ones. `page` counts from 1. `ignored` holds words that were ignored.
    """

    mine: bool = False
    stalled: bool = False
    include_closed: bool = False
    phase: Phase | None = None
    target: Target | None = None
    page: int = 1
    ignored: str = ""

    @property
    def line(self) -> str:
        """The canonical text after `/application`, without the page."""
        words = ["list", *(["mine"] if self.mine else []), *(["stalled"] if self.stalled else [])]
        words += [*(["all"] if self.include_closed else []), *([f"phase {self.phase}"] if self.phase else [])]
        return " ".join([*words, *([f"meeting {self.target.id}"] if self.target else [])])


@dataclass(frozen=True, slots=True)
class ShowApplication:
    """Show one application's card, or its history: events before number `before` (None: the newest)."""

    number: int
    history: bool = False
    before: int | None = None


@dataclass(frozen=True, slots=True)
class ShowBoard:
    """Show all open applications by phase."""


@dataclass(frozen=True, slots=True)
class ExportApplication:
    """Export one draft as a dossier, or all applications as a table (None)."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class AssignOwner:
    """Change the owner. An empty `user` opens a form."""

    number: int
    user: str = ""


@dataclass(frozen=True, slots=True)
class AddApplicationNote:
    """Add a note. An empty `text` opens a form."""

    number: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class ChangeMeeting:
    """Change the target meeting or quarter. None opens a form."""

    number: int
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class CloseApplication:
    """Stop pursuing the application."""

    number: int


@dataclass(frozen=True, slots=True)
class ReopenApplication:
    """Reopen a closed application."""

    number: int


@dataclass(frozen=True, slots=True)
class UnknownSubcommand:
    """An unknown subcommand."""

    what: str


ApplicationRequest = (
    ShowWelcome
    | NewApplication
    | ListApplications
    | ShowApplication
    | ShowBoard
    | ExportApplication
    | AssignOwner
    | AddApplicationNote
    | ChangeMeeting
    | CloseApplication
    | ReopenApplication
    | UnknownSubcommand
)

_PERSON = re.compile(r"<@(?P<id>[UW][A-Z0-9]{1,30})(?:\|[^>]*)?>|(?<![A-Z0-9])(?P<bare>[UW][A-Z0-9]{7,30})")
_ID = re.compile(r"(?P<id>[Aa] ?-? ?\d{1,9})(?=\s|$)")
_PAGE = re.compile(r"\bpage (?P<page>\d{1,4})\b")
_BEFORE = re.compile(r"\bbefore (?P<seq>\d{1,9})\b")
_MEETING = re.compile(r"\b(?:(?:(?<!phase )panel )?meeting|target|aiming at|for) (?P<target>.{1,40})$")
_TO = re.compile(r"^(?:to|for|at)\s+", re.IGNORECASE)
_BARE_TARGET = re.compile(r"20\d\d-(?:\d\d|q[1-4])")
_SINGLE: Mapping[str, ApplicationRequest] = {
    **dict.fromkeys(("new", "begin", "create", "add"), NewApplication()),
    "board": ShowBoard(),
}
_LIST = frozenset(("list", "ls", "all", "mine", "my", "stalled"))
_FILLERS = frozenset(("phase", "in", "of", "the", "me", "and", "with", "application", "applications"))
_PHASES: Mapping[str, Phase] = {
    **{phase.value: phase for phase in Phase},
    "draft": Phase.PREPARE, "drafts": Phase.PREPARE, "publication": Phase.PUBLISH, "implementation": Phase.IMPLEMENT,
    "closed": Phase.END, "over": Phase.END, "ended": Phase.END,
}  # fmt: skip


def read_question(text: str) -> ApplicationRequest:
    """Parse cleaned text after `/application`.

    Raises NoSuchApplication for a missing or invalid id, NotATarget for an invalid meeting.

    >>> read_question("show a-12 history")
    ShowApplication(number=12, history=True, before=None)
    """
    verb, _, rest = text.strip().partition(" ")
    verb, rest = verb.lower(), rest.strip()
    if not verb:
        return ShowWelcome()
    if verb in _LIST or verb in _PHASES:
        return _list(text.strip().lower())
    if verb in _SINGLE:
        return _SINGLE[verb]
    if _ID.fullmatch(text.strip()):
        return ShowApplication(number_of(text))
    return _one_application(verb, rest) or UnknownSubcommand(text.strip()[:60])


def _one_application(verb: str, rest: str) -> ApplicationRequest | None:
    if verb == "export":
        return ExportApplication(_id(rest)[0] if rest and rest.lower() != "all" else None)
    if verb in ("close", "drop", "reopen"):
        number, _ = _id(rest)
        return ReopenApplication(number) if verb == "reopen" else CloseApplication(number)
    return _one_application_with_argument(verb, rest)


def _one_application_with_argument(verb: str, rest: str) -> ApplicationRequest | None:
    if verb in ("show", "open", "history"):
        number, more = _id(rest)
        found = _BEFORE.search(more.lower())
        history = verb == "history" or "history" in more.lower()
        return ShowApplication(number, history, int(found["seq"]) if found else None)
    if verb in ("assign", "give"):
        number, more = _id(rest)
        people = {found["id"] or found["bare"] for found in _PERSON.finditer(more)}
        return AssignOwner(number, people.pop() if len(people) == 1 else "")
    if verb == "note":
        return AddApplicationNote(*_id(rest))
    if verb in ("retarget", "target", "aim"):
        number, more = _id(rest)
        more = _TO.sub("", more)
        return ChangeMeeting(number, _target(more) if more else None)
    return None


def _id(rest: str) -> tuple[int, str]:
    found = _ID.match(rest)
    if found is None:
        raise NoSuchApplication(rest.partition(" ")[0][:40])
    return number_of(found["id"]), rest[found.end() :].strip()


def _target(text: str) -> Target:
    return parse_target(text, quarterly="q" in text.lower())


def _list(text: str) -> ListApplications:
    page = _PAGE.search(text)
    without = _PAGE.sub("", text).strip()
    meeting = _MEETING.search(without)
    words = [word.strip(",") for word in _MEETING.sub("", without).split()]
    target = _target(meeting["target"]) if meeting else None
    for word in words:
        if target is None and _BARE_TARGET.fullmatch(word):
            target = _target(word)
    return ListApplications(
        mine=bool({"mine", "my"} & set(words)),
        stalled="stalled" in words,
        include_closed="all" in words,
        phase=next((_PHASES[word] for word in words if word in _PHASES), None),
        target=target,
        page=max(1, int(page["page"])) if page else 1,
        ignored=" ".join(word for word in words if not _is_known_word(word))[:60],
    )


def _is_known_word(word: str) -> bool:
    return word in _LIST or word in _FILLERS or word in _PHASES or bool(_BARE_TARGET.fullmatch(word))
