"""CSV text that is safe to open in a spreadsheet: no cell runs as a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_text(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The table with its heading. A cell that looks like a formula gets a leading apostrophe.

    Starts with a byte order mark: spreadsheets then read UTF-8. Line endings follow RFC 4180.

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
