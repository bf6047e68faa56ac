"""Ranges of ICD-10-CM codes as conversion tables print them: `H02.101-H02.106`."""

from bot.domain.codes.icd.grammar import bare


def is_span(printed: str) -> bool:
    """Whether it is a range, not a single code."""
    return "-" in printed


def spans(printed: str, code: str) -> bool:
    """Whether the printed range includes `code`. A code longer than the ends is compared by its beginning.

    Both ends are included. False if it is not a range.
    """
    first, dash, last = (part.strip() for part in printed.partition("-"))
    if not dash or not first or not last:
        return False
    low, high, asked = bare(first), bare(last), bare(code)
    return len(asked) >= len(high) and low <= asked[: len(low)] and asked[: len(high)] <= high
