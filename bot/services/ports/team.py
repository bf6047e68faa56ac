"""What the use cases around watched codes, notes and changes need from storage."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.codes.changes.rows import ComparedRow
from bot.domain.codes.changes.watched import CodeName, Watched
from bot.domain.codes.notes.note import TeamNote


class WatchedRepository(Protocol):
    """The codes that a workspace watches."""

    async def all(self, workspace: str) -> Sequence[Watched]:
        """Those of this very workspace, by system and code."""

    async def put(self, workspace: str, watched: Iterable[Watched]) -> None:
        """Watch them; one that was watched already stays as it was."""

    async def remove(self, workspace: str, names: Iterable[CodeName]) -> Sequence[CodeName]:
        """No longer watch them; those that were watched."""


class NoteRepository(Protocol):
    """The notes of a workspace."""

    async def all(self, workspace: str) -> Sequence[TeamNote]:
        """Those of this very workspace, by system, code and payer."""

    async def stamp(self, workspace: str) -> tuple[int, str]:
        """How many there are, and when the last was written: it differs whenever `all` would."""

    async def put(self, workspace: str, note: TeamNote) -> None:
        """Keep it, in place of the one of the same system, code and payer."""

    async def remove(self, workspace: str, name: CodeName, payer: str) -> bool:
        """Take one out; whether it was there."""


@dataclass(frozen=True, slots=True)
class ChosenLocality:
    """A Medicare locality as a team chose it; `key` is contractor and number, seven digits."""

    key: str
    by: str
    at: datetime


class LocalityRepository(Protocol):
    """The Medicare locality of a workspace."""

    async def of(self, workspace: str) -> ChosenLocality | None:
        """The one that this very workspace chose, or None."""

    async def choose(self, workspace: str, chosen: ChosenLocality) -> None:
        """Keep it, in place of the one before."""

    async def remove(self, workspace: str) -> bool:
        """Choose none; whether one was chosen."""


class ComparisonRepository(Protocol):
    """Rows of releases beside each other. Releases that the workspace may not see have no rows here."""

    async def differing(
        self, workspace: str, earlier: int, later: int, *, names: bool = True
    ) -> tuple[Sequence[ComparedRow], Sequence[ComparedRow]]:
        """All rows of every code whose billable rows are not alike, by code: of the earlier, of the later.

        `names` False: whether they are called alike does not count. Chapters and sections of ICD-10-CM, which
        are rows as well, are left out.
        """

    async def sizes(self, workspace: str, release: int) -> Mapping[str, int]:
        """How many billable rows the release has, by the first character of their codes."""

    async def rows(self, workspace: str, release: int, codes: Iterable[str]) -> Sequence[ComparedRow]:
        """The rows of these codes, by code."""

    async def below(self, workspace: str, release: int, header: str) -> Sequence[ComparedRow]:
        """The billable rows whose codes begin with `header`, by code, at most 20."""

    async def under(self, workspace: str, release: int, headers: Iterable[str]) -> Sequence[ComparedRow]:
        """All rows whose codes begin with one of `headers` and are longer, each once, by code."""

    async def successors(self, workspace: str, codes: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Codes that any loaded file names in place of these: conversion tables, and lists that refer on."""
