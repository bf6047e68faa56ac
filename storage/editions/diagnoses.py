"""One release of ICD-10-CM: its codes and headers, and the chapters and sections above them."""

import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.domain.codes.diagnosis import Block, Diagnosis
from bot.domain.codes.edition_file import EditionKind, Holds
from storage.editions.coded_table import CodedTable, create_table
from storage.editions.connect import OpenFile, write_edition


class SqliteDiagnoses:
    """The codes of one release. Thread-safe."""

    __slots__ = ("__weakref__", "_blocks", "_codes")

    def __init__(self, file: OpenFile, rows: dict[str, int]) -> None:
        self._codes = CodedTable(file, "diagnosis", Diagnosis, rows["diagnosis"])
        self._blocks = CodedTable(file, "block", Block, rows["block"])

    def get(self, code: str) -> Diagnosis | None:
        """The code or header in canonical form (upper case, with its dot), or None."""
        return self._codes.get(code)

    def block(self, id: str) -> Block | None:  # noqa: A002
        """A chapter ('13') or section ('M50-M54') by its id."""
        return self._blocks.get(id)

    def starting(self, prefix: str) -> Iterator[str]:
        """Canonical codes and headers that begin with `prefix`, in code order."""
        return self._codes.starting(prefix)

    def blocks(self) -> Iterator[Block]:
        """All chapters and sections, in order of their ids."""
        return iter(self._blocks)

    def __iter__(self) -> Iterator[Diagnosis]:
        """All codes and headers, in code order."""
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)


def write_diagnoses(
    path: Path, blocks: Iterable[Block], diagnoses: Iterable[Diagnosis], holds: Iterable[Holds]
) -> None:
    """Build the edition at `path`. Raises ValueError for a repeated code."""

    def fill(connection: sqlite3.Connection) -> dict[str, int]:
        return {
            "diagnosis": create_table(connection, "diagnosis", ((d.code, d) for d in diagnoses)),
            "block": create_table(connection, "block", ((b.id, b) for b in blocks)),
        }

    write_edition(path, EditionKind.DIAGNOSES, holds, fill)
