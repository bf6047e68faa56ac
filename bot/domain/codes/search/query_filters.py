"""Parse the filters among a search's words: `knee pain billable`, `fracture chapter S`."""

import re
from dataclasses import dataclass

from bot.domain.codes.search.result import Filters

_BILLABLE = re.compile(r"(?<!\w)(?:only )?billable(?: only| codes?)*(?!\w)(?<!not billable)", re.IGNORECASE)
_CHAPTER = re.compile(r"(?<!\w)(?:in )?chapter (?P<prefix>[A-Z]\d{0,2}|\d{1,2})(?!\w)", re.IGNORECASE)
_BY_NUMBER = "AB CD D E F G H H I J K L M N O P Q R ST VWXY Z U"
_LETTERS = dict(
    zip(
        (str(number) for number in range(1, 23)),
        _BY_NUMBER.split(),
        strict=True,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class QueryFilters:
    """The remaining words, and the filters."""

    words: str
    filters: Filters


def read_wanted(text: str) -> QueryFilters:
    """Remove `billable` and `chapter M` (a letter, a category, or a chapter's number with one letter) from `text`."""
    prefix = ""
    if found := _CHAPTER.search(text):
        letters = _LETTERS.get(found["prefix"].lstrip("0"), found["prefix"].upper())
        if len(letters) == 1 or not letters.isalpha():
            prefix, text = letters, f"{text[: found.start()]} {text[found.end() :]}"
    billable = _BILLABLE.search(text) is not None
    words = " ".join(_BILLABLE.sub(" ", text).split())
    return QueryFilters(words, Filters(billable=billable, prefix=prefix))
