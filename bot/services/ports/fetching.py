"""What fetching needs from outside, as Protocols: the web, and its database rows."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol

from bot.domain.codes.fetching.records import FetchedFile, FetchSchedule, LicenseAcceptance

Sleep = Callable[[float], Awaitable[None]]
"""Waits for some seconds. Tests don't wait."""


class WebResponse(Protocol):
    """A response whose body has not been read yet."""

    @property
    def status(self) -> int: ...

    def header(self, name: str) -> str:
        """The header's value, or '' if it is missing."""

    def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives. Raises ConnectionLost if it breaks off or stalls."""


class WebClient(Protocol):
    """Requests one address at a time and follows no redirect."""

    def get(self, url: str, headers: Mapping[str, str]) -> AbstractAsyncContextManager[WebResponse]:
        """One GET request. Raises ConnectionLost if there is no answer."""


class FetchRepository(Protocol):
    """Accepted licenses, fetched files, and the daily check, by workspace."""

    async def accept(self, workspace: str, acceptance: LicenseAcceptance) -> None:
        """Add an acceptance; earlier ones stay on record."""

    async def acceptances(self, workspace: str) -> Sequence[LicenseAcceptance]:
        """Every acceptance of this workspace, newest first."""

    async def record(self, workspace: str, file: FetchedFile) -> None:
        """Save it, replacing the earlier fetch from the same address."""

    async def fetched(self, workspace: str) -> Sequence[FetchedFile]:
        """The files that were fetched for this workspace, by address."""

    async def schedule(self, workspace: str) -> FetchSchedule | None:
        """The workspace's daily check; None if it was never turned on or off."""

    async def put_schedule(self, workspace: str, schedule: FetchSchedule) -> None:
        """Save it, replacing the previous one."""

    async def looks_due(self, today: date) -> bool:
        """Whether any workspace's daily check is on and has not run today."""

    async def begin_look(self, today: date) -> str | None:
        """Claim one workspace whose daily check is on and has not run today. No other process gets it again."""
