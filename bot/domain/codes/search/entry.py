"""What the search engine is given: one row for each code, with everything that it is called."""

from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """Where a text that matched came from; the order is that of trust."""

    NAME = 0
    INCLUSION = 1  # printed under the code: inclusion terms, consumer texts
    NOTE = 2  # a team's own note
    INDEX = 3  # the Alphabetic Index
    REFERENCE = 4  # what another code's notes call this code
    SEE = 5  # the Alphabetic Index by way of a 'see' reference


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One code or header, canonically written, with its names.

    `completes` is the code without its 7th character where `code` is such a completion, and `completion`
    the character's meaning ('initial encounter'): completions of one code are found as one. `parent` is
    the header above. `texts` are the other names, each with its kind.
    """

    system: str
    code: str
    name: str
    billable: bool
    parent: str | None = None
    texts: tuple[tuple[Kind, str], ...] = ()
    completes: str | None = None
    completion: str = ""
