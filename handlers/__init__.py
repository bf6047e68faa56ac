"""Everything Slack-shaped. `desk_of` is the table of contents: which module answers which command."""

from functools import partial

from slack_bolt.async_app import AsyncApp

from bot.services.claims.reference_data import LoadedDoses, LoadedReferenceData
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.catalog import LoadedCatalog
from bot.services.ports.database import Clock
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers.applications import command as application_command
from handlers.claim import command as claim_command
from handlers.codes import command as codes_command
from handlers.cpt import command as cpt_command
from handlers.deadlines import command as deadlines_command
from handlers.dispatch import CommandDispatcher, SlashCommandHandler
from handlers.explain import command as explain_command
from handlers.icd import command as icd_command
from handlers.services import Services
from handlers.slack.auth import web_client
from handlers.slack.workspaces import InstalledWorkspaces
from handlers.team_context import TeamContext
from handlers.views import claim as claim_views
from handlers.views import cpt as cpt_views
from handlers.views import deadlines as deadlines_views
from handlers.views import explain as explain_views
from handlers.views import icd as icd_views
from handlers.views.applications import lists as application_views
from handlers.views.codes import help as codes_views


def make_dispatcher(
    *,
    code_library: CodeLibrary,
    clock: Clock,
    team_cache: TeamCache,
    roles: TeamRoles,
    may_send_files: bool = False,
) -> CommandDispatcher:
    """The dispatcher where there is no Slack. `may_send_files`: files:write is granted."""
    return dispatcher_for(Services.of(code_library, clock, team_cache, roles, may_send_files=may_send_files))


def dispatcher_for(services: Services) -> CommandDispatcher:
    """Every command with its services and its help."""
    return CommandDispatcher(
        {
            "cpt": _cpt(services),
            "icd": _icd(services),
            "explain": _explain(services),
            "claim": _claim(services),
            "codes": _codes(services),
            "application": _application(services),
            "deadlines": _deadlines(services),
        },
        services.clock,
    )


def _cpt(services: Services) -> SlashCommandHandler:
    code_library = services.code_library
    answer = partial(
        cpt_command.answer,
        code_library=code_library,
        catalog=LoadedCatalog(code_library),
        team_data_of=services.team_cache.of,
        reference=LoadedReferenceData(code_library),
        doses=LoadedDoses(code_library),
    )
    return SlashCommandHandler(TeamContext(answer, services), cpt_views.HELP, public=True)


def _icd(services: Services) -> SlashCommandHandler:
    answer = partial(
        icd_command.answer, code_library=services.code_library, team_data_of=services.team_cache.of
    )
    return SlashCommandHandler(TeamContext(answer, services, diagnoses=True), icd_views.HELP, public=True)


def _explain(services: Services) -> SlashCommandHandler:
    answer = partial(
        explain_command.answer,
        code_library=services.code_library,
        catalog=LoadedCatalog(services.code_library),
        reference=LoadedReferenceData(services.code_library),
    )
    return SlashCommandHandler(TeamContext(answer, services, watch=False), explain_views.HELP, public=True)


def _claim(services: Services) -> SlashCommandHandler:
    code_library = services.code_library
    answer = partial(
        claim_command.answer,
        code_library=code_library,
        reference=LoadedReferenceData(code_library),
        catalog=LoadedCatalog(code_library),
    )
    return SlashCommandHandler(TeamContext(answer, services, watch=False), claim_views.HELP, public=True)


def _codes(services: Services) -> SlashCommandHandler:
    answer = partial(
        codes_command.answer, team_cache=services.team_cache, roles=services.roles, team=services.team
    )
    return SlashCommandHandler(answer, codes_views.HELP)


def _application(services: Services) -> SlashCommandHandler:
    answer = partial(
        application_command.answer,
        applications=services.application_services,
        may_send_files=services.may_send_files,
    )
    return SlashCommandHandler(answer, application_views.HELP)


def _deadlines(services: Services) -> SlashCommandHandler:
    answer = partial(deadlines_command.answer, services=services.deadlines)
    return SlashCommandHandler(answer, deadlines_views.HELP)


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
