"""Vocabulary of a code application: stages, phases, actors, deadline rules.

Source: the AMA's application FAQ, reconsideration and interested-party pages, collected in application_stages.json. A
test compares this code with that file word by word.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Stage(StrEnum):
    """The stage of one requested code. Values are the ids in the facts file and are stored."""

    ASSESS_NEED = "assess_need"
    PRE_SUBMISSION = "pre_submission"
    SUBMITTED = "submitted"
    STAFF_REVIEW = "staff_review"
    RETURNED = "returned"
    MISSED_CYCLE = "missed_cycle"
    ADVISOR_REVIEW = "advisor_review"
    NO_SUPPORT = "no_support"
    AGENDA_ITEM = "agenda_item"
    TAB_CALLED = "tab_called"
    FACILITATION = "facilitation"
    DECIDED_UNNOTIFIED = "decided_unnotified"
    ACCEPTED = "accepted"
    ACCEPTED_MODIFIED = "accepted_modified"
    REJECTED = "rejected"
    TABLED = "tabled"
    POSTPONED_CERTAIN = "postponed_certain"
    POSTPONED_UNCERTAIN = "postponed_uncertain"
    RE_PRESENT = "re_present"
    WITHDRAWN = "withdrawn"
    SUMMARY_POSTED = "summary_posted"
    RECONSIDERATION_REQUESTED = "reconsideration_requested"
    EC_REVIEW = "ec_review"
    RECON_VOTE = "recon_vote"
    RECON_CLOSED = "recon_closed"
    VALUATION = "valuation"
    AWAIT_PUBLICATION = "await_publication"
    RESCINDED = "rescinded"
    CAT3_RELEASED = "cat3_released"
    CODE_ASSIGNED = "code_assigned"
    PUBLISHED = "published"
    EFFECTIVE = "effective"
    IMPLEMENTING = "implementing"
    DONE = "done"
    CAT3_WATCH = "cat3_watch"
    CLOSED_REJECTED = "closed_rejected"
    CLOSED_STAFF = "closed_staff"
    NOT_PURSUED = "not_pursued"


class Phase(StrEnum):
    """The phases that users see, in life cycle order. Each stage belongs to one."""

    PREPARE = "prepare"
    REVIEW = "review"
    PANEL = "panel"
    OUTCOME = "outcome"
    RECONSIDERATION = "reconsideration"
    VALUATION = "valuation"
    PUBLISH = "publish"
    IMPLEMENT = "implement"
    END = "end"


class Valuation(StrEnum):
    """Valuation steps of a code. They start at stage `valuation` and run in parallel with publication."""

    LEVEL_OF_INTEREST = "level_of_interest"
    SURVEY = "survey"
    RUC_MEETING = "ruc_meeting"
    CMS_PROPOSED = "cms_proposed"  # the proposed rule, in July
    CMS_FINAL = "cms_final"  # the final rule, about November 1


class Actor(StrEnum):
    """Who performs a step. A team member records it in the bot."""

    TEAM = "team (billing)"
    APPLICANT = "applicant"
    SMART_APP = "CPT Smart App"
    STAFF = "AMA CPT staff"
    ADVISORS = "CPT/HCPAC Advisors"
    PANEL = "CPT Editorial Panel"
    CHAIR = "Panel chair"
    EXECUTIVE_COMMITTEE = "Panel Executive Committee"
    REQUESTER = "applicant / interested party / affected organisation"
    RUC_STAFF = "AMA/RUC staff"
    RUC = "RUC"
    VALUERS = "RUC / specialty societies / CMS"
    SOCIETIES = "specialty societies"
    CMS = "CMS"


class OffsetRule(StrEnum):
    """Deadline rules, by the ids in panel_calendar.json's offset_rules. bot.domain.deadlines computes them."""

    APP_DEADLINE = "app_deadline"
    STAFF_COMPLETENESS_RETURN = "staff_completeness_return"
    PUBLIC_AGENDA = "public_agenda"
    ADVISOR_REVIEW_OPENS = "advisor_review_opens"
    ADDITIONAL_INFO_DEADLINE = "additional_info_deadline"
    INTERESTED_PARTY_REQUEST = "interested_party_request"
    PANEL_MATERIALS = "panel_materials"
    NO_ADVISOR_SUPPORT_NOTICE = "no_advisor_support_notice"
    AGENDA_ITEM_TO_APPLICANT = "agenda_item_to_applicant"
    WITHDRAWAL_CUTOFF = "withdrawal_cutoff"
    OUTCOME_NOTICE = "outcome_notice"
    SUMMARY_POSTED = "summary_posted"
    RECONSIDERATION_DEADLINE = "reconsideration_deadline"


class ShareClass(IntEnum):
    """How widely a fact may be shared. A larger value is stricter."""

    PUBLIC = 0
    PUBLIC_SUMMARY_ONLY = 1
    INTERNAL = 2
    NEED_TO_KNOW = 3
    RESTRICTED = 4

    @property
    def id(self) -> str:
        """The id in the facts file."""
        return self.name.lower()


class RequiredFact(StrEnum):
    """A fact that must be entered with a step."""

    TARGET = "target"  # a Panel meeting, or a quarter for PLA
    OUTCOME = "outcome"  # its date, and the decision for each code
    POSTED_ON = "posted_on"  # the actual posting day of the Summary of Panel Actions
    COMPLETE_BY = "complete_by"  # the completion date in AMA staff's notice
    REQUESTED_ON = "requested_on"  # the day reconsideration was requested in writing
    CODE_NUMBER = "code_number"  # for each code


class Condition(StrEnum):
    """A condition of a step that the bot can check."""

    CHECKLIST_COMPLETE = "checklist complete"
    ACCEPTED = "accepted"
    ACCEPTED_CATEGORY_I = "accepted as Category I"
    REJECTED_OR_TABLED = "rejected or tabled"
    NO_REQUEST_IN_TIME = "rejected or tabled and 14 days passed"
    POSTPONED = "postponed"
    FINAL_ACTION = "a final action"
    CATEGORY_III = "Category III"


@dataclass(frozen=True, slots=True)
class Transition:
    """One transition out of a stage.

    `key` is its permanent id (`staff_review>returned`). `trigger` and `guard` are the words of the facts file;
    `condition` is the enforced part of `guard`. `irreversible`: it cannot be reversed with the AMA. The bot's record
    can still be undone.
    """

    key: str
    source: Stage
    to: Stage
    trigger: str
    actor: Actor
    guard: str | None = None
    rule: OffsetRule | None = None
    needs: tuple[RequiredFact, ...] = ()
    condition: Condition | None = None
    irreversible: bool = False


@dataclass(frozen=True, slots=True)
class StageFacts:
    """Facts about a stage. `official`: the AMA names it; otherwise it is the team's own bookkeeping."""

    stage: Stage
    term: str
    phase: Phase
    owner: Actor
    share: ShareClass
    rules: tuple[OffsetRule, ...] = ()
    terminal: bool = False
    official: bool = True
    transitions: tuple[Transition, ...] = ()


START = Stage.ASSESS_NEED
