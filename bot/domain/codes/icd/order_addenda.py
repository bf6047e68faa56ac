"""The order addenda of ICD-10-CM: what a new edition adds, deletes, and renames.

Source: CMS and NCHS, icd10cm_order_addenda_YYYY.txt.
"""

from dataclasses import dataclass
from enum import StrEnum


class AddendumAction(StrEnum):
    """The action of one line, as printed."""

    ADD = "Add:"
    DELETE = "Delete:"
    REVISE_FROM = "Revise from:"
    REVISE_TO = "Revise to:"


@dataclass(frozen=True, slots=True)
class AddendumRow:
    """One line: `code` with its dot, `name` the long title.

    A code that becomes a header is deleted as a billable code and added as a header.
    """

    action: AddendumAction
    code: str
    name: str
    short: str
    billable: bool


@dataclass(frozen=True, slots=True)
class CodeCounts:
    """The number of codes and headers in an order file."""

    billable: int
    headers: int


@dataclass(frozen=True, slots=True)
class OrderAddenda:
    """One addenda file. `year` is the fiscal year of the new edition, or '' if the summary does not state it.

    `before` and `after` are the counts in the summary at the end of the file; None without a summary.
    """

    rows: tuple[AddendumRow, ...]
    year: str = ""
    before: CodeCounts | None = None
    after: CodeCounts | None = None
