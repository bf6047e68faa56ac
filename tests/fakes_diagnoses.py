"""Diagnoses for tests: one in memory, a small invented one, and the real April 2026 set."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache, cached_property

from bot.codefiles.icd10cm_tabular import Tabular, read_tabular
from bot.codefiles.installed import INSTALLED_FY2027, INSTALLED_ICD10CM, installed_tabular
from bot.codefiles.shipped import shipped_addenda
from bot.domain.codes.diagnosis import Block, Diagnosis, Instructions
from bot.domain.codes.edition_file import HOLDS_OF_LIST, HOLDS_OF_TABULAR
from bot.domain.codes.editions import part_of
from bot.domain.codes.releases import Release, System
from bot.services.loading.addenda import made_of

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


@cache
def october_tabular() -> Tabular:
    """FY2027 as the install makes it of April 2026 and the order addenda."""
    return made_of(april_tabular(), shipped_addenda())


class _Installed:
    """The DiagnosisTable of an installed list, read when it is first asked: modules hold it and cost nothing."""

    holds = HOLDS_OF_TABULAR

    def __init__(self, release: Release, tabular: Callable[[], Tabular]) -> None:
        self.release = release
        self._tabular = tabular

    @cached_property
    def _table(self) -> MemoryDiagnoses:
        return MemoryDiagnoses(self.release, self._tabular().blocks, self._tabular().diagnoses)

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
def april_diagnoses() -> _Installed:
    """ICD-10-CM April 2026, all of it."""
    return _Installed(INSTALLED_ICD10CM, april_tabular)


@cache
def october_diagnoses() -> _Installed:
    """ICD-10-CM FY2027, all of it."""
    return _Installed(INSTALLED_FY2027, october_tabular)


def lonely(code: str, **notes: tuple[str, ...]) -> Diagnosis:
    """An invented billable category with nothing around it but `notes` (fields of Instructions)."""
    return Diagnosis(code, f"Invented {code}", True, None, "1", "A00-A09", instructions=Instructions(**notes))
