"""An HTTP reader for the publishers' sites: allowed hosts only, redirects checked, retries with back-off.

A host that does not answer is not contacted again in the same run, so a machine without a network reports that
quickly.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

from bot.domain.codes.fetching.hosts import MOST_REDIRECTS, may_ask
from bot.services.fetching.faults import ConnectionLost, FetchFailure, FetchFault, NotFetched
from bot.services.ports.database import Clock
from bot.services.ports.fetching import Sleep, WebClient, WebResponse

_ANSWERS = (200, 206, 304, 416)
_REDIRECTS = (301, 302, 303, 307, 308)
_TRY_AGAIN = (408, 425, 429, 500, 502, 503, 504)
_LONGEST_WAIT_S = 600
"""In seconds. A host that asks for a longer wait is skipped until the next run."""


@dataclass
class PoliteReader:
    """Sends GET requests to allowed hosts.

    An address gets `attempts` tries in all, with waits of 1, 2, 4, 8 ... seconds.
    """

    client: WebClient
    clock: Clock
    sleep: Sleep
    attempts: int = 5
    _silent: set[str] = field(default_factory=set)

    @asynccontextmanager
    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> AsyncIterator[WebResponse]:
        """The response, with status 200, 206, 304, or 416. Raises NotFetched for everything else."""
        async with AsyncExitStack() as stack:
            yield await self._answer(stack, url, headers or {})

    async def back_off(self, attempt: int) -> None:
        """Wait before attempt number `attempt` (from 1)."""
        await self.sleep(2.0 ** (attempt - 1))

    async def _answer(self, stack: AsyncExitStack, url: str, headers: Mapping[str, str]) -> WebResponse:
        for _hop in range(MOST_REDIRECTS + 1):
            response = await self._one(stack, url, headers)
            if response.status in _ANSWERS:
                return response
            if response.status not in _REDIRECTS:
                raise NotFetched(FetchFailure(FetchFault.REFUSED, url, response.status))
            url = _redirected(url, response.header("Location"))
        raise NotFetched(FetchFailure(FetchFault.REDIRECTS, url))

    async def _one(self, stack: AsyncExitStack, url: str, headers: Mapping[str, str]) -> WebResponse:
        host = urlsplit(url).hostname or "" if may_ask(url) else ""
        if not host:
            raise NotFetched(FetchFailure(FetchFault.OTHER_HOST, url, detail=_host_of(url)))
        if host in self._silent:
            raise NotFetched(FetchFailure(FetchFault.UNREACHABLE, url, detail=host))
        failure = FetchFailure(FetchFault.UNREACHABLE, url, detail=host)
        for attempt in range(1, self.attempts + 1):
            attempted = await stack.enter_async_context(AsyncExitStack())
            try:
                response = await attempted.enter_async_context(self.client.get(url, headers))
            except ConnectionLost as lost:
                if not lost.answered and attempt > 1:
                    break
                await self.back_off(attempt)
                continue
            if response.status not in _TRY_AGAIN:
                return response
            request = retry_after(response.header("Retry-After"), self.clock.now())
            failure = FetchFailure(FetchFault.BUSY, url, response.status, retry_after=request)
            await attempted.aclose()
            if request > _LONGEST_WAIT_S or attempt == self.attempts:
                raise NotFetched(failure)
            await (self.sleep(float(request)) if request else self.back_off(attempt))
        if failure.fault is FetchFault.UNREACHABLE:
            self._silent.add(host)
        raise NotFetched(failure)


def _redirected(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:  # an invalid address
        return location


def retry_after(value: str, now: datetime) -> int:
    """The seconds in a Retry-After header, which holds seconds or a date; 0 if it is missing or unreadable."""
    if value.strip().isdecimal() and value.isascii():
        return min(int(value), 10**9)
    try:
        at = parsedate_to_datetime(value)
        return max(0, round((at - now).total_seconds()))
    except (ValueError, TypeError, OverflowError):
        return 0


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
