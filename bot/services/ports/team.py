"""What the use cases for watched codes, notes and changes need from storage."""

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
        """Those of this workspace, by system and code."""

    async def put(self, workspace: str, watched: Iterable[Watched]) -> None:
        """Watch them. A code that was already watched is unchanged."""

    async def remove(self, workspace: str, names: Iterable[CodeName]) -> Sequence[CodeName]:
        """Stop watching them. Returns those that were watched."""


class NoteRepository(Protocol):
    """The notes of a workspace."""

    async def all(self, workspace: str) -> Sequence[TeamNote]:
        """Those of this workspace, by system, code and payer."""

    async def stamp(self, workspace: str) -> tuple[int, str]:
        """The number of notes and the time of the last write. It changes whenever the result of `all` does."""

    async def put(self, workspace: str, note: TeamNote) -> None:
        """Save it, replacing the one with the same system, code and payer."""

    async def remove(self, workspace: str, name: CodeName, payer: str) -> bool:
        """Remove one. Returns whether it existed."""


@dataclass(frozen=True, slots=True)
class ChosenLocality:
    """A Medicare locality chosen by a team. `key` is contractor and locality number, seven digits."""

    key: str
    by: str
    at: datetime


class LocalityRepository(Protocol):
    """The Medicare locality of a workspace."""

    async def of(self, workspace: str) -> ChosenLocality | None:
        """The workspace's locality, or None."""

    async def choose(self, workspace: str, chosen: ChosenLocality) -> None:
        """Save it, replacing the previous one."""

    async def remove(self, workspace: str) -> bool:
        """Remove the choice. Returns whether there was one."""


class ComparisonRepository(Protocol):
    """Compare rows of two releases. A release that the workspace may not see has no rows here."""

    async def differing(
        self, workspace: str, earlier: int, later: int, *, names: bool = True
    ) -> tuple[Sequence[ComparedRow], Sequence[ComparedRow]]:
        """All rows of every code whose billable rows differ, by code: (earlier, later).

        `names` False: ignore differences in names. Chapters and sections of ICD-10-CM, which are also rows, are left
        out.
        """

    async def sizes(self, workspace: str, release: int) -> Mapping[str, int]:
        """The number of billable rows in the release, by the first character of the code."""

    async def rows(self, workspace: str, release: int, codes: Iterable[str]) -> Sequence[ComparedRow]:
        """The rows of these codes, by code."""

    async def below(self, workspace: str, release: int, header: str) -> Sequence[ComparedRow]:
        """The billable rows whose codes begin with `header`, by code, at most 20."""

    async def under(self, workspace: str, release: int, headers: Iterable[str]) -> Sequence[ComparedRow]:
        """All rows whose codes are longer than one of `headers` and begin with it, each once, by code."""

    async def successors(self, workspace: str, codes: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """Codes that any loaded file names as replacements: conversion tables, and lists with references."""
