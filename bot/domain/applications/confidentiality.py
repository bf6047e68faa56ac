"""Which parts of an application each audience may see, by share class.

Sources: AMA confidentiality policy and application FAQ. Planning facts are for named people. Everyone else sees that
the application exists and whom to ask. A place that outsiders can read, or that cannot be identified, shows no more
than that for any class.
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
    """Who reads an answer."""

    NAMED = "named"  # owner or named member, in a place only such people read
    WORKSPACE = "workspace"  # other people in the team's workspace
    OPEN = "open"  # a public, shared or external channel, or an unknown place


class ViewingPlace(StrEnum):
    """Where an answer is shown."""

    ALONE = "alone"  # App Home, a modal or a direct message: only the user
    PRIVATE = "private"  # a private channel without outsiders
    PUBLIC = "public"
    SHARED = "shared"  # Slack Connect, including pending connections and guests
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
    CODES = "codes"  # number of codes, categories, existing code, valuation progress
    OUTCOME = "outcome"
    SUMMARY = "summary"  # the day the Summary was posted
    NUMBER = "number"
    MEMBERS = "members"
    CHECKLIST = "checklist"
    EVENTS = "events"
    NOTES = "notes"  # text of notes in the history
    PAPERS = "papers"  # evidence, stakeholders, literature, considered codes
    MATERIAL = "material"  # the link to wording and Panel material outside of Slack
    STEPS = "steps"


_CONTACT_ONLY = frozenset({Field.ID, Field.OWNER})
_PUBLIC = _CONTACT_ONLY | {Field.TITLE, Field.PHASE, Field.STAGE, Field.TARGET}
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
        ShareClass.NEED_TO_KNOW: _CONTACT_ONLY,
        ShareClass.RESTRICTED: _CONTACT_ONLY,
    },
    Audience.OPEN: dict.fromkeys(ShareClass, _CONTACT_ONLY),
}
CONFIDENTIAL_STAGES = frozenset(
    stage for stage, facts in TABLE.items() if facts.share in (ShareClass.NEED_TO_KNOW, ShareClass.RESTRICTED)
)
"""If one code is at such a stage, only named people may see the application's title, phase or target."""
_PRIVATE_PLACES = frozenset({ViewingPlace.ALONE, ViewingPlace.PRIVATE})
_WORDING_ENTRIES = ("descriptor", "vignette", "service_description")


@dataclass(frozen=True, slots=True)
class SeenCode:
    """A code as an audience sees it. None means hidden or not set."""

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
    """The parts of an application that an audience may see. Views get only this.

    `confidential`: show that it is confidential until the Summary is posted. `version` goes into button values.
    `signed` lists members who signed the statement of confidentiality, with the day.
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
    """The audience of an answer that only `user` sees, requested in `place`.

    In an open place such an answer still shows only what the strictest class allows. People there can read it on
    screen or share it by mistake.
    """
    if is_open(place):
        return Audience.OPEN
    return Audience.NAMED if application.names(user) else Audience.WORKSPACE


def audience_in(application: Application, channel: str, place: ViewingPlace) -> Audience:
    """The audience of a message in `channel`. Only the application's own private channel counts as named people."""
    if place is not ViewingPlace.PRIVATE:
        return Audience.OPEN
    return Audience.NAMED if channel == application.channel else Audience.WORKSPACE


def is_open(place: ViewingPlace) -> bool:
    """Whether outsiders may read there, or the place is unknown."""
    return place not in _PRIVATE_PLACES


def fields_for(application: Application, audience: Audience) -> frozenset[Field]:
    """The parts that an audience may see now."""
    return _VISIBLE[audience][application.share]


def visible(application: Application, audience: Audience) -> VisibleApplication:
    """The application limited to what the audience may see."""
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
    """The evidence that may be shown. After submission, text for wording entries is hidden."""
    if Field.PAPERS not in fields_for(application, audience):
        return ()
    if application.is_draft:
        return papers.evidence
    return tuple(e for e in papers.evidence if not is_wording(e.entry) or e.text is None)


def is_wording(entry: str) -> bool:
    """Whether a checklist entry holds wording of the code itself."""
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
