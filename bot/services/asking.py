"""Who asks, and when: the part of every question that is not its words."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Asked:
    """The asker's workspace and user id, and the date that an undated question means."""

    workspace: str
    user: str
    today: date
