"""Deadlines of one application, from its stage and its target meeting or quarter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.deadlines.dated import Dated, exactly
from bot.domain.deadlines.deadline import Calendar, Deadline, Topic, in_order
from bot.domain.deadlines.offsets import Milestone, completion_return
from bot.domain.deadlines.pla import PlaMilestone, pla_quarter

NOTICE = "notice"
"""The rule name for a day stated in a notice of return."""


@dataclass(frozen=True, slots=True)
class Aim:
    """The non-confidential facts about an application that reminders need.

    `ref` is its short name (`A-12`). `stage` is a state id. `target` is a meeting id (`2027-05`), or with `pla` the
    quarter of release (`2027-04` or `2027-Q2`), or None. `complete_by` is the day stated in a notice of return;
    without it the deadline is five business days after `returned`. `channel` is the only channel that may get its
    reminders; None means every channel subscribed to applications.
    """

    ref: str
    stage: str
    target: str | None
    pla: bool = False
    returned: date | None = None
    complete_by: date | None = None
    summary_posted: date | None = None
    channel: str | None = None

    @property
    def waits(self) -> bool:
        """Whether its stage has any deadline ahead."""
        return self.stage in (_PLA if self.pla else STAGE_MILESTONES)


_M = Milestone
_BEFORE_REVIEW = (_M.ADDITIONAL_INFORMATION, _M.MEETING)
_IN_REVIEW = (
    *(
        _M.PUBLIC_AGENDA,
        _M.ADVISOR_REVIEW,
        _M.ADDITIONAL_INFORMATION,
        _M.INTERESTED_PARTY,
        _M.PANEL_MATERIALS,
    ),
    *(_M.NO_SUPPORT_NOTICE, _M.AGENDA_ITEM, _M.WITHDRAWAL, _M.MEETING),
)
_DECIDED = (_M.SUMMARY,)

STAGE_MILESTONES: Mapping[str, tuple[Milestone, ...]] = {
    "assess_need": (_M.APPLICATION,),
    "pre_submission": (_M.APPLICATION,),
    "re_present": (_M.APPLICATION,),
    "submitted": _BEFORE_REVIEW,
    "staff_review": _BEFORE_REVIEW,
    "returned": (_M.COMPLETION_RETURN, *_BEFORE_REVIEW),
    "advisor_review": _IN_REVIEW,
    "no_support": (_M.NO_SUPPORT_NOTICE, _M.AGENDA_ITEM, _M.WITHDRAWAL, _M.MEETING),
    "agenda_item": (_M.AGENDA_ITEM, _M.WITHDRAWAL, _M.MEETING),
    "tab_called": (_M.OUTCOME,),
    "facilitation": (_M.OUTCOME,),
    "decided_unnotified": (_M.OUTCOME, _M.SUMMARY),
    "accepted": _DECIDED,
    "accepted_modified": _DECIDED,
    "rejected": _DECIDED,
    "tabled": _DECIDED,
    "postponed_certain": (_M.OUTCOME, _M.SUMMARY),
    "postponed_uncertain": (_M.OUTCOME, _M.SUMMARY),
    "summary_posted": (_M.RECONSIDERATION,),
}
"""Milestones still ahead, by stage. Stages not listed (closed applications, for example) have none."""

_PLA: Mapping[str, tuple[PlaMilestone, ...]] = {
    "assess_need": (PlaMilestone.APPLICATION,),
    "pre_submission": (PlaMilestone.APPLICATION,),
    "re_present": (PlaMilestone.APPLICATION,),
    **dict.fromkeys(
        ("submitted", "staff_review", "returned", "advisor_review", "agenda_item", "decided_unnotified"),
        (PlaMilestone.RELEASE,),
    ),
    **dict.fromkeys(
        ("accepted", "accepted_modified", "summary_posted", "await_publication"),
        (PlaMilestone.RELEASE, PlaMilestone.EFFECTIVE),
    ),
    **dict.fromkeys(("code_assigned", "published"), (PlaMilestone.EFFECTIVE,)),
}


def deadlines_of(aim: Aim, calendar: Calendar) -> list[Deadline]:
    """Deadlines ahead of the application at its stage, earliest first. Empty without a target.

    An admin's date for a meeting's milestone applies here too. An admin's date under `app:REF:RULE` takes precedence
    over it. Raises ValueError if the target is not a meeting or quarter.
    """
    if aim.target is None:
        return []
    dates = _pla_dates(aim) if aim.pla else _panel_dates(aim, aim.target, calendar)
    return in_order([_deadline(aim, kind, when, calendar) for kind, when in dates])


def _panel_dates(aim: Aim, target: str, calendar: Calendar) -> Iterator[tuple[str, Dated]]:
    for kind in STAGE_MILESTONES.get(aim.stage, ()):
        when = calendar.milestone(target, kind, returned=aim.returned, summary_posted=aim.summary_posted)
        if kind is Milestone.COMPLETION_RETURN and aim.complete_by:
            when = exactly(aim.complete_by, NOTICE, confirmed=True)
        if when is not None:
            yield kind, when


def _pla_dates(aim: Aim) -> Iterator[tuple[str, Dated]]:
    quarter = pla_quarter(aim.target or "")
    when = {
        PlaMilestone.APPLICATION: quarter.application,
        PlaMilestone.RELEASE: quarter.release,
        PlaMilestone.EFFECTIVE: quarter.effective,
    }
    if aim.stage == "returned" and aim.complete_by:
        yield Milestone.COMPLETION_RETURN, exactly(aim.complete_by, NOTICE, confirmed=True)
    elif aim.stage == "returned" and aim.returned:
        yield Milestone.COMPLETION_RETURN, completion_return(aim.returned)
    for kind in _PLA.get(aim.stage, ()):
        yield kind, when[kind]


def _deadline(aim: Aim, kind: str, by_rule: Dated, calendar: Calendar) -> Deadline:
    key = f"app:{aim.ref}:{kind}"
    if aim.pla:
        by_rule = calendar.with_override(f"pla:{pla_quarter(aim.target or '').id}:{kind}", by_rule)
    return Deadline(key, Topic.APPLICATIONS, kind, aim.ref, calendar.with_override(key, by_rule))
