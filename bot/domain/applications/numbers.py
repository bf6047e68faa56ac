"""Code number formats by category (AMA: five digits, or four digits and a letter)."""

import re
from collections.abc import Iterable, Mapping

from bot.domain.applications.application import Category
from bot.domain.applications.errors import NotTheNumber
from bot.domain.text import clean

_FORMS: Mapping[Category, re.Pattern[str]] = {
    Category.I: re.compile(r"[0-9]{5}"),
    Category.VACCINE: re.compile(r"[0-9]{5}"),
    Category.II: re.compile(r"[0-9]{4}F"),
    Category.III: re.compile(r"[0-9]{4}T"),
    Category.PLA: re.compile(r"[0-9]{4}U"),
    # Multianalyte assays use Category I numbers; administrative codes use four digits and M.
    Category.MAAA: re.compile(r"[0-9]{4}M|[0-9]{5}"),
}


def category_by_form(number: str, preferred: Category) -> Category:
    """The category that fits this number: `preferred` if it fits, else the first that fits, else `preferred`."""
    written = clean(number).upper()
    return next((c for c in (preferred, *_FORMS) if _FORMS[c].fullmatch(written)), preferred)


def checked_number(text: str, category: Category, taken: Iterable[str] = ()) -> str:
    """The number in canonical form. Raises NotTheNumber for a wrong format or a `taken` number."""
    number = clean(text).upper()
    if not _FORMS[category].fullmatch(number) or number in taken:
        raise NotTheNumber(number[:20], category)
    return number
