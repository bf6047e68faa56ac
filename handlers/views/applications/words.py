"""Display names of stages, steps and events."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.applications.application import ApplicationKind, Category
from bot.domain.applications.checklist_items import ITEMS
from bot.domain.applications.history import ApplicationEvent, EventKind
from bot.domain.applications.stages import Phase, Stage, Valuation
from bot.domain.applications.targets import Quarter, Target
from bot.domain.applications.transitions import TRANSITIONS
from handlers.views.codes.roles import person
from handlers.views.dates import day

_MONTHS = {2: "February", 5: "May", 9: "fall"}
STAGES: Mapping[Stage, str] = {
    Stage.ASSESS_NEED: "Is a code needed at all?",
    Stage.PRE_SUBMISSION: "Being prepared",
    Stage.SUBMITTED: "Submitted",
    Stage.STAFF_REVIEW: "AMA staff review",
    Stage.RETURNED: "Returned for completion",
    Stage.MISSED_CYCLE: "Not on this meeting's agenda",
    Stage.ADVISOR_REVIEW: "Advisors' review",
    Stage.NO_SUPPORT: "No advisor support",
    Stage.AGENDA_ITEM: "Agenda item received",
    Stage.TAB_CALLED: "Tab called, before the Panel",
    Stage.FACILITATION: "Facilitation session",
    Stage.DECIDED_UNNOTIFIED: "Decided, outcome not told yet",
    Stage.ACCEPTED: "Accepted as written",
    Stage.ACCEPTED_MODIFIED: "Accepted with modification",
    Stage.REJECTED: "Rejected",
    Stage.TABLED: "Tabled",
    Stage.POSTPONED_CERTAIN: "Postponed to a named meeting",
    Stage.POSTPONED_UNCERTAIN: "Postponed, time uncertain",
    Stage.RE_PRESENT: "To be presented again",
    Stage.WITHDRAWN: "Withdrawn",
    Stage.SUMMARY_POSTED: "Summary of Panel Actions posted",
    Stage.RECONSIDERATION_REQUESTED: "Reconsideration asked for",
    Stage.EC_REVIEW: "Executive Committee review",
    Stage.RECON_VOTE: "Panel vote on reconsideration",
    Stage.RECON_CLOSED: "Request for reconsideration closed",
    Stage.VALUATION: "Valuation (RUC and CMS)",
    Stage.AWAIT_PUBLICATION: "Awaiting publication",
    Stage.RESCINDED: "Changed by a later Panel action",
    Stage.CAT3_RELEASED: "Category III early release",
    Stage.CODE_ASSIGNED: "Code number assigned",
    Stage.PUBLISHED: "Published in the code set",
    Stage.EFFECTIVE: "Effective",
    Stage.IMPLEMENTING: "Being put to use",
    Stage.DONE: "In use",
    Stage.CAT3_WATCH: "In use, Category III sunset watched",
    Stage.CLOSED_REJECTED: "Closed without a code",
    Stage.CLOSED_STAFF: "Closed by AMA staff",
    Stage.NOT_PURSUED: "Not pursued",
}
_TO: Mapping[Stage, str] = {
    Stage.ASSESS_NEED: "Reopen",
    Stage.PRE_SUBMISSION: "Apply again",
    Stage.SUBMITTED: "Submitted",
    Stage.STAFF_REVIEW: "Staff review began",
    Stage.RETURNED: "Returned to complete",
    Stage.MISSED_CYCLE: "Time has passed",
    Stage.ADVISOR_REVIEW: "Advisors' review began",
    Stage.NO_SUPPORT: "No advisor support",
    Stage.AGENDA_ITEM: "Agenda item received",
    Stage.TAB_CALLED: "Tab called",
    Stage.FACILITATION: "To facilitation",
    Stage.DECIDED_UNNOTIFIED: "Panel has voted",
    Stage.RE_PRESENT: "Present again",
    Stage.SUMMARY_POSTED: "Summary posted",
    Stage.RECONSIDERATION_REQUESTED: "Reconsideration asked",
    Stage.EC_REVIEW: "Window has closed",
    Stage.RECON_CLOSED: "Request closed",
    Stage.VALUATION: "To valuation",
    Stage.AWAIT_PUBLICATION: "Awaits publication",
    Stage.RESCINDED: "Later Panel action",
    Stage.CAT3_RELEASED: "Early release",
    Stage.IMPLEMENTING: "Start using it",
    Stage.DONE: "In use, claims paid",
    Stage.CAT3_WATCH: "Watch its sunset",
}
_STEPS: Mapping[str, str] = {
    "assess_need>pre_submission": "A code is needed",
    "assess_need>not_pursued": "A code exists: stop",
    "pre_submission>pre_submission": "Deadline missed",
    "pre_submission>not_pursued": "Stop pursuing",
    "missed_cycle>pre_submission": "Plan the next meeting",
    "missed_cycle>not_pursued": "Stop pursuing",
    "re_present>not_pursued": "Stop pursuing",
    "re_present>staff_review": "Sent to AMA staff",
    "returned>staff_review": "Completed, sent back",
    "no_support>agenda_item": "Continue",
    "facilitation>tab_called": "Back to the floor",
    "recon_vote>tab_called": "Standard met",
    "ec_review>recon_vote.recommended": "Recommended",
    "ec_review>recon_vote.not_recommended": "Not recommended",
    "valuation>await_publication": "Values sent to CMS",
    "rescinded>await_publication": "Revised",
    "rescinded>closed_rejected": "Removed",
}
KINDS: Mapping[ApplicationKind, str] = {
    ApplicationKind.NEW: "New code",
    ApplicationKind.REVISE: "Revise a code",
    ApplicationKind.DELETE: "Delete a code",
    ApplicationKind.EDITORIAL: "Editorial change",
}
CATEGORIES: Mapping[Category, str] = {
    Category.I: "Category I",
    Category.II: "Category II",
    Category.III: "Category III",
    Category.PLA: "PLA (laboratory)",
    Category.MAAA: "MAAA",
    Category.VACCINE: "Vaccine, Category I",
}
_DID: Mapping[EventKind, str] = {
    EventKind.CREATED: "created it",
    EventKind.UNDONE: "took a step back",
    EventKind.RETARGETED: "chose another meeting",
    EventKind.CODES_CHANGED: "changed the codes asked for",
    EventKind.RETITLED: "changed the title",
    EventKind.MATERIAL: "said where the material is kept",
    EventKind.CHANNEL: "chose its channel",
    EventKind.ASSIGNED: "gave it to another owner",
    EventKind.MEMBER_ADDED: "named a member",
    EventKind.MEMBER_REMOVED: "took a member's name off",
    EventKind.SIGNED: "recorded a signed statement",
    EventKind.TICKED: "ticked",
    EventKind.UNTICKED: "unticked",
    EventKind.EVIDENCE_ADDED: "added evidence",
    EventKind.EVIDENCE_REMOVED: "removed evidence",
    EventKind.CONTACT_ADDED: "recorded a society",
    EventKind.CONTACT_REMOVED: "removed a society",
    EventKind.ARTICLE_ADDED: "added an article",
    EventKind.ARTICLE_REMOVED: "removed an article",
    EventKind.CONSIDERED: "considered a code",
    EventKind.NOT_CONSIDERED: "took a considered code out",
    EventKind.NOTE: "noted",
}
_ITEMS = {
    "category_requested": "Category and kind of change",
    "descriptor": "Proposed descriptor",
    "why_existing_inadequate": "Why existing codes do not fit",
    "vignette": "Clinical vignette",
    "service_description": "Description of the service",
    "who_performs": "Who performs it",
    "fda_status": "FDA status",
    "performed_by_many": "Performed by many across the US",
    "frequency": "Frequency in the US",
    "current_practice": "Current medical practice",
    "literature_cat1": "Literature table",
    "literature_family": "Literature of the family",
    "literature_minimum_count": "Number of articles",
    "cat3_human": "Performed in humans",
    "cat3_one_of": "Support, literature or protocol",
    "vaccine": "Phase III evidence",
    "pla": "Laboratory requirements",
    "article_copies": "Copies of the articles",
    "coi": "Conflict-of-interest forms",
    "confidentiality": "Statements of confidentiality",
    "copyright_assignment": "Copyright assignment form",
    "society_contact": "Specialty societies contacted",
    "presenters": "Presenter",
}
ITEM_TEXTS = {item.id: item.text for item in ITEMS}


def phase_word(phase: Phase) -> str:
    """`Review`."""
    return phase.value.capitalize()


VALUED: Mapping[Valuation, str] = {
    Valuation.LEVEL_OF_INTEREST: "Level of interest told",
    Valuation.SURVEY: "Survey done",
    Valuation.RUC_MEETING: "RUC has met",
    Valuation.CMS_PROPOSED: "CMS proposed values",
    Valuation.CMS_FINAL: "CMS values final",
}
_VALUING = {f"valuation>{step}": words for step, words in VALUED.items()}


def step_word(key: str) -> str:
    """A step's button label. Unknown keys give 'a step'."""
    if key in _VALUING:
        return _VALUING[key]
    transition = TRANSITIONS.get(key)
    if transition is None:
        return "a step"
    return _STEPS.get(key) or _TO.get(transition.to) or STAGES[transition.to]


def target_word(target: Target) -> str:
    """`Panel meeting May 2027`, `PLA quarter Q2 2027`."""
    if isinstance(target, Quarter):
        return f"PLA quarter Q{target.quarter} {target.year}"
    return f"Panel meeting {_MONTHS.get(target.month, str(target.month))} {target.year}"


def entry_word(key: str) -> str:
    """A checklist entry's short name. `vignette#2` is for the second code."""
    item, _, position = key.partition("#")
    name = _ITEMS.get(item, "an entry")
    return f"{name} (code {position})" if position else name


def did_word(did: str) -> str:
    """What a user did, from an event kind or a step key."""
    if did in set(EventKind):
        return _DID.get(EventKind(did), did)
    return f"pressed *{step_word(did)}*"


def event_line(event: ApplicationEvent) -> str:
    """Who did what and when. A note's text is added only where it may be shown."""
    return f"{person(event.by)} {_did(event)} · {when(event.at)}"


def moved(event: ApplicationEvent) -> str:
    """`Submitted → AMA staff review`, or '' if the stage did not change."""
    return f"{STAGES[event.source]} → {STAGES[event.to]}" if event.source is not event.to else ""


def when(at: datetime) -> str:
    """A time that Slack shows in the reader's zone, with a plain text fallback."""
    plain = f"{day(at.date())}, {at:%H:%M} {at:%Z}"
    return f"<!date^{int(at.timestamp())}^{{date_short}} {{time}}|{plain}>"


def _did(event: ApplicationEvent) -> str:
    if event.kind is EventKind.STEP and event.step:
        return f"pressed *{step_word(event.step)}*"
    if event.kind is EventKind.VALUED and event.about:
        to, _, positions = event.about.partition("#")
        return f"pressed *{step_word(f'valuation>{to}')}*{f', codes {positions}' if ',' in positions else ''}"
    if event.kind is EventKind.UNDONE:
        return f"took a step back: {STAGES[event.to]} again"
    about = _about(event)
    return f"{_DID.get(event.kind, 'changed it')}{f': {about}' if about else ''}"


def _about(event: ApplicationEvent) -> str:
    if event.about is None:
        return ""
    match event.kind:
        case EventKind.TICKED | EventKind.UNTICKED | EventKind.EVIDENCE_ADDED:
            return entry_word(event.about)
        case EventKind.ASSIGNED | EventKind.MEMBER_ADDED | EventKind.MEMBER_REMOVED | EventKind.SIGNED:
            return person(event.about)
        case EventKind.CONSIDERED | EventKind.NOT_CONSIDERED:
            return event.about
        case EventKind.RETARGETED:
            return event.about.replace(">", " → ").strip()
    return ""
