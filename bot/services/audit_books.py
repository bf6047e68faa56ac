"""The loaded files as an audit asks them: of each date of service, as the workspace may read them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from bot.domain.codes.claim.books import Books
from bot.domain.codes.claim.claim import Setting
from bot.services.asking import Asked
from bot.services.check_claim import ClaimBooks
from bot.services.shelf import Shelf


def audit_books(
    shelf: Shelf, library: ClaimBooks, setting: Setting, workspace: str, today: date
) -> Callable[[date], Books]:
    """The books for a date; those of each date are looked for once."""
    asked = Asked(workspace, "", today)

    @cache
    def on(day: date) -> Books:
        loaded = library.books(day, setting, asked)
        newest = shelf.diagnoses(None, today, workspace).book
        return replace(loaded, diagnoses=shelf.diagnoses(day, today, workspace).book, newest=newest)

    return on
