"""Milestones of a meeting: offset in days, confidence in the rule, and its source.

Source names follow the project's collection of stated dates (`ama_faq`: the AMA's application FAQ).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.deadlines.calendar import Meeting
from bot.domain.deadlines.dated import Dated, exactly
from bot.domain.deadlines.workdays import add_business_days


class Milestone(StrEnum):
    """Milestone rules. The values match the names in the application stage table."""

    APPLICATION = "app_deadline"
    COMPLETION_RETURN = "staff_completeness_return"
    PUBLIC_AGENDA = "public_agenda"
    ADVISOR_REVIEW = "advisor_review_opens"
    ADDITIONAL_INFORMATION = "additional_info_deadline"
    PANEL_MATERIALS = "panel_materials"
    NO_SUPPORT_NOTICE = "no_advisor_support_notice"
    AGENDA_ITEM = "agenda_item_to_applicant"
    WITHDRAWAL = "withdrawal_cutoff"
    INTERESTED_PARTY = "interested_party_request"
    MEETING = "meeting"
    OUTCOME = "outcome_notice"
    SUMMARY = "summary_posted"
    RECONSIDERATION = "reconsideration_deadline"


class Anchor(StrEnum):
    """The day that a rule counts from."""

    MEETING_START = "meeting_start"
    MEETING_END = "meeting_end"
    RETURNED = "returned_date"
    TAB_CALLED = "tab_called"
    SUMMARY_POSTED = "summary_posted_actual"


class Confidence(StrEnum):
    """MEDIUM: based on few examples, or sources differ."""

    HIGH = "high"
    MEDIUM = "medium"


@dataclass(frozen=True, slots=True)
class Offset:
    """A milestone's offset.

    `official`: stated by the AMA; otherwise derived from examples. Exactly one of days, months and business_days is
    set.
    """

    anchor: Anchor
    confidence: Confidence
    official: bool
    source: str
    days: int | None = None
    months: int | None = None
    business_days: int | None = None
    spread: tuple[int, int] | None = None


_START, _END = Anchor.MEETING_START, Anchor.MEETING_END
_HIGH, _MEDIUM = Confidence.HIGH, Confidence.MEDIUM

OFFSETS: dict[Milestone, Offset] = {
    # Six meetings in 2015-2017: 90, 92, 92, 92, 92, 93 days. No later application deadline was found.
    Milestone.APPLICATION: Offset(_START, _MEDIUM, False, "aaos", days=-92, spread=(-93, -90)),
    # 'e.g. five business days': the date in the notice takes precedence.
    Milestone.COMPLETION_RETURN: Offset(Anchor.RETURNED, _HIGH, True, "ama_faq", business_days=5),
    Milestone.PUBLIC_AGENDA: Offset(_START, _MEDIUM, True, "ama_ip", days=-70, spread=(-70, -45)),
    Milestone.ADVISOR_REVIEW: Offset(_START, _HIGH, True, "ama_faq", months=-2),
    # An older statement says 30 days. Use the stricter one.
    Milestone.ADDITIONAL_INFORMATION: Offset(_START, _HIGH, True, "ama_faq", months=-2),
    Milestone.PANEL_MATERIALS: Offset(_START, _MEDIUM, True, "ama_process_old", days=-30),
    Milestone.NO_SUPPORT_NOTICE: Offset(_START, _HIGH, True, "ama_faq", days=-14),
    Milestone.AGENDA_ITEM: Offset(_START, _HIGH, True, "ama_faq", days=-10),
    # This is an event, not a day: withdrawal is possible until the tab is called. The first meeting day is the last
    # safe one.
    Milestone.WITHDRAWAL: Offset(Anchor.TAB_CALLED, _HIGH, True, "ama_faq", days=0),
    Milestone.OUTCOME: Offset(_END, _HIGH, True, "ama_faq", days=21),
    Milestone.SUMMARY: Offset(_END, _MEDIUM, False, "sum_2021", days=28, spread=(14, 30)),
    Milestone.RECONSIDERATION: Offset(Anchor.SUMMARY_POSTED, _HIGH, True, "ama_recon", days=14),
}


def milestone(
    which: Milestone, of: Meeting, *, returned: date | None = None, summary_posted: date | None = None
) -> Dated | None:
    """The milestone's date by rule. None if its anchor day is unknown or no rule is published.

    Reconsideration counts from the day on which the Summary was posted. Until somebody enters that day there is no
    date: the AMA gives 14 days from the posting, and a Summary is posted some two to four weeks after the meeting.
    """
    if which is Milestone.MEETING:
        return of.start
    if which is Milestone.COMPLETION_RETURN:
        return completion_return(returned) if returned else None
    rule = OFFSETS.get(which)
    if rule is None:
        return None
    anchor = _anchor(rule.anchor, of, summary_posted)
    if anchor is None:
        return None
    if rule.months is not None:
        return anchor.by_months(which, rule.months)
    return anchor.by_days(which, rule.days or 0, rule.spread)


def completion_return(returned: date) -> Dated:
    """When a returned application is due: five business days after the notice. The notice may state another day."""
    days = OFFSETS[Milestone.COMPLETION_RETURN].business_days or 0
    return exactly(add_business_days(returned, days), Milestone.COMPLETION_RETURN, confirmed=False)


def _anchor(anchor: Anchor, of: Meeting, summary_posted: date | None) -> Dated | None:
    if anchor is Anchor.MEETING_END:
        return of.end
    if anchor is not Anchor.SUMMARY_POSTED:
        return of.start
    return exactly(summary_posted, anchor, confirmed=True) if summary_posted else None
