"""The links of a web page, read with the standard library's parser, which is enough for CMS's pages."""

from html.parser import HTMLParser
from urllib.parse import urljoin

from bot.domain.codes.fetching.choose import Link

_MOST_LINKS = 20_000


class _Links(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Link] = []
        self._base = base
        self._url = ""
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._end()
            self._url = dict(attrs).get("href") or ""

    def handle_data(self, data: str) -> None:
        if self._url:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end()

    def close(self) -> None:
        super().close()
        self._end()

    def _end(self) -> None:
        if self._url and len(self.found) < _MOST_LINKS:
            try:
                url = urljoin(self._base, self._url.strip())
            except ValueError:  # an invalid address
                url = ""
            if url:
                self.found.append(Link(url.replace(" ", "%20"), " ".join("".join(self._words).split())))
        self._url, self._words = "", []


def links_of(page_url: str, html: str) -> list[Link]:
    """Every link with an address, made absolute. Broken markup yields the links that can be read."""
    parser = _Links(page_url)
    parser.feed(html)
    parser.close()
    return parser.found
