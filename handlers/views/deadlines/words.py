"""Names of deadlines in words."""

from bot.domain.deadlines.deadline import MEETING_END, Deadline, Topic
from bot.domain.deadlines.offsets import Milestone
from bot.domain.deadlines.pla import PlaMilestone
from bot.domain.deadlines.recurring import Update
from bot.domain.deadlines.ruc import RucMilestone
from handlers.views.blocks import esc

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
    RucMilestone.MEETING: "RUC meeting begins",
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
    if deadline.kind == RucMilestone.MEETING:
        return f"RUC meeting of {month_of(deadline.about)} begins"
    if deadline.kind in (Milestone.MEETING, MEETING_END):
        return said.replace("Panel meeting", f"Panel meeting of {month_of(deadline.about)}")
    return f"{_upper(said)}, Panel meeting of {month_of(deadline.about)}"


def briefly_named(deadline: Deadline) -> str:
    """For a notification, where little room is: `Panel meeting Feb 2027`, `Application deadline, May 2027 Panel`."""
    year, _, month = deadline.about.partition("-")
    short = f"{_MONTHS[int(month) - 1][:3]} {year}" if month in _NUMBERS else deadline.about
    if deadline.topic is not Topic.PANEL:
        return named(deadline)
    if deadline.kind in (Milestone.MEETING, MEETING_END, RucMilestone.MEETING):
        who = "RUC meeting" if deadline.kind == RucMilestone.MEETING else "Panel meeting"
        return f"{who}{' end' if deadline.kind == MEETING_END else ''} {short}"
    return f"{_upper(what(deadline))}, {short}{'' if deadline.key.startswith('pla:') else ' Panel'}"


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
