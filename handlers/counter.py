"""What every listener works with: the desk that answers, the screens, and everything around them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from slack_sdk.models.views import View

from bot.services.asking import Asked
from bot.services.ports import Clock
from handlers.desk import Desk
from handlers.jobs import Jobs
from handlers.later import Later
from handlers.mentions import LookUp
from handlers.posting import Messenger
from handlers.press import Asker
from handlers.screens import Screens
from handlers.typeahead import Typeahead
from handlers.views.kit import Answer


class FirstTime(Protocol):
    """Whether a delivery is new: Slack, and anyone who replays a signed request, may bring it twice."""

    async def __call__(self, workspace: str, key: str, at: datetime) -> bool: ...


class Used(Protocol):
    """Told of a code that a team opened or shared."""

    async def __call__(self, workspace: str, codes: tuple[str, ...]) -> None: ...


class DrawsHome(Protocol):
    """handlers.applications.home.HomeTab."""

    async def view(self, asked: Asked, answer: Answer | None = None) -> View:
        """Home as it stands; `answer` first, where a button on Home asked for it."""


@dataclass(frozen=True, slots=True)
class Counter:
    """`home` is the workspace of the bot's one token: whoever comes from another one is a guest. '' for several."""

    desk: Desk
    typeahead: Typeahead
    jobs: Jobs
    messenger: Messenger
    first_time: FirstTime
    used: Used
    clock: Clock
    screens: Later[Screens]
    look_up: LookUp
    home: str
    front: Later[DrawsHome] | None = None
    """What draws somebody's Home tab; None: what is loaded, and no more."""

    def asked(self, asker: Asker, channel: str = "") -> Asked:
        """Who asks, now; a guest asks as a member of the workspace that they come from."""
        guest = asker.is_guest(self.home)
        return Asked(asker.workspace, asker.user, self.clock.today(), guest=guest, channel=channel)
