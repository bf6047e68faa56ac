"""The list of next deadlines: applications, certainty and days left."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.domain.deadlines.deadline import Deadline, Topic
from bot.domain.deadlines.planning import grouped
from bot.domain.deadlines.recurring import Update
from bot.domain.deadlines.requests import MonthRequest, Subject
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, context, section
from handlers.views.deadlines.day_words import is_known, left, plain_days, rule, sureness
from handlers.views.deadlines.words import month_of, named, what

Aims = Mapping[str, Sequence[str]]
"""Applications by target meeting or quarter id, limited to those that may be named here."""

TITLES = {
    None: "Next deadlines",
    Topic.PANEL: "CPT Editorial Panel",
    Topic.APPLICATIONS: "Your applications",
    Topic.CODE_SETS: "Code sets",
}
LINES = {
    None: "/deadlines",
    Topic.PANEL: "/deadlines panel",
    Topic.APPLICATIONS: "/deadlines applications",
    Topic.CODE_SETS: "/deadlines codes",
}
ESTIMATED = (
    "est.: no source states the day yet. The likely day stands first, the days that are possible behind it; nothing "
    "closes when they pass. The AMA's calendar decides."
)
SOON_DAYS = 60
"""From this many days before a new year, that year is the default."""
_FIRST, _PAGE, _IN_SECTION = 5, 12, 6


def next_card(
    deadlines: Sequence[Deadline], today: date, aims: Aims, topic: Topic | None = None, page: int = 0
) -> Answer:
    """The first few deadlines, or a page (from 1; too large means the last), by their likely day.

    Each has one line, the date first. A page adds the rule behind each date. Code sets of one day share a line.
    """
    lines = [dated_line(about, today, aims, rules=page > 0) for about in together(deadlines)]
    line, year = LINES[topic], (today + timedelta(days=SOON_DAYS)).year
    if not lines:
        return Answer(TITLES[topic], (section(_nothing(topic)), actions(*_topics(topic))))
    if page == 0:
        shown = lines[:_FIRST]
        more = [CommandButton(f"More: all {len(lines)}", f"{line} page 1")] if len(lines) > _FIRST else []
        share = line
    else:
        last = -(-len(lines) // _PAGE)
        page = min(page, last)
        shown = lines[(page - 1) * _PAGE : page * _PAGE]
        around = (("Back", page - 1), ("Next", page + 1))
        more = [CommandButton(label, f"{line} page {n}") for label, n in around if 1 <= n <= last]
        share = f"{line} page {page}"
    parts = [shown[i : i + _IN_SECTION] for i in range(0, len(shown), _IN_SECTION)]
    heads = [f"*{TITLES[topic]}*", *[""] * (len(parts) - 1)]
    return Answer(
        TITLES[topic],
        (
            *(
                section("\n".join(filter(None, [head, *part])))
                for head, part in zip(heads, parts, strict=True)
            ),
            actions(
                *more, *_topics(topic), CommandButton(f"Year {year}", f"/deadlines year {year}"), share=share
            ),
            *([context(ESTIMATED)] if any("est." in each for each in shown) else []),
        ),
    )


SUBJECTS = {
    Subject.PANEL_MEETING: "Panel meetings",
    Subject.APPLICATION: "Application deadlines",
    Subject.SUMMARY: "Summaries of Panel Actions",
    Subject.RECONSIDERATION: "Reconsideration",
    Subject.RUC: "RUC meetings",
    Subject.PLA: "PLA codes",
    Subject.NCCI: "NCCI edits and MUE",
    Subject.HCPCS: "HCPCS Level II",
    Subject.ICD: "ICD-10-CM",
    Subject.CPT_YEAR: "CPT code set",
    Subject.CATEGORY_III: "Category III codes",
    Subject.VACCINES: "Immunization codes",
    Subject.FEES: "Medicare fee schedule",
}
_OF_SUBJECT = 6


def subject_card(subject: Subject, deadlines: Sequence[Deadline], today: date, aims: Aims) -> Answer:
    """The next dates of one subject, each with the rule behind it."""
    title = SUBJECTS[subject]
    lines = [dated_line((d,), today, aims, rules=True) for d in deadlines[:_OF_SUBJECT]]
    nothing = _NO_START if subject is Subject.RECONSIDERATION else "No date of it lies ahead."
    go = [CommandButton("All deadlines", "/deadlines page 1")]
    if subject is Subject.PANEL_MEETING:
        go += [CommandButton(month_of(d.about), f"/deadlines meeting {d.about}") for d in deadlines[:3]]
    return _list_card(title, lines or [nothing], go)


def month_card(month: MonthRequest, deadlines: Sequence[Deadline], today: date, aims: Aims) -> Answer:
    """What is likely to fall in one month, by day."""
    title = month_of(f"{month.year}-{month.month:02}")
    lines = [dated_line(about, today, aims) for about in together(deadlines)]
    go = [
        CommandButton(f"Year {month.year}", f"/deadlines year {month.year}"),
        CommandButton("All", "/deadlines"),
    ]
    return _list_card(title, lines or ["Nothing is likely to fall in this month."], go)


def _list_card(title: str, lines: Sequence[str], go: Sequence[CommandButton]) -> Answer:
    parts = [lines[i : i + _IN_SECTION] for i in range(0, len(lines), _IN_SECTION)]
    heads = [f"*{title}*", *[""] * (len(parts) - 1)]
    sections = [
        section("\n".join(filter(None, [head, *part]))) for head, part in zip(heads, parts, strict=True)
    ]
    note = [context(ESTIMATED)] if any("est." in line for line in lines) else []
    return Answer(title, (*sections, actions(*go), *note))


_NO_START = (
    "The 14 days for reconsideration run from the day on which the Summary of Panel Actions is posted. No such day is "
    "entered yet, so there is no date: `/deadlines meeting 2027-02 summary 2027-03-05 confirmed`."
)


def together(deadlines: Sequence[Deadline]) -> list[tuple[Deadline, ...]]:
    """Groups that share a line, by their likely day. Code sets of the same day share one."""
    groups = [tuple(sorted(about, key=_weight)) for _, about in grouped(deadlines, campaigns=False)]
    return sorted(groups, key=lambda g: (g[0].when.expected, g[0].when.earliest, g[0].key))


def _weight(deadline: Deadline) -> tuple[int, str]:
    """Sort key: on January 1 and October 1 the large code sets come first."""
    large = (Update.CPT_EFFECTIVE, Update.ICD_OCTOBER, Update.ICD_APRIL)
    return (large.index(deadline.kind) if deadline.kind in large else len(large), deadline.key)


def group_words(about: Sequence[Deadline]) -> str:
    """Names of the deadlines in one line."""
    if len(about) == 1:
        return named(about[0])
    return ", ".join([named(about[0]), *map(what, about[1:])])


def group_sureness(about: Sequence[Deadline]) -> str:
    """Certainty of a group: `confirmed`, `fixed each year`. If mixed, names the confirmed ones; '' for estimates."""
    sure = [d for d in about if d.when.confirmed]
    known = sure or [d for d in about if is_known(d.when)]
    if not known:
        return ""
    if not sure or len(sure) == len(about):
        return sureness(known[0].when)
    open_ = next(d for d in about if not d.when.confirmed)
    return f"{', '.join(map(what, sure))}: confirmed; the rest {sureness(open_.when)}"


def aimers(about: Sequence[Deadline], aims: Aims) -> str:
    """`A-12 and A-15 aim at it`, or '' if none do."""
    first = about[0]
    refs = aims.get(first.about, ()) if first.topic is Topic.PANEL else ()
    if not refs:
        return ""
    several = f"{', '.join(refs[:-1])} and {refs[-1]} aim" if len(refs) > 1 else f"{refs[0]} aims"
    return f"{several} at it"


def dated_line(about: Sequence[Deadline], today: date, aims: Aims, *, rules: bool = False) -> str:
    """`*likely Tue, Dec 8 (Dec 1–15, est.)*  PLA application deadline · in 7 days`, with `rules` why that day."""
    when = about[0].when
    known = group_sureness(about) or (f"estimated: {rule(when.rule)}" if rules else "")
    shown = [] if known == "fixed each year" and not rules else [known]
    count = left(when, today)
    told = [*shown, f"{count[0].lower()}{count[1:]}", aimers(about, aims)]
    return " · ".join(filter(None, [f"*{plain_days(when, today)}*  {group_words(about)}", *told]))


def _topics(topic: Topic | None) -> list[CommandButton]:
    names = {
        None: "All",
        Topic.PANEL: "Panel",
        Topic.APPLICATIONS: "Applications",
        Topic.CODE_SETS: "Code sets",
    }
    return [CommandButton(name, LINES[each]) for each, name in names.items() if each is not topic]


def _nothing(topic: Topic | None) -> str:
    if topic is Topic.APPLICATIONS:
        return (
            "*Your applications*  none waits for a date that may be named here. An application with a target has "
            "its deadlines here; one that has a channel of its own shows them there alone."
        )
    return f"*{TITLES[topic]}*  nothing lies ahead in the next twelve months."
