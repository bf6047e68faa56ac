"""Who may see which part of an application, by its share class (AMA confidentiality policy, application FAQ).

The rule of thumb: the team's own planning facts go to the named, everybody else learns that it exists and whom
to ask, and where outsiders may read along, or nobody can tell, nothing more is shown whatever the class.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.applications.application import Application, ApplicationKind, RequestedCode
from bot.domain.applications.papers import Evidence, Papers
from bot.domain.applications.stages import Phase, ShareClass, Stage, Valuation
from bot.domain.applications.targets import Target
from bot.domain.applications.transitions import NUMBERED, TABLE


class Audience(StrEnum):
    """Who reads."""

    NAMED = "named"  # owner or named member, where only such people read
    WORKSPACE = "workspace"  # other people of the team's own workspace
    OPEN = "open"  # a public, shared or external channel, or one that the bot can't tell


class ViewingPlace(StrEnum):
    """Where something is shown, as far as the bot knows."""

    ALONE = "alone"  # App Home, a modal, a direct message: the asker and nobody else
    PRIVATE = "private"  # a private channel without outsiders
    PUBLIC = "public"
    SHARED = "shared"  # Slack Connect, pending connections and guests included
    UNKNOWN = "unknown"


class Field(StrEnum):
    """A part of an application."""

    ID = "id"
    OWNER = "owner"  # whom to ask
    TITLE = "title"
    PHASE = "phase"
    STAGE = "stage"
    TARGET = "target"
    DEADLINE = "deadline"
    CODES = "codes"  # how many, which categories, which existing code, how far their valuation is
    OUTCOME = "outcome"
    SUMMARY = "summary"  # when it was posted
    NUMBER = "number"
    MEMBERS = "members"
    CHECKLIST = "checklist"
    EVENTS = "events"
    NOTES = "notes"  # the text of notes in the events
    PAPERS = "papers"  # evidence, stakeholders, literature, considered codes
    MATERIAL = "material"  # the link to where the team keeps wording and Panel material
    STEPS = "steps"


_ASK = frozenset({Field.ID, Field.OWNER})
_PUBLIC = _ASK | {Field.TITLE, Field.PHASE, Field.STAGE, Field.TARGET}
_PLANNING = _PUBLIC | {
    Field.DEADLINE,
    Field.CODES,
    Field.MEMBERS,
    Field.CHECKLIST,
    Field.EVENTS,
    Field.MATERIAL,
    Field.STEPS,
}
_PENDING = _PLANNING | {Field.NOTES, Field.PAPERS}
_VISIBLE: Mapping[Audience, Mapping[ShareClass, frozenset[Field]]] = {
    Audience.NAMED: {
        ShareClass.PUBLIC: frozenset(Field),
        ShareClass.PUBLIC_SUMMARY_ONLY: frozenset(Field) - {Field.NUMBER},
        ShareClass.INTERNAL: frozenset(Field),
        ShareClass.NEED_TO_KNOW: _PENDING,
        ShareClass.RESTRICTED: _PLANNING,
    },
    Audience.WORKSPACE: {
        ShareClass.PUBLIC: _PUBLIC | {Field.NUMBER, Field.OUTCOME, Field.SUMMARY},
        ShareClass.PUBLIC_SUMMARY_ONLY: _PUBLIC | {Field.OUTCOME, Field.SUMMARY},
        ShareClass.INTERNAL: _PUBLIC,
        ShareClass.NEED_TO_KNOW: _ASK,
        ShareClass.RESTRICTED: _ASK,
    },
    Audience.OPEN: dict.fromkeys(ShareClass, _ASK),
}
CLOSE_STAGES = frozenset(
    stage for stage, facts in TABLE.items() if facts.share in (ShareClass.NEED_TO_KNOW, ShareClass.RESTRICTED)
)
"""One code at such a stage, and nobody but the named may know the application's title, phase or target."""
_CLOSED_PLACES = frozenset({ViewingPlace.ALONE, ViewingPlace.PRIVATE})
_WORDING_ENTRIES = ("descriptor", "vignette", "service_description")


@dataclass(frozen=True, slots=True)
class SeenCode:
    """A code as an audience sees it: None stands for 'not yours to see' as well as for 'not there'."""

    position: int
    category: str | None
    kind: ApplicationKind | None
    existing: str | None
    stage: Stage | None
    outcome: Stage | None
    outcome_on: date | None
    posted_on: date | None
    number: str | None
    valuation: Valuation | None = None


@dataclass(frozen=True, slots=True)
class VisibleApplication:
    """What an audience may see of an application, and nothing else: the only thing that a view should get.

    `confidential`: say 'under confidentiality until the Summary is posted'. `version` goes into buttons.
    `signed`: which members signed the statement of confidentiality.
    """

    id: str
    number: int
    owner: str
    version: int
    fields: frozenset[Field]
    share: ShareClass
    confidential: bool
    title: str | None
    phase: Phase | None
    stages: tuple[Stage, ...]
    target: Target | None
    codes: tuple[SeenCode, ...]
    members: tuple[str, ...]
    material: str | None
    signed: tuple[tuple[str, date], ...] = ()


def audience_of(application: Application, user: str, place: ViewingPlace) -> Audience:
    """Who reads an answer that only `user` sees, asked for in `place`.

    Even such an answer shows in an open place no more than the strictest class allows: it is read over shoulders
    and shared by mistake there.
    """
    if is_open(place):
        return Audience.OPEN
    return Audience.NAMED if application.names(user) else Audience.WORKSPACE


def audience_in(application: Application, channel: str, place: ViewingPlace) -> Audience:
    """Who reads a message posted to `channel`: only the application's own private channel is the named's."""
    if place is not ViewingPlace.PRIVATE:
        return Audience.OPEN
    return Audience.NAMED if channel == application.channel else Audience.WORKSPACE


def is_open(place: ViewingPlace) -> bool:
    """Whether outsiders may read there, or nobody can tell."""
    return place not in _CLOSED_PLACES


def fields_for(application: Application, audience: Audience) -> frozenset[Field]:
    """The parts that an audience may see now."""
    return _VISIBLE[audience][application.share]


def visible(application: Application, audience: Audience) -> VisibleApplication:
    """Exactly what the audience may see."""
    fields = fields_for(application, audience)
    shows_codes = bool(fields & {Field.CODES, Field.OUTCOME, Field.NUMBER})
    return VisibleApplication(
        id=application.id,
        number=application.number,
        owner=application.owner,
        version=application.version,
        fields=fields,
        share=application.share,
        confidential=application.share is ShareClass.RESTRICTED,
        title=application.title if Field.TITLE in fields else None,
        phase=application.phase if Field.PHASE in fields else None,
        stages=application.stages if Field.STAGE in fields else (),
        target=application.target if Field.TARGET in fields else None,
        codes=tuple(_code(c, fields) for c in application.codes) if shows_codes else (),
        members=tuple(m.user for m in application.members) if Field.MEMBERS in fields else (),
        material=application.material if Field.MATERIAL in fields else None,
        signed=_signed(application) if Field.MEMBERS in fields else (),
    )


def _signed(application: Application) -> tuple[tuple[str, date], ...]:
    """Who signed the statement of confidentiality, and when."""
    return tuple((m.user, m.signed_on) for m in application.members if m.signed_on)


def visible_evidence(application: Application, audience: Audience, papers: Papers) -> tuple[Evidence, ...]:
    """The evidence that may be shown. After submission the texts beneath wording entries stay hidden."""
    if Field.PAPERS not in fields_for(application, audience):
        return ()
    if application.is_draft:
        return papers.evidence
    return tuple(e for e in papers.evidence if not is_wording(e.entry) or e.text is None)


def is_wording(entry: str) -> bool:
    """Whether a checklist entry asks for the words of the code itself."""
    return entry.partition("#")[0] in _WORDING_ENTRIES


def _code(code: RequestedCode, fields: frozenset[Field]) -> SeenCode:
    plan, outcome = Field.CODES in fields, Field.OUTCOME in fields
    return SeenCode(
        position=code.position,
        category=code.is_category if plan or outcome else None,
        kind=code.kind if plan else None,
        existing=code.existing if plan else None,
        stage=code.stage if Field.STAGE in fields else None,
        outcome=code.outcome if outcome else None,
        outcome_on=code.outcome_on if outcome else None,
        posted_on=code.posted_on if Field.SUMMARY in fields else None,
        number=code.number if Field.NUMBER in fields and code.stage in NUMBERED else None,
        valuation=code.valuation if plan else None,
    )
