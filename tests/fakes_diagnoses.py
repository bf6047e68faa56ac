"""Diagnoses for tests: one in memory, a small invented one, and the real April 2026 set."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache, cached_property

from bot.codefiles.icd10cm_tabular import Tabular, read_tabular
from bot.codefiles.installed import INSTALLED_ICD10CM, installed_tabular
from bot.domain.codes.diagnosis import Block, Diagnosis, Instructions
from bot.domain.codes.edition_file import HOLDS_OF_LIST, HOLDS_OF_TABULAR
from bot.domain.codes.editions import part_of
from bot.domain.codes.releases import Release, System

INVENTED = Release(System.ICD10CM, "Invented 2026", date(2026, 4, 1), date(2026, 9, 30), "invented.xml")


class MemoryDiagnoses:
    """A DiagnosisTable over dictionaries."""

    def __init__(self, release: Release, blocks: Iterable[Block], diagnoses: Iterable[Diagnosis]) -> None:
        self.release = release
        self.holds = HOLDS_OF_LIST if part_of(release) else HOLDS_OF_TABULAR
        self._blocks = {block.id: block for block in blocks}
        self._diagnoses = {diagnosis.code: diagnosis for diagnosis in diagnoses}
        self._sorted = sorted(self._diagnoses)

    def get(self, code: str) -> Diagnosis | None:
        """As the Protocol says."""
        return self._diagnoses.get(code)

    def block(self, id: str) -> Block | None:  # noqa: A002
        """As the Protocol says."""
        return self._blocks.get(id)

    def starting(self, prefix: str) -> Iterator[str]:
        """As the Protocol says."""
        for at in range(bisect_left(self._sorted, prefix), len(self._sorted)):
            if not self._sorted[at].startswith(prefix):
                return
            yield self._sorted[at]

    def __iter__(self) -> Iterator[Diagnosis]:
        return iter(self._diagnoses.values())

    def __len__(self) -> int:
        return len(self._diagnoses)


@cache
def april_tabular() -> Tabular:
    """The tabular list that the install brings; read once in a process (about two seconds)."""
    return read_tabular(installed_tabular().read_bytes())


class _April:
    """The DiagnosisTable of the installed list, read when it is first asked: modules hold it and cost nothing."""

    release = INSTALLED_ICD10CM
    holds = HOLDS_OF_TABULAR

    @cached_property
    def _table(self) -> MemoryDiagnoses:
        return MemoryDiagnoses(self.release, april_tabular().blocks, april_tabular().diagnoses)

    def get(self, code: str) -> Diagnosis | None:
        """As the Protocol says."""
        return self._table.get(code)

    def block(self, id: str) -> Block | None:  # noqa: A002
        """As the Protocol says."""
        return self._table.block(id)

    def starting(self, prefix: str) -> Iterator[str]:
        """As the Protocol says."""
        return self._table.starting(prefix)

    def __iter__(self) -> Iterator[Diagnosis]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)


@cache
def april_diagnoses() -> _April:
    """ICD-10-CM April 2026, all of it."""
    return _April()


def lonely(code: str, **notes: tuple[str, ...]) -> Diagnosis:
    """An invented billable category with nothing around it but `notes` (fields of Instructions)."""
    return Diagnosis(code, f"Invented {code}", True, None, "1", "A00-A09", instructions=Instructions(**notes))
