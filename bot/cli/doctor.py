"""`codedesk doctor`: check settings, token, scopes, database, migrations, clock and releases.

Each prints one line, with the fix if there is a problem.
"""

import asyncio
import resource
import time
from collections.abc import AsyncIterator, Mapping
from email.utils import parsedate_to_datetime

import aiohttp
import typer

from bot.cli import sentences
from bot.cli.choose_workspace import whose
from bot.cli.data_sentences import data_finding
from bot.cli.library_sentences import library_finding
from bot.cli.reminder_sentences import reminders_finding
from bot.cli.role_sentences import admins_finding
from bot.cli.sentences import DoctorFinding
from bot.domain.errors import CodeDeskError
from bot.services.fetching.status import fetch_status
from bot.services.library.check_files import check_files
from bot.services.library.code_library import CodeLibrary
from bot.services.library.paths import LibraryPaths
from bot.services.ports.clock import SystemClock
from bot.services.reminders.channels import Channels
from bot.settings import Settings
from bot.wiring import opened
from handlers.slack import manifest
from handlers.slack.auth import identify
from storage.editions.store import SqliteEditions
from storage.health import Health, look
from storage.urls import parse


def doctor() -> None:
    """Check the setup line by line, and show how to fix problems."""
    findings = asyncio.run(_all(Settings()))
    for finding in findings:
        print(finding)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


async def _all(settings: Settings) -> list[DoctorFinding]:
    return [finding async for finding in _look(settings)]


async def _look(settings: Settings) -> AsyncIterator[DoctorFinding]:
    yield sentences.settings_finding(
        settings.missing_for_slack(), socket=settings.slack_app_token is not None
    )
    named = "database_url" in settings.model_fields_set
    yield data_finding(settings.data_folder, parse(settings.database_url), named=named)
    workspaces: set[str] = set()
    if settings.slack_bot_token is not None:
        token = settings.slack_bot_token.get_secret_value()
        async for finding in _slack(settings, token, workspaces):
            yield finding
    yield await _clock(settings)
    health = await asyncio.to_thread(look, settings.database_url)
    yield sentences.database_finding(health)
    if health.reachable:
        yield sentences.migration_finding(health)
    async for finding in _releases(settings, health, workspaces):
        yield finding


async def _slack(settings: Settings, token: str, workspaces: set[str]) -> AsyncIterator[DoctorFinding]:
    """Yield the token's lines. Its workspace is added to those whose admins are checked."""
    try:
        identity = await identify(token, settings.slack_api_url)
    except CodeDeskError as error:
        yield DoctorFinding("token", False, sentences.operator_sentence(error))
        return
    workspaces.add(identity.workspace)
    yield sentences.token_finding(identity.team)
    needed, optional = manifest.scopes(manifest.load())
    yield sentences.scope_finding(needed - identity.scopes, optional - identity.scopes)


async def _clock(settings: Settings) -> DoctorFinding:
    """Compare the clock with Slack's.

    Slack accepts a wrong one, but our request check rejects all if it is off by over 300 s.
    """
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.head(settings.slack_api_url, timeout=_SHORT) as there,
        ):
            away = time.time() - parsedate_to_datetime(there.headers["Date"]).timestamp()
    except (aiohttp.ClientError, TimeoutError, OSError, KeyError, ValueError):
        away = None
    return sentences.clock_finding(away, settings.codedesk_timezone)


async def _releases(settings: Settings, health: Health, workspaces: set[str]) -> AsyncIterator[DoctorFinding]:
    today = SystemClock(settings.zone).today()
    if not (health.reachable and health.migrated):
        yield sentences.releases_finding((), today)
        return
    async with opened(settings, lambda *_: None, loader=True) as library:
        yield sentences.releases_finding(library.code_library.releases(), today)
        facts = await _running_bot(settings)
        yield await asyncio.to_thread(_library, library.code_library, settings, facts)
        owner, _ = await whose(library.database, None)
        status = await fetch_status(library.database, library.clock, owner)
        for each in status.missing:
            yield sentences.missing_finding(each)
        for workspace in sorted(workspaces):
            yield admins_finding(workspace, await library.roles.admins(workspace))
        numbers = await Channels(library.database, library.clock).numbers()
        yield reminders_finding(numbers, library.clock.now(), _tick_age(facts))


def _library(library: CodeLibrary, settings: Settings, facts: Mapping[str, object]) -> DoctorFinding:
    check = check_files(library, LibraryPaths(settings.library_folder), SqliteEditions())
    problem = facts.get("library_problem")
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return library_finding(check, str(problem) if problem else None, limit)


async def _running_bot(settings: Settings) -> Mapping[str, object]:
    """The status of the bot that listens at the configured address; empty if none does."""
    try:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"http://{settings.host}:{settings.port}/readyz", timeout=_SHORT) as there,
        ):
            facts = await there.json()
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return {}
    return facts if isinstance(facts, dict) else {}


def _tick_age(facts: Mapping[str, object]) -> float | None:
    """Seconds since the running bot's last tick; None if no bot is running."""
    reminders = facts.get("reminders")
    age = reminders.get("tick_age_seconds") if isinstance(reminders, dict) else None
    return float(age) if isinstance(age, (int, float)) else None


_SHORT = aiohttp.ClientTimeout(total=5)
