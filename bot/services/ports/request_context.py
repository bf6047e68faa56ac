"""Who asks and when: the part of a request that is not its text."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class RequestContext:
    """The user's workspace and id, and the date for a question without one.

    A `guest` comes from another workspace (Slack Connect). `workspace` is their own, so they see only public data.
    """

    workspace: str
    user: str
    today: date
    guest: bool = False
    locality: str = ""
    """The team's Medicare locality (contractor and number) if the answer may need it; '' if there is none."""
    channel: str = ""
    """The conversation of the request; '' if no one else can read it: Home, a modal, the terminal."""
