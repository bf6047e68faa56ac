"""Watched codes, notes and comparisons of releases in memory."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from bot.domain.codes.changes.rows import ComparedRow
from bot.domain.codes.changes.watched import CodeName, Watched
from bot.domain.codes.icd.spans import spans
from bot.domain.codes.notes.note import TeamNote
from bot.domain.codes.releases import PUBLIC, System
from bot.services.ports.team import ChosenLocality

if TYPE_CHECKING:
    from bot.services.ports.database import CodeRecord
    from tests.fakes import FakeUnitOfWork


class FakeWatched:
    """WatchedRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def all(self, workspace: str) -> Sequence[Watched]:
        """As the port says."""
        kept = self._work.state.watched
        return [kept[key] for key in sorted(kept) if key[0] == workspace]

    async def put(self, workspace: str, watched: Iterable[Watched]) -> None:
        """As the port says."""
        for each in watched:
            self._work.writing().watched.setdefault((workspace, each.system, each.code), _aware(each))

    async def remove(self, workspace: str, names: Iterable[CodeName]) -> Sequence[CodeName]:
        """As the port says."""
        kept = self._work.writing().watched
        return [n for n in dict.fromkeys(names) if kept.pop((workspace, n.system, n.code), None)]


class FakeNotes:
    """NoteRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def all(self, workspace: str) -> Sequence[TeamNote]:
        """As the port says."""
        kept = self._work.state.notes
        return [kept[key] for key in sorted(kept) if key[0] == workspace]

    async def stamp(self, workspace: str) -> tuple[int, str]:
        """As the port says."""
        mine = await self.all(workspace)
        return len(mine), str(max((note.at for note in mine), default=""))

    async def put(self, workspace: str, note: TeamNote) -> None:
        """As the port says."""
        self._work.writing().notes[workspace, note.system, note.code, note.payer] = _aware(note)

    async def remove(self, workspace: str, name: CodeName, payer: str) -> bool:
        """As the port says."""
        return self._work.writing().notes.pop((workspace, name.system, name.code, payer), None) is not None


class FakeLocalities:
    """LocalityRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def of(self, workspace: str) -> ChosenLocality | None:
        """As the port says."""
        return self._work.state.localities.get(workspace)

    async def choose(self, workspace: str, chosen: ChosenLocality) -> None:
        """As the port says."""
        self._work.writing().localities[workspace] = chosen

    async def remove(self, workspace: str) -> bool:
        """As the port says."""
        return self._work.writing().localities.pop(workspace, None) is not None


class FakeComparison:
    """ComparisonRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def differing(
        self, workspace: str, earlier: int, later: int, *, names: bool = True
    ) -> tuple[Sequence[ComparedRow], Sequence[ComparedRow]]:
        """As the port says."""
        old, new = self._rows(workspace, earlier), self._rows(workspace, later)
        billed = [
            {(r.code, r.starts, r.ends, r.name if names else "") for r in side if r.billable}
            for side in (old, new)
        ]
        touched = {code for code, *_ in billed[0] ^ billed[1]}
        return [r for r in old if r.code in touched], [r for r in new if r.code in touched]

    async def sizes(self, workspace: str, release: int) -> Mapping[str, int]:
        """As the port says."""
        return Counter(row.code[0] for row in self._rows(workspace, release) if row.billable)

    async def rows(self, workspace: str, release: int, codes: Iterable[str]) -> Sequence[ComparedRow]:
        """As the port says."""
        asked = set(codes)
        return [row for row in self._rows(workspace, release) if row.code in asked]

    async def below(self, workspace: str, release: int, header: str) -> Sequence[ComparedRow]:
        """As the port says."""
        rows = self._rows(workspace, release)
        return [r for r in rows if r.billable and r.code != header and r.code.startswith(header)][:20]

    async def under(self, workspace: str, release: int, headers: Iterable[str]) -> Sequence[ComparedRow]:
        """As the port says."""
        stems = tuple(headers)
        rows = self._rows(workspace, release)
        return [row for row in rows if any(row.code != h and row.code.startswith(h) for h in stems)]

    async def successors(self, workspace: str, codes: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
        """As the port says."""
        asked, found = set(codes), dict[str, dict[str, None]]()
        for system, record in self._everything(workspace):
            old, named = record.detail.get("old"), record.detail.get("successors")
            if system is System.ICD10CM_CONVERSIONS and isinstance(old, str):
                for code in (code for code in asked if code == old or spans(old, code)):
                    found.setdefault(code, {})[record.code] = None
            if system in (System.HCPCS, System.OWN) and record.code in asked and isinstance(named, list):
                found.setdefault(record.code, {}).update(dict.fromkeys(named))
        return {old: tuple(new) for old, new in found.items() if new}

    def _rows(self, workspace: str, release: int) -> list[ComparedRow]:
        state = self._work.state
        if release not in state.visible or state.releases[release].release.workspace not in (
            workspace,
            PUBLIC,
        ):
            return []
        kept = (r for r in state.codes[state.contents[release]] if " " not in r.code)
        rows = [
            ComparedRow(r.code, r.name, r.billable or len(r.code) == 2, r.starts, r.ends)  # modifiers count
            for r in kept
        ]
        return sorted(rows, key=lambda row: row.code)

    def _everything(self, workspace: str) -> "Iterable[tuple[System, CodeRecord]]":
        state = self._work.state
        seen = [state.releases[i] for i in state.visible]
        mine = [s for s in seen if s.release.workspace in (workspace, PUBLIC)]
        for stored in sorted(mine, key=lambda s: s.release.effective, reverse=True):
            for record in sorted(state.codes[state.contents[stored.id]], key=lambda r: r.code):
                yield stored.release.system, record


_T = TypeVar("_T", Watched, TeamNote)


def _aware(kept: _T) -> _T:
    at: datetime = kept.at
    if at.tzinfo is None:
        raise ValueError("a datetime without time zone is not stored")
    return kept
