"""What is announced of CPT codes: that one goes, comes or may change, and whose word that is."""

from datetime import date

from bot.domain.codes.cpt.announced import (
    CPT_2027,
    MATERNITY_2027,
    AnnouncedChange,
    CodeAnnouncement,
    CodeSetYear,
)
from handlers.slack.answer import Answer, CommandButton
from handlers.views.blocks import actions, context, section
from handlers.views.cpt.wording import folded, set_codes
from handlers.views.dates import day

_FEW = 3


def announced_lines(announced: CodeAnnouncement | None, on: date, today: date) -> tuple[str, ...]:
    """What is known of a code on `on`, apart from any loaded edition. A day to come is only announced."""
    if announced is None:
        return ()
    instead = f" In its place: {folded(announced.instead)}." if announced.instead else ""
    return (f"{_state(announced, on, today)}{instead}", set_codes(announced.says))


def announced_note(announced: CodeAnnouncement | None) -> tuple[str, ...]:
    """Whose word it is."""
    if announced is None:
        return ()
    return (f"Announced change: {announced.source} · {announced.confidence}",)


def announced_buttons(announced: CodeAnnouncement | None) -> list[CommandButton]:
    """What took its place, and the whole change of maternity."""
    if announced is None:
        return []
    buttons = [CommandButton(f"Open {other}", f"/cpt {other}") for other in announced.instead[:_FEW]]
    if announced.day.year == CPT_2027.year:
        buttons.append(CommandButton("Maternity 2027", "/cpt maternity 2027"))
    return buttons


def cpt_2027_card(rows: tuple[CodeAnnouncement, ...]) -> Answer:
    """`/cpt maternity 2027`: how much changes, which codes go and come, and who says so."""
    lines = [
        f"*CPT {CPT_2027.year}* from {day(date(CPT_2027.year, 1, 1))}: {_counts(CPT_2027)}.",
        f"*Maternity*: {_counts(MATERNITY_2027)}.",
        *(f"•  {folded(each.codes)} {_BRIEF[each.change]}: {set_codes(each.says)}" for each in rows),
    ]
    return Answer(
        f"CPT {CPT_2027.year}: maternity is restructured",
        (
            section("\n".join(lines)),
            actions(CommandButton("Open 59400", "/cpt 59400 on 2027-01-15"), share="/cpt maternity 2027"),
            context(
                f"Whole code set: {CPT_2027.source}, {CPT_2027.confidence}",
                *dict.fromkeys(f"{each.source}, {each.confidence}" for each in rows),
                "A loaded CPT 2027 file decides.",
            ),
        ),
    )


def _counts(announced: CodeSetYear) -> str:
    return f"{announced.deleted} codes go, {announced.added} are new, {announced.revised} are revised"


_BRIEF = {
    AnnouncedChange.GONE: "go",
    AnnouncedChange.NEW: "are new",
    AnnouncedChange.UNCLEAR: "may change",
}


def _state(announced: CodeAnnouncement, on: date, today: date) -> str:
    """`Ended: last day ...` for what happened, `Announced to end` for what is to come."""
    happened = announced.came_true(min(on, today))
    match announced.change:
        case AnnouncedChange.GONE:
            return f"*{'Ended' if happened else 'Announced to end'}*: last day {day(announced.last_day)}."
        case AnnouncedChange.NEW:
            return f"*{'New' if happened else 'Announced as new'}*: first day {day(announced.day)}."
    return f"*{'Its group changed' if happened else 'Its group is announced to change'}* on {day(announced.day)}."
