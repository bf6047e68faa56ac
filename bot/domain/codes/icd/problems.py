"""What can be wrong with a question about diagnosis codes, as data."""

from dataclasses import dataclass

from bot.domain.errors import CodeDeskError


@dataclass
class TooManyCodes(CodeDeskError):
    """More codes at once than one card can hold."""

    count: int
    limit: int
