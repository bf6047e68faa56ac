"""Every form, every button with an id of its own, every shortcut: the table of contents of the screens."""

from dataclasses import dataclass
from functools import partial

from handlers.applications.screens import application_screens
from handlers.bolt import share
from handlers.bolt.mentions import TextLookup
from handlers.claim import form as claim_form
from handlers.codes import admins
from handlers.codes.fetch import CodeFetcher
from handlers.codes.load import Loader
from handlers.deadlines.screens import deadline_screens
from handlers.dispatch import CommandDispatcher
from handlers.services import Services
from handlers.slack.ids import FormId, ShortcutId
from handlers.slack.posting import Messenger
from handlers.slack.screen_types import Screens


@dataclass(frozen=True, slots=True)
class ScreenContext:
    """What screens work with beside the features' own services."""

    dispatcher: CommandDispatcher
    look_up: TextLookup
    messenger: Messenger
    loader: Loader
    fetcher: CodeFetcher


def make_screens(services: Services, around: ScreenContext) -> Screens:
    """All of them, their services bound."""
    dispatcher, look_up, roles = around.dispatcher, around.look_up, services.roles
    applications = application_screens(services.application_services, roles, dispatcher)
    reminders = deadline_screens(services.deadlines)
    return Screens(
        forms={
            FormId.SHARE: partial(share.share, dispatcher=dispatcher, messenger=around.messenger),
            FormId.CLAIM: partial(claim_form.checked, dispatcher=dispatcher),
            FormId.LOAD: around.loader.submitted,
            FormId.FETCH: around.fetcher.submitted,
            FormId.ROLE: partial(admins.submitted, roles=roles),
            **applications.forms,
            **reminders.forms,
        },
        buttons={**applications.buttons, **reminders.buttons},
        shortcuts={ShortcutId.IN_MESSAGE: look_up.in_message, ShortcutId.LOOK_UP: look_up.anywhere},
    )
