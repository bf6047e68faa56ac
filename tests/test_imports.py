"""What a start must not import: everybody who waits for a start pays for a module that slips in here.

Lists of names, no times: those depend on the machine (docs/decisions/0009-plain-imports.md).
"""

import subprocess
import sys

import pytest

DATABASE = {"sqlalchemy", "sqlmodel", "alembic", "psycopg"}
SLACK = {"slack_bolt", "slack_sdk", "aiohttp", "handlers"}
WORKERS_ALONE = {
    "alembic",
    "storage.migrate",
    "bot.services.library.build",
    "bot.services.loading.drafts",
    "bot.domain.codes.search.build",
    "bot.codefiles.code_files",
    "bot.codefiles.xlsx",
    "lxml",
    "simple_icd_10_cm",
}
RARE = {"rich.progress", "psycopg", "PIL"}


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("bot.runtime.start_signals", {"asyncio", "bot.cli", "bot.settings"}),
        ("bot.cli.serve", DATABASE | SLACK | {"playground", "structlog"}),
        ("bot.worker.__main__", DATABASE | SLACK | {"playground", "structlog"}),
        ("bot.worker.tasks", SLACK | RARE | {"playground", "apscheduler"}),
        ("bot.cli.run_until_stopped", WORKERS_ALONE | RARE),
        ("bot.cli.ask", WORKERS_ALONE | RARE | {"playground", "apscheduler"}),
    ],
)
def test_nobody_waits_for_what_a_start_does_not_need(module: str, never: set[str]) -> None:
    """The worker alone imports what makes editions; what is heavy and rare is imported by the function that uses it."""
    assert not never & _imported_by(module)


def test_a_first_answer_imports_nothing() -> None:
    """All that answers is imported before the bot listens: no first use of a command waits for an import."""
    answered = _printed(_EVERY_COMMAND)

    assert answered == {"nothing"}


def test_the_worker_copies_itself_while_it_has_one_thread() -> None:
    """numpy's thread pool, for one, would not be in the copy."""
    assert "numpy" not in _imported_by("bot.worker.__main__")


_EVERY_COMMAND = """
import asyncio, sys
from datetime import UTC, datetime
import bot.cli.run_until_stopped
from bot.services.library.code_library import CodeLibrary
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers import make_dispatcher
from tests.fakes import FakeClock, FakeDatabase

OURS = ("bot", "handlers", "storage", "numpy", "rapidfuzz")

async def ask():
    clock, database = FakeClock(datetime(2026, 11, 21, tzinfo=UTC)), FakeDatabase()
    dispatcher = make_dispatcher(
        code_library=CodeLibrary(), clock=clock, team_cache=TeamCache(database, clock), roles=TeamRoles(database, clock)
    )
    before = set(sys.modules)
    for name, command in dispatcher.commands.items():
        for line, _ in command.help.examples:
            await dispatcher.answer_line(line, workspace="T1", user="U1")
    new = {module for module in set(sys.modules) - before if module.split(".")[0] in OURS}
    print(*(new or ["nothing"]))

asyncio.run(ask())
"""


def _imported_by(module: str) -> set[str]:
    """Every module in a fresh interpreter after the import of `module`."""
    return _printed(f"import sys, {module}; print(*sys.modules, sep='\\n')")


def _printed(program: str) -> set[str]:
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())
