"""Everything Slack-shaped. `desk_of` is the table of contents: which module answers which command.

/cpt and /icd stand before a bot is ready; the other commands are imported right after that (handlers.lazy_import).
"""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.catalog import LoadedCatalog
from bot.services.ports.database import Clock
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers import late_commands
from handlers.cpt import command as cpt_command
from handlers.dispatch import CommandDispatcher, SlashCommandHandler
from handlers.icd import command as icd_command
from handlers.lazy_import import LazyImport, standing
from handlers.services import Services
from handlers.slack.auth import web_client
from handlers.slack.workspaces import InstalledWorkspaces
from handlers.team_context import TeamContext
from handlers.views import cpt as cpt_views
from handlers.views import icd as icd_views


def make_desk(
    *, shelf: CodeLibrary, clock: Clock, habits: TeamCache, roles: TeamRoles, may_send_files: bool = False
) -> CommandDispatcher:
    """The desk where there is no Slack to ask. `may_send_files`: files:write is granted."""
    return desk_of(Services(shelf, clock, habits, roles, may_send_files))


def desk_of(given: Services) -> CommandDispatcher:
    """Every command, its services bound and its help beside it."""
    return CommandDispatcher(
        {
            "cpt": standing(_cpt(given)),
            "icd": standing(_icd(given)),
            "explain": LazyImport(partial(late_commands.explain, given)),
            "claim": LazyImport(partial(late_commands.claim, given)),
            "codes": LazyImport(partial(late_commands.codes, given)),
            "application": LazyImport(partial(late_commands.application, given)),
            "deadlines": LazyImport(partial(late_commands.deadlines, given)),
        },
        given.clock,
    )


def _cpt(given: Services) -> SlashCommandHandler:
    shelf, catalog = given.shelf, LoadedCatalog(given.shelf)
    more = LazyImport(partial(late_commands.more_of_cpt, given))
    answer = partial(cpt_command.answer, shelf=shelf, catalog=catalog, more=more)
    return SlashCommandHandler(TeamContext(answer, given), cpt_views.HELP, public=True)


def _icd(given: Services) -> SlashCommandHandler:
    search = LazyImport(partial(late_commands.search_of_icd, given))
    answer = partial(icd_command.answer, shelf=given.shelf, search=search)
    return SlashCommandHandler(TeamContext(answer, given, diagnoses=True), icd_views.HELP, public=True)


def make_app(workspaces: InstalledWorkspaces, api_url: str) -> AsyncApp:
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
