"""What can go wrong while fetching, as data."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import CodeDeskError


class FetchFault(StrEnum):
    """Why a file did not arrive or was not taken."""

    UNREACHABLE = "unreachable"  # no answer at all: no network, or the host is down
    REFUSED = "refused"  # 403, 404, and other answers that trying again does not mend
    BUSY = "busy"  # 429 or 5xx, after all attempts
    CUT_OFF = "cut off"  # broke off again and again
    WEB_PAGE = "web page"  # a page in the file's place
    LICENSE = "license"  # its license has not been accepted
    OTHER_HOST = "other host"  # a redirect that leaves the allowed hosts
    REDIRECTS = "too many redirects"
    TOO_LARGE = "too large"
    NOT_A_ZIP = "not a zip"
    OTHER_KIND = "other kind"  # a code file, but not the one that was expected
    OTHER_EDITION = "other edition"  # the right table, of another quarter or year
    UNREADABLE = "unreadable"
    ROWS = "rows"  # far from the size of the edition before
    NOT_LINKED = "not linked"  # no page links to it, and no address is known
    UNCLEAR = "unclear"  # the loader needs to be told more than the file says


@dataclass(frozen=True, slots=True)
class FetchFailure:
    """A fault with its facts: the address, and what the fault needs to be understood.

    `detail` is a host, a kind of file, a member of a zip or a loader's question, as the fault says; never a body.
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
    """A file or page that did not come, or was not taken; nothing has changed."""

    failure: FetchFailure


@dataclass
class ConnectionLost(CodeDeskError):
    """No answer, or an answer that broke off. `answered` where the host had begun to answer."""

    host: str
    answered: bool = False
