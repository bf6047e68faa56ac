"""A book of diagnoses for one question: what was asked once is not decoded again.

Ten rules ask the same four codes and the same headers above them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.domain.codes.diagnosis import Block, Diagnosis, DiagnosisBook
from bot.domain.codes.releases import Release


@dataclass(frozen=True, slots=True)
class Remembering:
    """DiagnosisBook over another one."""

    book: DiagnosisBook
    _codes: dict[str, Diagnosis | None] = field(default_factory=dict)
    _blocks: dict[str, Block | None] = field(default_factory=dict)

    @property
    def release(self) -> Release:
        """The release of the book."""
        return self.book.release

    def get(self, code: str) -> Diagnosis | None:
        """The code or header, or None."""
        if code not in self._codes:
            self._codes[code] = self.book.get(code)
        return self._codes[code]

    def block(self, id: str) -> Block | None:  # noqa: A002
        """A chapter or section by its id."""
        if id not in self._blocks:
            self._blocks[id] = self.book.block(id)
        return self._blocks[id]

    def starting(self, prefix: str) -> Iterator[str]:
        """Canonical codes and headers that begin with `prefix`, in code order."""
        return self.book.starting(prefix)
