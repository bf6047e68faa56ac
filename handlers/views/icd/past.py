"""The cards of `/icd` for days without a loaded release: billable or not by the Medicare code editor's lists."""

from bot.domain.codes.icd.billable_days import BillableDays
from bot.services.lookup.past_diagnoses import BeforeIcd10, PastDiagnoses, PastEntry
from handlers.slack.answer import Answer, CommandButton
from handlers.slack.block_kit import Block
from handlers.views.blocks import actions, code, context, esc, section
from handlers.views.dates import dated, day
from handlers.views.icd.together import NO_NOTES
from handlers.views.icd.wording import MOST_BUTTONS

_SUCCESSORS = 8


def past_card(result: PastDiagnoses) -> Answer:
    """One line for each code: billable on the day or not, from when to when, and what followed."""
    codes = [entry.typed.code for entry in result.entries]
    line = f"/icd {' '.join(codes)}{' together' if result.together else ''}"
    return Answer(
        f"ICD-10-CM {', '.join(codes)} on {day(result.day)}",
        (
            *(section(_entry(entry, result)) for entry in result.entries),
            *_buttons(result),
            actions(share=dated(line, result.chosen.on)),
            context(_source(result)),
        ),
    )


def before_icd10_card(result: BeforeIcd10) -> Answer:
    """A date of service that takes ICD-9-CM."""
    codes = ", ".join(map(code, result.codes))
    return Answer(
        "Before ICD-10-CM",
        (
            section(
                f"*Not ICD-10-CM*  A claim for {day(result.day)} takes ICD-9-CM codes: ICD-10-CM began on October 1, "
                f"2015, so {codes} can't be billed for that day."
            ),
            context("ICD-9-CM codes aren't in CodeDesk."),
        ),
    )


def _entry(entry: PastEntry, result: PastDiagnoses) -> str:
    past = entry.past
    name = f"  {esc(entry.named.name)}" if entry.named else ""
    state = "billable" if past.billable else "not billable"
    lines = [f"*{code(entry.typed.code)}{name}*  · {state} on {day(result.day)}", _when(entry)]
    if entry.successors:
        lines.append(f"Then:  {_successors(entry)}")
    if entry.instead:
        named = ", ".join(dict.fromkeys(code(row.new) for row in entry.instead[:_SUCCESSORS]))
        lines.append(f"Conversion table (NCHS):  {named}")
    if entry.named is None and past.runs:
        lines.append("No loaded edition has its name.")
    return "\n".join(filter(None, lines))


def _when(entry: PastEntry) -> str:
    runs = entry.past.runs
    if not runs:
        return "It isn't on Medicare's list for this day or any other since October 1, 2015." + _header(entry)
    return f"Billable {', '.join(map(days_words, runs))}"


def _header(entry: PastEntry) -> str:
    named = entry.named
    return (
        f" In {esc(entry.named_by.edition)} it is a header."
        if (named and not named.billable and entry.named_by)
        else ""
    )


def days_words(run: BillableDays) -> str:
    """`from Oct 1, 2015 to Sep 30, 2021`; `since Oct 1, 2021`"""
    return f"from {day(run.first)} to {day(run.last)}" if run.last else f"since {day(run.first)}"


def _successors(entry: PastEntry) -> str:
    shown = [
        f"{code(found)}  {esc(diagnosis.name)}" if diagnosis and len(entry.successors) <= 4 else code(found)
        for found, diagnosis in entry.successors[:_SUCCESSORS]
    ]
    left = len(entry.successors) - len(shown)
    return " · ".join(shown) + (f" · {left} more" if left else "")


def _buttons(result: PastDiagnoses) -> tuple[Block, ...]:
    """The codes that followed, as of today."""
    follow = dict.fromkeys(found for entry in result.entries for found, _ in entry.successors)
    open_ = [CommandButton(f"Open {found}", f"/icd {found}") for found in list(follow)[:MOST_BUTTONS]]
    return (actions(*open_),) if open_ else ()


def _source(result: PastDiagnoses) -> str:
    names = dict.fromkeys(entry.named_by.edition for entry in result.entries if entry.named_by)
    named = f"; name from {', '.join(map(esc, names))}" if names else ""
    together = f"{NO_NOTES} · " if result.together else ""
    return f"{together}Billable days by Medicare's code editor list{named} · Notes: not loaded for {day(result.day)}"
