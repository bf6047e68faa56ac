"""Days of deadlines in words: the stated or likely day, how sure it is, and by which rule."""

from datetime import date

from bot.domain.deadlines.application_targets import NOTICE
from bot.domain.deadlines.calendar import PATTERN
from bot.domain.deadlines.dated import Dated
from bot.domain.deadlines.deadline import ADMIN, PUBLISHED, days_left
from bot.domain.deadlines.offsets import OFFSETS, Anchor, Milestone, Offset
from bot.domain.deadlines.pla import PATTERN as PLA_PATTERN
from bot.domain.deadlines.recurring import CPT_RELEASE_PATTERN, FINAL_PATTERN, PROPOSED_PATTERN
from bot.domain.deadlines.ruc import RUC_MONTH, RUC_PATTERN
from handlers.views.blocks import esc
from handlers.views.dates import day, short_day

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_SAME_YEAR_DAYS = 300
"""A day this near needs no year."""
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
    CPT_RELEASE_PATTERN: "as the releases of 2025 and 2026 came, on September 11 and 9",
    PROPOSED_PATTERN: "in July by custom",
    FINAL_PATTERN: "about November 1 by custom, that for 2026 on November 5",
    RUC_PATTERN: "the month's fourth Wednesday, as both stated meetings began (April and September 2024)",
    RUC_MONTH: "in January, some weeks after the fall Panel meeting; no day is known",
    ADMIN: "as your admin entered it",
    NOTICE: "the notice of return",
    Anchor.SUMMARY_POSTED: "14 days after the Summary was posted",
}
_OTHER = "the usual day of the year"


def date_words(on: date, today: date | None = None) -> str:
    """`Tue, Dec 8, 2026`; near `today` without the year."""
    near = today is not None and abs((on - today).days) < _SAME_YEAR_DAYS
    return f"{_WEEKDAYS[on.weekday()]}, {short_day(on) if near else day(on)}"


def is_known(when: Dated) -> bool:
    """Whether the day is no estimate: stated, the same each year, or counted from the Summary's entered day."""
    return when.confirmed or when.is_fixed or when.rule == Milestone.RECONSIDERATION


def plain_days(when: Dated, today: date | None = None) -> str:
    """`Thu, Feb 4, 2027`; an estimate as `likely Tue, Dec 8, 2026 (Dec 1–15, est.)`."""
    on = date_words(when.expected, today)
    if is_known(when):
        return on
    return f"likely {on} ({f'{span(when)}, ' if when.is_window else ''}est.)"


def span(when: Dated) -> str:
    """A window: `Dec 1–15`, `Jan 26–Feb 19`."""
    first, last = when.earliest, when.latest
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{short_day(first)}–{last.day if same_month else short_day(last)}"


def sureness(when: Dated) -> str:
    """`confirmed`, `fixed each year`, or `estimated: 92 days before the meeting's first day`."""
    if when.rule.startswith(PUBLISHED):
        on, _, by = when.rule.removeprefix(PUBLISHED).partition(":")
        return f"published by {esc(by)} on {day(date.fromisoformat(on))}"
    if when.confirmed:
        return "confirmed" if when.rule != ADMIN else "confirmed by your admin"
    if when.rule == Milestone.RECONSIDERATION:
        return "14 days after the Summary was posted; the Summary prints the hour"
    return "fixed each year" if when.is_fixed else f"estimated: {rule(when.rule)}"


def sure_days(when: Dated, today: date | None = None) -> str:
    """The day with how sure it is, without the rule: `Thu, Feb 4 (confirmed)`. An estimate says so by itself."""
    return f"{plain_days(when, today)} ({sureness(when)})" if is_known(when) else plain_days(when, today)


def ruled_days(when: Dated, today: date | None = None) -> str:
    """The same with an estimate's rule: `likely Tue, Dec 8 (Dec 1–15, est.: second Tuesday of ...)`."""
    if is_known(when):
        return sure_days(when, today)
    return f"{plain_days(when, today).removesuffix(')')}: {rule(when.rule)})"


def rule(name: str) -> str:
    """A rule in words."""
    if name in _RULES:
        return _RULES[name]
    offset = OFFSETS.get(Milestone(name)) if name in frozenset(Milestone) else None
    return _offset(offset) if offset else _OTHER


def left(when: Dated, today: date) -> str:
    """`In 14 days`, `Today`, `Likely tomorrow`, `Any day now`: by the stated or likely day."""
    count, guessed = days_left(when, today), not is_known(when)
    if count in (0, 1):
        near = "today" if count == 0 else "tomorrow"
        return f"Likely {near}" if guessed else near.capitalize()
    if count > 0:
        return f"In {count:,} days"
    if guessed:
        return "Any day now" if when.latest >= today and when.is_window else "Expected by now"
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
    return _OTHER


def _spread(spread: tuple[int, int]) -> str:
    low, high = sorted(map(abs, spread))
    return f"{low} to {high} seen"
