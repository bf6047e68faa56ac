"""Names of deadlines, their certainty, and their rules in words."""

from datetime import UTC, date, datetime, time

from bot.domain.deadlines.application_targets import NOTICE
from bot.domain.deadlines.calendar import PATTERN
from bot.domain.deadlines.dated import Dated
from bot.domain.deadlines.deadline import ADMIN, MEETING_END, Deadline, Topic, days_left
from bot.domain.deadlines.offsets import OFFSETS, Anchor, Milestone, Offset
from bot.domain.deadlines.pla import PATTERN as PLA_PATTERN
from bot.domain.deadlines.pla import SLOT as PLA_SLOT
from bot.domain.deadlines.pla import PlaMilestone
from bot.domain.deadlines.recurring import CPT_RELEASE_PATTERN, FINAL_PATTERN, PROPOSED_PATTERN, Update
from handlers.views.blocks import esc
from handlers.views.dates import day, short_day

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_OF_MEETING: dict[str, str] = {
    Milestone.APPLICATION: "application deadline",
    Milestone.COMPLETION_RETURN: "completed application back to AMA staff",
    Milestone.PUBLIC_AGENDA: "public agenda",
    Milestone.ADVISOR_REVIEW: "advisors' review begins",
    Milestone.ADDITIONAL_INFORMATION: "last day for additional information",
    Milestone.PANEL_MATERIALS: "Panel members receive the material",
    Milestone.NO_SUPPORT_NOTICE: "notice where no advisor supports it",
    Milestone.AGENDA_ITEM: "agenda item for the applicant",
    Milestone.WITHDRAWAL: "last day on which withdrawing is safe",
    Milestone.INTERESTED_PARTY: "interested parties' requests",
    Milestone.MEETING: "Panel meeting begins",
    MEETING_END: "Panel meeting ends",
    Milestone.OUTCOME: "outcome notice from AMA staff",
    Milestone.SUMMARY: "Summary of Panel Actions",
    Milestone.RECONSIDERATION: "last day to ask for reconsideration",
    PlaMilestone.APPLICATION: "PLA application deadline",
    PlaMilestone.RELEASE: "PLA release",
    PlaMilestone.EFFECTIVE: "PLA codes in force",
}
_OF_CODES: dict[str, str] = {
    Update.CPT_RELEASE: "CPT {} is released",
    Update.CPT_EFFECTIVE: "CPT {} in force",
    Update.CATEGORY_III_RELEASE: "early release of Category III codes",
    Update.PLA: "PLA codes of the quarter",
    Update.HCPCS: "HCPCS Level II of the quarter",
    Update.NCCI: "NCCI edits and MUE of the quarter",
    Update.IMMUNIZATION: "early release of immunization codes",
    Update.ICD_OCTOBER: "ICD-10-CM FY {} in force",
    Update.ICD_APRIL: "ICD-10-CM April {} update",
    Update.PFS_PROPOSED: "proposed rule for the fee schedule {}",
    Update.PFS_FINAL: "final rule for the fee schedule {}",
    Update.PFS_EFFECTIVE: "fee schedule {} in force",
}
_ANCHORS = {
    Anchor.MEETING_START: "the meeting's first day",
    Anchor.MEETING_END: "the meeting's last day",
    Anchor.RETURNED: "the notice of return",
    Anchor.TAB_CALLED: "the meeting's first day",
    Anchor.SUMMARY_POSTED: "the day on which the Summary is posted",
}
_RULES = {
    PATTERN: "Thursday to Saturday, as past meetings fell",
    PLA_PATTERN: "second Tuesday of a quarter's last month, as the two stated deadlines fell",
    PLA_SLOT: "the first day of a quarter, by custom",
    CPT_RELEASE_PATTERN: "as the releases of 2025 and 2026 came, on September 11 and 9",
    PROPOSED_PATTERN: "in July by custom",
    FINAL_PATTERN: "about November 1 by custom, that for 2026 on November 5",
    ADMIN: "as your admin entered it",
    NOTICE: "the notice of return",
    Anchor.SUMMARY_POSTED: "14 days after the Summary was posted",
}
_SLOT = "the usual day of the year"
_HOUR = time(10, 30)
"""In UTC. This hour is the same date from Hawaii to New Zealand."""


def month_of(id_: str) -> str:
    """`May 2027` for `2027-05`. Other text is returned as is."""
    year, _, month = id_.partition("-")
    return f"{_MONTHS[int(month) - 1]} {year}" if month in _NUMBERS else esc(id_)


_NUMBERS = frozenset(f"{n:02}" for n in range(1, 13))


def what(deadline: Deadline) -> str:
    """Its kind in words: `application deadline`, `CPT 2027 in force`."""
    if deadline.kind in _OF_CODES:
        return _OF_CODES[deadline.kind].format(esc(deadline.about))
    return kind_words(deadline.kind)


def kind_words(kind: str) -> str:
    """The name of a meeting date's kind."""
    return _OF_MEETING.get(kind, "deadline")


def named(deadline: Deadline) -> str:
    """The kind with its subject: `Application deadline, Panel meeting of May 2027`, `A-12: agenda item ...`."""
    said = what(deadline)
    if deadline.topic is Topic.APPLICATIONS:
        return f"{esc(deadline.about)}: {said}"
    if deadline.topic is Topic.CODE_SETS:
        return _upper(said)
    if deadline.key.startswith("pla:"):
        return f"{_upper(said)}, quarter of {month_of(deadline.about)}"
    if deadline.kind in (Milestone.MEETING, MEETING_END):
        return said.replace("Panel meeting", f"Panel meeting of {month_of(deadline.about)}")
    return f"{_upper(said)}, Panel meeting of {month_of(deadline.about)}"


def plain_days(when: Dated) -> str:
    """`Feb 4, 2027`, `Jan 26 to Feb 3, 2027`."""
    if not when.is_window:
        return day(when.earliest)
    same_year = when.earliest.year == when.latest.year
    first = short_day(when.earliest) if same_year else day(when.earliest)
    return f"{first} to {day(when.latest)}"


def days(when: Dated) -> str:
    """The same with Slack date tokens: each reader sees their own format."""
    if not when.is_window:
        return token(when.earliest)
    return f"{token(when.earliest)} to {token(when.latest)}"


def token(on: date) -> str:
    """A day as a Slack date token, with a plain text fallback."""
    at = int(datetime.combine(on, _HOUR, tzinfo=UTC).timestamp())
    return f"<!date^{at}^{{date}}|{day(on)}>"


def sureness(when: Dated) -> str:
    """`confirmed`, or `estimated: 92 days before the meeting's first day`."""
    if when.confirmed:
        return "confirmed" if when.rule != ADMIN else "confirmed by your admin"
    return f"estimated: {rule(when.rule)}"


def briefly_sure(when: Dated) -> str:
    """`confirmed` or `estimated`."""
    return "confirmed" if when.confirmed else "estimated"


def rule(name: str) -> str:
    """A rule in words."""
    if name in _RULES:
        return _RULES[name]
    offset = OFFSETS.get(Milestone(name)) if name in frozenset(Milestone) else None
    return _offset(offset) if offset else _SLOT


def left(when: Dated, today: date) -> str:
    """`In 14 days`, `Today`, `Any day now`: by the day that lead times count from."""
    count = days_left(when, today)
    if count == 0:
        return "Today" if not when.is_window else "From today on"
    if count == 1:
        return "Tomorrow"
    if count > 0:
        return f"In {count:,} days"
    if when.latest >= today and when.is_window:
        return "Any day now"
    if not when.confirmed:
        return "Expected by now"
    return f"{-count:,} day{'s' if count < -1 else ''} ago"


def _offset(offset: Offset) -> str:
    for count, unit in (
        (offset.days, "day"),
        (offset.months, "month"),
        (offset.business_days, "business day"),
    ):
        if count is None:
            continue
        if count == 0:
            return f"on {_ANCHORS[offset.anchor]}"
        side = "before" if count < 0 else "after"
        seen = f", {_spread(offset.spread)}" if offset.spread else ""
        return f"{abs(count)} {unit}{'s' if abs(count) > 1 else ''} {side} {_ANCHORS[offset.anchor]}{seen}"
    return _SLOT


def _spread(spread: tuple[int, int]) -> str:
    low, high = sorted(map(abs, spread))
    return f"{low} to {high} seen"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
