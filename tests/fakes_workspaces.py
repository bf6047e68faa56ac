"""The workspaces that there are, in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.domain.codes.releases import PUBLIC
from tests.fake_outbox import Held

if TYPE_CHECKING:
    from tests.fakes import FakeUnitOfWork


class FakeWorkspaces:
    """WorkspaceRepository in memory."""

    def __init__(self, work: "FakeUnitOfWork") -> None:
        self._work = work

    async def known(self) -> Sequence[str]:
        """As the port says."""
        state = self._work.state
        keys = {*state.seen, *state.abbreviations, *state.uses}
        owners = {r.release.workspace for r in state.releases.values()}
        return sorted({*state.installations, *owners, *(key[0] for key in keys)} - {PUBLIC, ""})

    async def held(self, workspace: str) -> Mapping[str, int]:
        """As the port says, by the names of the state's own parts."""
        state = self._work.state
        parts = {f.name: getattr(state, f.name) for f in fields(state) if f.name in _OF_WORKSPACES}
        parts |= {f.name: getattr(state.reminders, f.name) for f in fields(state.reminders)}
        parts |= {f.name: getattr(state.fetching, f.name) for f in fields(state.fetching)}
        parts |= {f.name: getattr(state.applications, f.name) for f in fields(state.applications)}
        counts = {name: len(_of(part, workspace)) for name, part in parts.items() if isinstance(part, dict)}
        counts["releases"] = sum(r.release.workspace == workspace for r in state.releases.values())
        return {name: count for name, count in counts.items() if count}

    async def purge(self, workspace: str, by: str, at: datetime) -> Mapping[str, int]:
        """As the port says."""
        found, state = await self.held(workspace), self._work.writing()
        await self._work.applications.purge(workspace, by, at)
        for owner, names in (
            (state, _OF_WORKSPACES),
            (state.reminders, {f.name for f in fields(state.reminders)}),
            (state.fetching, {f.name for f in fields(state.fetching)}),
        ):
            for name in names:
                part = getattr(owner, name)
                for key in _of(part, workspace):
                    del part[key]
        return found


_OF_WORKSPACES = {"seen", "installations", "abbreviations", "uses", "watched", "notes", "roles"}


def _of(part: dict[Any, Any], workspace: str) -> list[Any]:
    """The keys of what is the workspace's; messages on their way have a number for a key, and tell it themselves."""
    return [
        key
        for key, value in part.items()
        if (value.row.workspace if isinstance(value, Held) else key if isinstance(key, str) else key[0])
        == workspace
    ]
