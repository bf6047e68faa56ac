"""Who asks, and when: the part of every question that is not its words."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RequestContext:
    """The asker's workspace and user id, and the date that an undated question means.

    A `guest` comes from another workspace (Slack Connect): `workspace` is their own, so they see what is public.
    """

    workspace: str
    user: str
    today: date
    guest: bool = False
    locality: str = ""
    """The team's Medicare locality (contractor and number), where the answer may need it; '' for none."""
    channel: str = ""
    """The conversation that it is asked in; '' where nobody else reads along: Home, a modal, the terminal."""
