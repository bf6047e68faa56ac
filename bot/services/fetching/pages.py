"""Landing pages. Each is read once in a run."""

from dataclasses import dataclass, field
from datetime import date

from bot.domain.codes.fetching.choose import Link, subpage_links
from bot.domain.codes.fetching.code_sets import PublishedSet
from bot.domain.codes.fetching.editions import current_edition
from bot.services.fetching.faults import ConnectionLost, FetchFailure, FetchFault, NotFetched
from bot.services.fetching.links import links_of
from bot.services.fetching.polite import PoliteReader

_MOST_PAGE_BYTES = 8 << 20
_ATTEMPTS = 3


@dataclass
class LandingPages:
    """Reads pages and caches their links. A page that cannot be read has no links, and its fault is kept."""

    reader: PoliteReader
    failures: dict[str, FetchFailure] = field(default_factory=dict)
    _links: dict[str, list[Link]] = field(default_factory=dict)

    async def links(self, published: PublishedSet, today: date) -> list[Link]:
        """The links of the set's pages, and of the pages of single editions that they link to."""
        edition = current_edition(published.cadence, today)
        found: list[Link] = []
        for url in published.page_urls(edition):
            found += await self._page(url)
        for _edition, url in subpage_links(published, found, today):
            found += await self._page(url)
        return found

    async def _page(self, url: str) -> list[Link]:
        if url not in self._links:
            self._links[url] = []
            try:
                self._links[url] = links_of(url, await self._text(url))
            except NotFetched as error:
                self.failures[url] = error.failure
        return self._links[url]

    async def _text(self, url: str) -> str:
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return await self._whole(url)
            except ConnectionLost:
                await self.reader.back_off(attempt)
        raise NotFetched(FetchFailure(FetchFault.CUT_OFF, url))

    async def _whole(self, url: str) -> str:
        body = bytearray()
        async with self.reader.get(url) as response:
            async for chunk in response.chunks():
                body += chunk
                if len(body) > _MOST_PAGE_BYTES:
                    raise NotFetched(FetchFailure(FetchFault.TOO_LARGE, url))
        return body.decode("utf-8", errors="replace")
