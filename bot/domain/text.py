"""Clean pasted text. All text from outside goes through `clean` first."""

import html
import re
import unicodedata

_SAME = str.maketrans(
    {
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-",
        "‘": "'", "’": "'", "‚": "'", "“": '"', "”": '"', "„": '"',
        "…": "...", "×": "x",
    }
)  # fmt: skip
_LIMIT = 10_000
_PLAIN = re.compile(r"[!-%'-~]+(?: [!-%'-~]+){0,200}", re.ASCII)


def clean(text: str) -> str:
    """One line of plain text: ASCII dashes, quotes and spaces, `&amp;` decoded, control characters removed.

    >>> clean("97110–59\u00a0&amp; 97140")
    '97110-59 & 97140'
    """
    if len(text) < 500 and _PLAIN.fullmatch(text):
        return text  # fast path: most input is already plain ASCII
    text = unicodedata.normalize("NFKC", html.unescape(text[:_LIMIT])).translate(_SAME)
    kept = (
        " " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c) not in _INVISIBLE
    )
    return re.sub(" {2,}", " ", "".join(kept)).strip()


# Controls (NUL), format characters (right-to-left, zero width), surrogates, private use, unassigned.
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
