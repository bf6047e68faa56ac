"""Bar charts as inline SVG, so that the page loads nothing from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _ROW, _LABELS = 760, 30, 310
_BARS = _WIDTH - _LABELS - 90


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, the text at its end, and its length from 0 to 1."""

    label: str
    said: str
    length: float
    strong: bool = True


def bars(title: str, rows: Sequence[Bar], mark: float | None = None) -> str:
    """A chart. `mark` draws a line at that length (a limit). Screen readers get the same data as text."""
    height = _ROW * len(rows) + 12
    drawn = "".join(_bar(n, row) for n, row in enumerate(rows))
    if mark is not None:
        at = _LABELS + mark * _BARS
        drawn += f'<line class="mark" x1="{at:.0f}" x2="{at:.0f}" y1="0" y2="{height}"/>'
    said = escape("; ".join(f"{row.label}: {row.said}" for row in rows))
    return (
        f'<figure><figcaption>{escape(title)}</figcaption><svg viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="{said}">{drawn}</svg></figure>'
    )


def _bar(number: int, row: Bar) -> str:
    top, length = number * _ROW + 6, max(2.0, row.length * _BARS)
    kind = "strong" if row.strong else "weak"
    return (
        f'<text x="{_LABELS - 10}" y="{top + 15}" text-anchor="end">{escape(row.label)}</text>'
        f'<rect class="{kind}" x="{_LABELS}" y="{top}" width="{length:.1f}" height="20" rx="3"/>'
        f'<text x="{_LABELS + length + 8:.0f}" y="{top + 15}">{escape(row.said)}</text>'
    )
