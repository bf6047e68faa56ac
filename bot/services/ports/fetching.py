"""What fetching needs from outside, as Protocols: the web, and the database's rows about it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol

from bot.domain.codes.fetching.records import FetchedFile, FetchSchedule, LicenseAcceptance

Sleep = Callable[[float], Awaitable[None]]
"""Waits for some seconds; tests do not."""


class WebResponse(Protocol):
    """An answer whose body has not been read yet."""

    @property
    def status(self) -> int: ...

    def header(self, name: str) -> str:
        """The header's value, '' where there is none."""

    def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives. Raises ConnectionLost where it breaks off or stands still for too long."""


class WebClient(Protocol):
    """Asks for one address at a time and follows no redirect."""

    def get(self, url: str, headers: Mapping[str, str]) -> AbstractAsyncContextManager[WebResponse]:
        """One GET request. Raises ConnectionLost where there is no answer."""


class FetchRepository(Protocol):
    """Accepted licenses, fetched files, and the daily look, by workspace."""

    async def accept(self, workspace: str, acceptance: LicenseAcceptance) -> None:
        """Add an acceptance; earlier ones stay on record."""

    async def acceptances(self, workspace: str) -> Sequence[LicenseAcceptance]:
        """Every acceptance of this very workspace, the newest first."""

    async def record(self, workspace: str, file: FetchedFile) -> None:
        """Keep it, in place of what was fetched from the same address before."""

    async def fetched(self, workspace: str) -> Sequence[FetchedFile]:
        """The files that were fetched for this very workspace, by address."""

    async def schedule(self, workspace: str) -> FetchSchedule | None:
        """The workspace's daily look; None where nobody has ever switched it."""

    async def put_schedule(self, workspace: str, schedule: FetchSchedule) -> None:
        """Keep it, in place of the one before."""

    async def looks_due(self, today: date) -> bool:
        """Whether any workspace's daily look is on and has not happened today."""

    async def begin_look(self, today: date) -> str | None:
        """Take one workspace whose daily look is on and has not happened today: no other process gets it again."""
