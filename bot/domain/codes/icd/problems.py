"""Problems with a request about diagnosis codes, as data."""

from dataclasses import dataclass

from bot.domain.errors import CodeDeskError


@dataclass
class TooManyCodes(CodeDeskError):
    """More codes at once than a card can show."""

    count: int
    limit: int
