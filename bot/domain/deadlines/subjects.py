"""Subjects as people ask for them: `ncci`, `when is the next panel meeting`, `january`."""

import re
from collections.abc import Mapping
from datetime import date

from bot.domain.deadlines.offsets import Milestone
from bot.domain.deadlines.pla import PlaMilestone
from bot.domain.deadlines.recurring import Update
from bot.domain.deadlines.requests import FIRST_YEAR, LAST_YEAR, MonthRequest, Subject, SubjectRequest
from bot.domain.deadlines.ruc import RucMilestone

KINDS: Mapping[Subject, frozenset[str]] = {
    Subject.PANEL_MEETING: frozenset({Milestone.MEETING}),
    Subject.APPLICATION: frozenset({Milestone.APPLICATION, PlaMilestone.APPLICATION}),
    Subject.SUMMARY: frozenset({Milestone.SUMMARY}),
    Subject.RECONSIDERATION: frozenset({Milestone.RECONSIDERATION}),
    Subject.RUC: frozenset({RucMilestone.MEETING}),
    Subject.PLA: frozenset({PlaMilestone.APPLICATION, Update.PLA}),
    Subject.NCCI: frozenset({Update.NCCI}),
    Subject.HCPCS: frozenset({Update.HCPCS}),
    Subject.ICD: frozenset({Update.ICD_OCTOBER, Update.ICD_APRIL}),
    Subject.CPT_YEAR: frozenset({Update.CPT_RELEASE, Update.CPT_EFFECTIVE}),
    Subject.CATEGORY_III: frozenset({Update.CATEGORY_III_RELEASE}),
    Subject.VACCINES: frozenset({Update.IMMUNIZATION}),
    Subject.FEES: frozenset({Update.PFS_PROPOSED, Update.PFS_FINAL, Update.PFS_EFFECTIVE}),
}
"""The kinds of deadlines of each subject."""
_NAMES: Mapping[str, Subject] = {
    **dict.fromkeys(
        (
            *("panel meeting", "cpt panel meeting", "cpt panel", "editorial panel", "cpt editorial panel"),
            *("editorial panel meeting", "cpt editorial panel meeting", "cpt meeting", "ama meeting"),
        ),
        Subject.PANEL_MEETING,
    ),
    **dict.fromkeys(
        (
            *("application deadline", "cpt application deadline", "code change application"),
            *("code application", "code application deadline", "code change application deadline", "ccp"),
        ),
        Subject.APPLICATION,
    ),
    **dict.fromkeys(
        ("summary", "summary of panel actions", "panel actions", "panel summary"), Subject.SUMMARY
    ),
    **dict.fromkeys(("reconsideration", "reconsideration deadline"), Subject.RECONSIDERATION),
    **dict.fromkeys(("ruc", "ruc meeting", "rvs update committee"), Subject.RUC),
    **dict.fromkeys(
        ("pla", "pla codes", "pla code", "pla deadline", "pla application", "pla application deadline"),
        Subject.PLA,
    ),
    **dict.fromkeys(
        ("ncci", "mue", "mues", "ptp", "cci", "ncci edits", "ncci mue", "ptp edits", "ncci and mue"),
        Subject.NCCI,
    ),
    **dict.fromkeys(("hcpcs", "hcpcs level ii", "hcpcs ii", "level ii", "hcpcs codes"), Subject.HCPCS),
    **dict.fromkeys(
        (
            "icd",
            "icd10",
            "icd-10",
            "icd-10-cm",
            "icd10cm",
            "icd 10",
            "icd codes",
            "icd-10 codes",
            "diagnosis codes",
        ),
        Subject.ICD,
    ),
    **dict.fromkeys(
        ("cpt release", "cpt codes", "new cpt codes", "cpt code set", "cpt update", "cpt year"),
        Subject.CPT_YEAR,
    ),
    **dict.fromkeys(("category iii", "cat iii", "cat 3", "cat3", "category 3"), Subject.CATEGORY_III),
    **dict.fromkeys(
        ("vaccine", "vaccines", "immunization", "immunizations", "vaccine codes", "immunization codes"),
        Subject.VACCINES,
    ),
    **dict.fromkeys(
        (
            "fee schedule",
            "pfs",
            "mpfs",
            "fees",
            "physician fee schedule",
            "final rule",
            "proposed rule",
            "rvu",
        ),
        Subject.FEES,
    ),
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = re.compile(
    rf"\b(?P<month>{'|'.join(_MONTHS)})(?:[a-z]{{2,6}}|t)?\b\.?(?: (?P<year>20\d\d))?", re.ASCII
)
_QUESTION = re.compile(
    r"\b(?:when(?:'s|’s)?|what(?:'s|’s)?|which|is|are|does|do|will|the|a|an|next|upcoming|date|dates|day|days|of|for"
    r"|please|come|comes|coming|out|due|be|it|held|in|on|show|me|our|start|starts|begin|begins|happen|happens|take|"
    r"takes|place|effect)\b"
)


def subject_of(text: str, today: date) -> SubjectRequest | None:
    """`when is the next panel meeting`, `ncci`, `mue update`, `icd october`; None for anything else."""
    words = _bare(text)
    if (found := _MONTH.search(words)) and (rest := _subject(" ".join(_MONTH.sub(" ", words).split()))):
        return SubjectRequest(rest, _month(found, today))
    subject = _subject(words)
    return SubjectRequest(subject) if subject else None


def _bare(text: str) -> str:
    """Without the words of a question."""
    return " ".join(_QUESTION.sub(" ", text.lower().strip(" ?.!")).split())


def _subject(words: str) -> Subject | None:
    plain = re.sub(r"(?: (?:updates?|edits?|files?|changes?|release|quarter|quarterly))+$", "", words)
    for each in (words, plain, words.removesuffix("s")):
        if found := _NAMES.get(each):
            return found
    return None


def month_of(text: str, today: date) -> MonthRequest | None:
    """`january`, `jan 2027`, `in march`; the next such month, this one included. None for anything else."""
    found = _MONTH.fullmatch(_bare(text))
    return _month(found, today) if found else None


def _month(found: re.Match[str], today: date) -> MonthRequest | None:
    month = _MONTHS.index(found["month"]) + 1
    year = int(found["year"] or today.year + (month < today.month))
    return MonthRequest(year, month) if FIRST_YEAR <= year <= LAST_YEAR else None
