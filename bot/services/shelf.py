"""The books that are open right now. Loading or unloading a release swaps them whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.diagnosis import DiagnosisBook
from bot.domain.codes.releases import PUBLIC, Chosen, System, choose


@dataclass(frozen=True, slots=True)
class DiagnosisChoice:
    """Which release answers, and its book (None where nothing is loaded for the date)."""

    chosen: Chosen
    book: DiagnosisBook | None


class Shelf:
    """Holds the open books; lookups read it, a reload replaces its contents in one assignment."""

    def __init__(self, diagnoses: Iterable[DiagnosisBook] = ()) -> None:
        self._diagnoses = tuple(diagnoses)

    def replace(self, diagnoses: Iterable[DiagnosisBook]) -> None:
        """Put the newly opened books in place of the old ones."""
        self._diagnoses = tuple(diagnoses)

    def diagnoses(self, on: date | None, today: date, workspace: str) -> DiagnosisChoice:
        """The ICD-10-CM release that answers for date of service `on` (None: today) in `workspace`."""
        books = {
            book.release: book for book in self._diagnoses if book.release.workspace in (PUBLIC, workspace)
        }
        chosen = choose(books, on, today)
        return DiagnosisChoice(chosen, books[chosen.release] if chosen.release else None)

    def loaded(self, system: System) -> bool:
        """Whether any release of the system is open."""
        return system is System.ICD10CM and bool(self._diagnoses)
