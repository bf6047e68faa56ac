"""Everything Slack-shaped. `make_desk` is the table of contents: which module answers which command."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.services.habits import Habits
from bot.services.loaded_books import LoadedBooks, LoadedCatalog, LoadedDoses
from bot.services.ports import Clock
from bot.services.roles import Roles
from bot.services.shelf import Shelf
from handlers import admins, claim, claim_form, codes, cpt, explain, icd, results
from handlers.applications import command as application
from handlers.applications.contents import application_screens
from handlers.applications.office import NoPlaceKnown, Office
from handlers.beside import Beside
from handlers.codes_load import Loader
from handlers.deadlines import answering
from handlers.deadlines.contents import deadline_screens
from handlers.deadlines.services import Deadlines
from handlers.desk import Command, Desk
from handlers.identity import web_client
from handlers.ids import Form, Shortcut
from handlers.mentions import LookUp
from handlers.posting import Messenger
from handlers.screens import Screens
from handlers.team_codes import TeamCodes
from handlers.views import claim as claim_views
from handlers.views import codes_help
from handlers.views import cpt as cpt_views
from handlers.views import deadlines as deadlines_views
from handlers.views import explain as explain_views
from handlers.views import icd as icd_views
from handlers.views.applications import lists as application_views
from handlers.workspaces import Workspaces


def make_desk(
    *,
    shelf: Shelf,
    clock: Clock,
    habits: Habits,
    roles: Roles,
    may_send_files: bool = False,
    office: Office | None = None,
    deadlines: Deadlines | None = None,
) -> Desk:
    """Every command, its services bound and its help beside it. `may_send_files`: files:write is granted."""
    office = office or Office.of(habits, clock, roles, shelf, NoPlaceKnown())
    deadlines = deadlines or Deadlines.of(shelf, habits, roles, may_send=may_send_files)
    team = TeamCodes.of(shelf, habits, roles, may_send=may_send_files)
    catalog, books, doses = LoadedCatalog(shelf), LoadedBooks(shelf), LoadedDoses(shelf)
    return Desk(
        {
            "cpt": Command(
                Beside(
                    partial(
                        cpt.answer,
                        shelf=shelf,
                        habits_of=habits.of,
                        catalog=catalog,
                        books=books,
                        doses=doses,
                    ),
                    team,
                ),
                cpt_views.HELP,
                public=True,
            ),
            "icd": Command(
                Beside(partial(icd.answer, shelf=shelf, habits_of=habits.of), team, diagnoses=True),
                icd_views.HELP,
                public=True,
            ),
            "explain": Command(
                Beside(partial(explain.answer, shelf=shelf, catalog=catalog), team, watch=False),
                explain_views.HELP,
                public=True,
            ),
            "claim": Command(
                Beside(partial(claim.answer, shelf=shelf, books=books, catalog=catalog), team, watch=False),
                claim_views.HELP,
                public=True,
            ),
            "codes": Command(partial(codes.answer, habits=habits, roles=roles, team=team), codes_help.HELP),
            "application": Command(
                partial(application.answer, office=office, may_send_files=may_send_files),
                application_views.HELP,
            ),
            "deadlines": Command(partial(answering.answer, services=deadlines), deadlines_views.HELP),
        },
        clock,
    )


def make_screens(
    *,
    desk: Desk,
    look_up: LookUp,
    messenger: Messenger,
    roles: Roles,
    loader: Loader,
    office: Office,
    deadlines: Deadlines,
) -> Screens:
    """Every form, every button with an id of its own, every shortcut."""
    applications, reminders = application_screens(office, roles, desk), deadline_screens(deadlines)
    return Screens(
        forms={
            Form.SHARE: partial(results.share, desk=desk, messenger=messenger),
            Form.CLAIM: partial(claim_form.checked, desk=desk),
            Form.LOAD: loader.submitted,
            Form.ROLE: partial(admins.given, roles=roles),
            **applications.forms,
            **reminders.forms,
        },
        buttons={**applications.buttons, **reminders.buttons},
        shortcuts={Shortcut.IN_MESSAGE: look_up.in_message, Shortcut.LOOK_UP: look_up.anywhere},
    )


def make_app(workspaces: Workspaces, api_url: str) -> AsyncApp:
    """Bolt, with the answer riding in the ack. The guard has verified each request before it comes here."""
    return AsyncApp(
        client=web_client(api_url),
        authorize=workspaces.authorizing(),  # type: ignore[arg-type]  # None: not installed, as Bolt documents
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
