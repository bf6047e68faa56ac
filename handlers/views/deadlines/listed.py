"""The list of next deadlines: applications, certainty and days left."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.domain.deadlines.deadline import Deadline, Topic
from bot.domain.deadlines.planning import grouped
from bot.domain.deadlines.recurring import Update
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, context, section
from handlers.views.deadlines.words import left, named, plain_days, sureness, what

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
    "Estimated: no source states the day yet. Days left count from the earliest; nothing closes when an estimate "
    "passes. The AMA's calendar decides."
)
SOON_DAYS = 60
"""From this many days before a new year, that year is the default."""
_FIRST, _PAGE, _IN_SECTION = 5, 12, 6


def next_card(
    deadlines: Sequence[Deadline], today: date, aims: Aims, topic: Topic | None = None, page: int = 0
) -> Answer:
    """The first few deadlines, or a page (from 1; too large means the last), earliest first.

    Code sets of one day share a line.
    """
    lines = [_line(about, today, aims) for about in together(deadlines)]
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
            *([context(ESTIMATED)] if any("estimated" in each for each in shown) else []),
        ),
    )


def together(deadlines: Sequence[Deadline]) -> list[tuple[Deadline, ...]]:
    """Groups that share a line, earliest first. Code sets of the same day share one."""
    groups = [tuple(sorted(about, key=_weight)) for _, about in grouped(deadlines, campaigns=False)]
    return sorted(groups, key=lambda g: (g[0].when.earliest, g[0].when.expected, g[0].key))


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
    """Certainty of a group. If mixed, names the confirmed ones."""
    sure = [d for d in about if d.when.confirmed]
    if not sure or len(sure) == len(about):
        return sureness(about[0].when)
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


def _line(about: tuple[Deadline, ...], today: date, aims: Aims) -> str:
    when = about[0].when
    whom = aimers(about, aims)
    tail = f" · {whom}" if whom else ""
    return f"*{left(when, today)}*  {group_words(about)} · {plain_days(when)} ({group_sureness(about)}){tail}"


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
