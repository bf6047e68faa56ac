"""Tables as CSV text that a spreadsheet opens without running anything in it."""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table with its heading; a cell that a spreadsheet would take for a formula gets an apostrophe before it.

    Begins with a byte order mark, by which spreadsheets know UTF-8. Lines end as RFC 4180 says.

    >>> csv_text(("code", "note"), [("97110", "=1+1")]).splitlines()[1]
    "97110,'=1+1"
    """
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(heading)
    table.writerows([_harmless(cell) for cell in row] for row in rows)
    return "\ufeff" + written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_STARTS_A_FORMULA) else cell
