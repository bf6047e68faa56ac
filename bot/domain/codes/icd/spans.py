"""Ranges of ICD-10-CM codes as conversion tables print them: `H02.101-H02.106`."""

from bot.domain.codes.icd.grammar import bare


def is_span(printed: str) -> bool:
    """Whether it is a range and not one code."""
    return "-" in printed


def spans(printed: str, code: str) -> bool:
    """Whether the printed range holds `code`; a code that is longer than the ends lies in it by its beginning.

    Both ends belong to it. False for what is no range.
    """
    first, dash, last = (part.strip() for part in printed.partition("-"))
    if not dash or not first or not last:
        return False
    low, high, asked = bare(first), bare(last), bare(code)
    return len(asked) >= len(high) and low <= asked[: len(low)] and asked[: len(high)] <= high
