"""What every listener works with: the desk that answers, the screens, and everything around them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.services.ports.database import Clock
from bot.services.ports.request_context import RequestContext
from handlers.bolt.mentions import TextLookup
from handlers.bolt.typeahead import Typeahead
from handlers.dispatch import CommandDispatcher
from handlers.slack.answer import Answer
from handlers.slack.background_jobs import BackgroundJobs
from handlers.slack.block_kit import View
from handlers.slack.payloads import Asker
from handlers.slack.posting import Messenger
from handlers.slack.screen_types import Screens


class FirstTime(Protocol):
    """Whether a delivery is new: Slack, and anyone who replays a signed request, may bring it twice."""

    async def __call__(self, workspace: str, key: str, at: datetime) -> bool: ...


class CodeUseRecorder(Protocol):
    """Told of a code that a team opened or shared."""

    async def __call__(self, workspace: str, codes: tuple[str, ...]) -> None: ...


class DrawsHome(Protocol):
    """handlers.applications.home.HomeTab."""

    async def view(self, request: RequestContext, answer: Answer | None = None) -> View:
        """Home as it stands; `answer` first, where a button on Home asked for it."""


@dataclass(frozen=True, slots=True)
class ListenerContext:
    """`home` is the workspace of the bot's one token: whoever comes from another one is a guest. '' for several."""

    dispatcher: CommandDispatcher
    typeahead: Typeahead
    jobs: BackgroundJobs
    messenger: Messenger
    first_time: FirstTime
    used: CodeUseRecorder
    clock: Clock
    screens: Screens
    look_up: TextLookup
    home: str
    front: DrawsHome | None = None
    """What draws somebody's Home tab; None: what is loaded, and no more."""

    def request(self, asker: Asker, channel: str = "") -> RequestContext:
        """Who asks, now; a guest asks as a member of the workspace that they come from."""
        guest = asker.is_guest(self.home)
        return RequestContext(asker.workspace, asker.user, self.clock.today(), guest=guest, channel=channel)
