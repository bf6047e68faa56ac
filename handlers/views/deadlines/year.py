"""A year at a glance as text. It accompanies the image, and replaces it if no file can be sent."""

from collections.abc import Sequence

from bot.domain.deadlines.deadline import Deadline
from handlers.slack.answer import Answer, Attachment, CommandButton
from handlers.views.blocks import actions, code, context, section
from handlers.views.dates import short_day
from handlers.views.deadlines.listed import ESTIMATED, group_words, together

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_IN_SECTION = 3
_NEAR = 6
"""Buttons reach this many years from the current one. Any year can be typed."""


def year_card(
    year: int,
    this_year: int,
    deadlines: Sequence[Deadline],
    picture: Attachment | None,
    *,
    may_send: bool = False,
) -> Answer:
    """Month by month. `picture` is sent to the user by direct message if files are allowed."""
    months = [_month(n, year, deadlines) for n in range(1, 13)]
    shown = [month for month in months if month]
    parts = [shown[i : i + _IN_SECTION] for i in range(0, len(shown), _IN_SECTION)]
    sent = (
        "The picture comes to you as a direct message from me."
        if may_send
        else f"With the optional scope {code('files:write')} a picture comes with it."
    )
    return Answer(
        f"Deadlines of {year}",
        (
            section(f"*{year}*  days in _italics_ are estimated"),
            *(section("\n".join(part)) for part in parts),
            actions(
                *(
                    CommandButton(str(y), f"/deadlines year {y}")
                    for y in (year - 1, year + 1)
                    if abs(y - this_year) <= _NEAR
                ),
                CommandButton("Next deadlines", "/deadlines"),
                share=f"/deadlines year {year}",
            ),
            context(ESTIMATED),
            context(sent),
        ),
        file=picture if may_send else None,
    )


def in_month(month: int, year: int, deadlines: Sequence[Deadline]) -> list[tuple[Deadline, ...]]:
    """Deadlines expected in a month, grouped by line."""
    mine = [d for d in deadlines if (d.when.expected.year, d.when.expected.month) == (year, month)]
    return sorted(together(mine), key=lambda group: group[0].when.expected)


def _month(month: int, year: int, deadlines: Sequence[Deadline]) -> str:
    groups = [part for group in in_month(month, year, deadlines) for part in _by_sureness(group)]
    lines = [f"{_days(g[0])}  {group_words(g)}" for g in groups]
    return "\n".join([f"*{MONTHS[month - 1]}*", *lines]) if lines else ""


def _by_sureness(group: tuple[Deadline, ...]) -> list[tuple[Deadline, ...]]:
    """Split a day's deadlines into confirmed and estimated: a line shows only one of them."""
    sure = tuple(d for d in group if d.when.confirmed)
    return [part for part in (sure, tuple(d for d in group if not d.when.confirmed)) if part]


def _days(deadline: Deadline) -> str:
    """`1 Jan`, or an estimate's whole window in italics."""
    when = deadline.when
    if when.confirmed:
        return short_day(when.expected)
    return f"_{short_day(when.earliest)}{f' to {short_day(when.latest)}' if when.is_window else ''}_"
