"""Everything Slack-shaped. `desk_of` is the table of contents: which module answers which command.

/cpt and /icd stand before a bot is ready; the other commands are imported right after that (handlers.later).
"""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.services.habits import Habits
from bot.services.loaded_catalog import LoadedCatalog
from bot.services.ports import Clock
from bot.services.roles import Roles
from bot.services.shelf import Shelf
from handlers import cpt, icd, late_commands
from handlers.beside import Beside
from handlers.desk import Command, Desk
from handlers.given import Given
from handlers.identity import web_client
from handlers.later import Later, standing
from handlers.views import cpt as cpt_views
from handlers.views import icd as icd_views
from handlers.workspaces import Workspaces


def make_desk(
    *, shelf: Shelf, clock: Clock, habits: Habits, roles: Roles, may_send_files: bool = False
) -> Desk:
    """The desk where there is no Slack to ask. `may_send_files`: files:write is granted."""
    return desk_of(Given(shelf, clock, habits, roles, may_send_files))


def desk_of(given: Given) -> Desk:
    """Every command, its services bound and its help beside it."""
    return Desk(
        {
            "cpt": standing(_cpt(given)),
            "icd": standing(_icd(given)),
            "explain": Later(partial(late_commands.explain, given)),
            "claim": Later(partial(late_commands.claim, given)),
            "codes": Later(partial(late_commands.codes, given)),
            "application": Later(partial(late_commands.application, given)),
            "deadlines": Later(partial(late_commands.deadlines, given)),
        },
        given.clock,
    )


def _cpt(given: Given) -> Command:
    shelf, catalog = given.shelf, LoadedCatalog(given.shelf)
    more = Later(partial(late_commands.more_of_cpt, given))
    answer = partial(cpt.answer, shelf=shelf, catalog=catalog, more=more)
    return Command(Beside(answer, given), cpt_views.HELP, public=True)


def _icd(given: Given) -> Command:
    search = Later(partial(late_commands.search_of_icd, given))
    answer = partial(icd.answer, shelf=given.shelf, search=search)
    return Command(Beside(answer, given, diagnoses=True), icd_views.HELP, public=True)


def make_app(workspaces: Workspaces, api_url: str) -> AsyncApp:
    """Bolt, with the answer riding in the ack. The guard has verified each request before it comes here."""
    return AsyncApp(
        name="codedesk",  # without one Bolt looks through all modules for its caller: 50 ms of a start
        client=web_client(api_url),
        authorize=workspaces.authorizing(),  # type: ignore[arg-type]  # None: not installed, as Bolt documents
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
