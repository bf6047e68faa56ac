"""Reads the announced changes to CPT codes that come with the package."""

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import msgspec

from bot.domain.codes.cpt.announced import CodeAnnouncement


@cache
def announcements() -> tuple[CodeAnnouncement, ...]:
    """All announcements, in file order."""
    text = (files("bot") / "data" / "cpt" / "announced_codes.tsv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    rows = [
        {**row, "codes": [*_codes(row["codes"])], "instead": [*_codes(row["instead"])]}
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]
    return msgspec.convert(rows, tuple[CodeAnnouncement, ...])


def announcement_of(code: str) -> CodeAnnouncement | None:
    """The announcement for one code, or None."""
    return _by_code().get(code)


@cache
def _by_code() -> dict[str, CodeAnnouncement]:
    return {code: each for each in announcements() for code in each.codes}


def _codes(written: str) -> Iterator[str]:
    """Expand `59400 59080-59083` to single codes."""
    for part in written.split():
        first, _, last = part.partition("-")
        yield from (f"{number:05d}" for number in range(int(first), int(last or first) + 1))
