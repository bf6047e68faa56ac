"""The web client, on aiohttp.

One connection, our version in the User-Agent, proxies from the environment, no redirects.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

import aiohttp

from bot.services.fetching.faults import ConnectionLost

_CHUNK = 1 << 16
_TIMEOUT = aiohttp.ClientTimeout(total=1_800, sock_connect=20, sock_read=60)
"""Half an hour for one request, a minute without a byte. A request cut off by this is resumed."""


def user_agent() -> str:
    """The User-Agent, with the installed version."""
    try:
        return f"CodeDesk/{version('codedesk')}"
    except PackageNotFoundError:
        return "CodeDesk"


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """WebResponse on aiohttp."""

    response: aiohttp.ClientResponse
    host: str

    @property
    def status(self) -> int:
        """The status code."""
        return self.response.status

    def header(self, name: str) -> str:
        """The header's value, or '' if it is missing."""
        return self.response.headers.get(name, "")

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body as it arrives. Raises ConnectionLost."""
        try:
            async for chunk in self.response.content.iter_chunked(_CHUNK):
                yield chunk
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise ConnectionLost(self.host, answered=True) from None


@dataclass(frozen=True, slots=True)
class HttpClient:
    """WebClient on aiohttp. `stand_ins` maps an origin to its replacement in tests."""

    session: aiohttp.ClientSession
    stand_ins: Mapping[str, str] = field(default_factory=dict)

    @asynccontextmanager
    async def get(self, url: str, headers: Mapping[str, str]) -> AsyncIterator[HttpResponse]:
        """One GET request. Raises ConnectionLost if there is no answer."""
        host = urlsplit(url).hostname or ""
        try:
            response = await self.session.get(self._address(url), headers=headers, allow_redirects=False)
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise ConnectionLost(host) from None
        async with response:
            yield HttpResponse(response, host)

    def _address(self, url: str) -> str:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        return url.replace(origin, self.stand_ins.get(origin, origin), 1)


@asynccontextmanager
async def http_client(
    stand_ins: Mapping[str, str] | None = None, limits: aiohttp.ClientTimeout = _TIMEOUT
) -> AsyncIterator[HttpClient]:
    """A client for one run. It uses HTTP_PROXY, HTTPS_PROXY, and NO_PROXY."""
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=1),
        headers={"User-Agent": user_agent(), "Accept-Encoding": "identity"},
        timeout=limits,
        trust_env=True,
    ) as session:
        yield HttpClient(session, stand_ins or {})
