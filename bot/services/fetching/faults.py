"""Errors while fetching, as data."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import CodeDeskError


class FetchFault(StrEnum):
    """Why a file did not arrive or was not accepted."""

    UNREACHABLE = "unreachable"  # no answer at all: no network, or the host is down
    REFUSED = "refused"  # 403, 404, and other answers that a retry does not fix
    BUSY = "busy"  # 429 or 5xx, after all attempts
    CUT_OFF = "cut off"  # broke off on every attempt
    WEB_PAGE = "web page"  # a web page instead of the file
    LICENSE = "license"  # the license has not been accepted
    OTHER_HOST = "other host"  # a redirect that leaves the allowed hosts
    REDIRECTS = "too many redirects"
    TOO_LARGE = "too large"
    NOT_A_ZIP = "not a zip"
    OTHER_KIND = "other kind"  # a code file, but not the one that was expected
    OTHER_EDITION = "other edition"  # the right table, but of another quarter or year
    UNREADABLE = "unreadable"
    ROWS = "rows"  # row count far from the previous edition's
    NOT_LINKED = "not linked"  # no page links to it, and its address is not known
    UNCLEAR = "unclear"  # the loader needs information that the file does not have


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """A fault with its facts: the address and the detail.

    `detail` depends on the fault: a host, a kind of file, a member of a zip or a loader's question. It is never a
    body.
    """

    fault: FetchFault
    url: str = ""
    status: int = 0
    detail: str = ""
    line: int | None = None
    rows: int = 0
    before: int = 0
    retry_after: int = 0


@dataclass
class NotFetched(CodeDeskError):
    """A file or page did not arrive, or was not accepted. Nothing has changed."""

    failure: FetchFailure


@dataclass
class ConnectionLost(CodeDeskError):
    """No answer, or an answer that broke off. `answered`: the host had begun to answer."""

    host: str
    answered: bool = False
