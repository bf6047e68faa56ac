"""Order addenda of our own in the real layout, to the invented tabular list."""

from collections.abc import Sequence

from tests.codefiles.layouts import text


def line(action: str, code: str, name: str, *, billable: bool = True) -> str:
    """One line: action, flag, code, short and long title in their columns."""
    return f"{action:13}{int(billable)} {code:8}{name[:60]:60} {name}"


ROWS = (
    line("Delete:", "A02", "Struck by goalpost"),
    line("Add:", "A02", "Struck by goalpost", billable=False),
    line("Add:", "A020", "Struck by left goalpost"),
    line("Add:", "A021", "Struck by right goalpost"),
    line("Delete:", "A001XXD", "Struck by own football, second half"),
    line("Revise from:", "B20", "Caught in a net"),
    line("Revise to:", "B20", "Caught in a net or fence"),
    line("Add:", "A0A", "Own goal", billable=False),
    line("Add:", "A0A1", "Own goal, seen"),
)
COUNTS = (7, 6, 8, 8)
"""Codes and headers of the invented list, and of what the rows make of it."""


def addenda(
    rows: Sequence[str] = ROWS, counts: tuple[int, int, int, int] = COUNTS, year: int = 2027
) -> bytes:
    """A whole file with its summary."""
    codes, headers, new_codes, new_headers = counts
    split = {flag: [row for row in rows if row[13] == flag] for flag in "01"}

    def summary(what: str, flag: str, before: int, after: int) -> tuple[str, ...]:
        each = split[flag]
        return (
            what.capitalize(),
            f"  {before:5} {what} in icd10cm_order_{year - 1}.txt",
            f"  {after:5} {what} in icd10cm_order_{year}.txt",
            f"  {sum(row.startswith('Add') for row in each):5} additions",
            f"  {sum(row.startswith('Del') for row in each):5} deletions",
            f"  {sum(row.startswith('Revise to') for row in each):5} revisions",
        )

    return text(
        *rows,
        "",
        *summary("headers", "0", headers, new_headers),
        "of which",
        "      0 revisions to long title only",
        "",
        *summary("codes", "1", codes, new_codes),
    )
