"""A procedure code as printed in loaded files, whichever file has it."""

from dataclasses import dataclass
from datetime import date

from bot.domain.codes.claim.edition import ReferenceEdition


@dataclass(frozen=True, slots=True)
class Listing:
    """One code of a loaded set: its names by length, as printed; '' if no file with that length is loaded.

    `starts` and `ends` are its first and last valid day, if the file states them; `successors` are the codes that it
    refers to. `detail` are pairs of a stable key ('coverage', 'betos', ...) and the printed value.
    """

    code: str
    long: str = ""
    medium: str = ""
    short: str = ""
    consumer: str = ""
    starts: date | None = None
    ends: date | None = None
    successors: tuple[str, ...] = ()
    detail: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """The longest available name."""
        return self.long or self.medium or self.short or self.consumer

    def told(self, key: str) -> str:
        """The file's value for `key`, or ''."""
        return next((value for name, value in self.detail if name == key), "")


@dataclass(frozen=True, slots=True)
class ListedModifier:
    """A modifier as printed in the day's loaded list, and which list that is. Dates are as in Listing."""

    modifier: str
    name: str
    edition: ReferenceEdition
    starts: date | None = None
    ends: date | None = None

    def not_yet(self, on: date) -> bool:
        """Whether it began after `on`."""
        return self.starts is not None and on < self.starts

    def over(self, on: date) -> bool:
        """Whether its last day was before `on`."""
        return self.ends is not None and self.ends < on
