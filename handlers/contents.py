"""Every form, every button with an id of its own, every shortcut: the table of contents of the screens.

It imports all features, and is itself imported once the bot answers (docs/decisions/0009).
"""

from dataclasses import dataclass
from functools import partial

from handlers import admins, claim_form, results
from handlers.applications.contents import application_screens
from handlers.codes_load import Loader
from handlers.deadlines.contents import deadline_screens
from handlers.desk import Desk
from handlers.given import Given
from handlers.ids import Form, Shortcut
from handlers.mentions import LookUp
from handlers.posting import Messenger
from handlers.screens import Screens


@dataclass(frozen=True, slots=True)
class Around:
    """What screens work with beside the features' own services."""

    desk: Desk
    look_up: LookUp
    messenger: Messenger
    loader: Loader


def make_screens(given: Given, around: Around) -> Screens:
    """All of them, their services bound."""
    desk, look_up, roles = around.desk, around.look_up, given.roles
    applications = application_screens(given.office, roles, desk)
    reminders = deadline_screens(given.deadlines)
    return Screens(
        forms={
            Form.SHARE: partial(results.share, desk=desk, messenger=around.messenger),
            Form.CLAIM: partial(claim_form.checked, desk=desk),
            Form.LOAD: around.loader.submitted,
            Form.ROLE: partial(admins.given, roles=roles),
            **applications.forms,
            **reminders.forms,
        },
        buttons={**applications.buttons, **reminders.buttons},
        shortcuts={Shortcut.IN_MESSAGE: look_up.in_message, Shortcut.LOOK_UP: look_up.anywhere},
    )
