"""Why a file was not fetched, in words: for Slack and for the terminal."""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from bot.domain.codes.fetching.hosts import file_name
from bot.services.fetching.faults import FetchFailure, FetchFault

WEB_PAGE = "This is a web page, not the file: accept the license in a browser, then save the zip."
_MINUTE = 60


def failure_words(failure: FetchFailure) -> str:
    """One or two sentences: what is wrong, and what to do."""
    return _WORDS[failure.fault](failure)


def megabytes(size: int) -> str:
    """A size as people say it."""
    return f"{size / 1_000_000:,.1f} MB" if size >= 100_000 else f"{max(1, size // 1_000):,} KB"


def _host(failure: FetchFailure) -> str:
    return urlsplit(failure.url).hostname or "The site"


def _file(failure: FetchFailure) -> str:
    return file_name(failure.url) or "The file"


def _refused(failure: FetchFailure) -> str:
    if failure.status in (404, 410):
        return f"{_file(failure)} isn't at {_host(failure)} ({failure.status})."
    return f"{_host(failure)} refused the download of {_file(failure)} ({failure.status})."


def _busy(failure: FetchFailure) -> str:
    minutes = -(-failure.retry_after // _MINUTE)
    later = f"in {minutes} minute{'' if minutes == 1 else 's'}" if minutes else "later"
    return f"{_host(failure)} is busy ({failure.status}). Try again {later}."


_WORDS: Mapping[FetchFault, Callable[[FetchFailure], str]] = {
    FetchFault.UNREACHABLE: lambda f: f"{f.detail or _host(f)} can't be reached from this machine.",
    FetchFault.REFUSED: _refused,
    FetchFault.BUSY: _busy,
    FetchFault.CUT_OFF: lambda f: (
        f"The download of {_file(f)} kept breaking off. The next attempt continues where it stopped."
    ),
    FetchFault.WEB_PAGE: lambda f: f"{_file(f)}: {WEB_PAGE}",
    FetchFault.LICENSE: lambda _: "Its license hasn't been accepted.",
    FetchFault.OTHER_HOST: lambda f: (
        f"The link leads to {f.detail or 'another site'}, which I don't download from."
    ),
    FetchFault.REDIRECTS: lambda f: f"{_host(f)} redirects too many times.",
    FetchFault.TOO_LARGE: lambda f: f"{_file(f)} is larger than any code file.",
    FetchFault.NOT_A_ZIP: lambda f: f"What arrived as {_file(f)} isn't a zip.",
    FetchFault.OTHER_KIND: lambda f: f"{_file(f)} isn't what it should be ({f.detail}).",
    FetchFault.OTHER_EDITION: lambda f: f"{_file(f)} holds another edition ({f.detail}).",
    FetchFault.UNREADABLE: lambda f: (
        f"{_file(f)} is damaged ({f.detail}). The next attempt downloads it again."
    ),
    FetchFault.ROWS: lambda f: (
        f"{f.detail} has {f.rows:,} rows, and the edition before has {f.before:,}. Check the file, then load it "
        "with `codedesk codes load`."
    ),
    FetchFault.NOT_LINKED: lambda f: f"No page links to it ({f.detail}).",
    FetchFault.UNCLEAR: lambda f: (
        f"{_file(f)} doesn't say enough ({f.detail}). Load it with `codedesk codes load`."
    ),
}
