"""What a start must not import: a module that slips in here is paid for by everybody who waits for a start.

Lists of names and no times, which would hang on the machine: docs/decisions/0009-what-is-imported-when.md.
"""

import subprocess
import sys

import pytest

DATABASE = {"sqlalchemy", "sqlmodel", "alembic", "psycopg"}
SLACK = {"slack_bolt", "slack_sdk", "aiohttp", "handlers"}
MAKING = {
    "alembic",
    "bot.services.library.build",
    "bot.services.loading.drafts",
    "bot.codefiles.code_files",
    "lxml",
}
LATER = {
    "numpy",
    "cryptography",
    "apscheduler",
    "prometheus_client",
    "sqlalchemy.dialects.postgresql",
    "bot.runtime.scheduler",
    "bot.runtime.reminders",
    "bot.domain.codes.search.index",
    "bot.domain.codes.claim.check",
    "bot.services.applications",
    "bot.services.ports.reminders",
    "storage.application_tables",
    "storage.reminder_tables",
    "storage.team_tables",
    "handlers.screens",
    "handlers.cpt_more",
    "handlers.icd_search",
    "handlers.claim.command",
    "handlers.explain.command",
    "handlers.codes.command",
    "handlers.applications.services",
    "handlers.deadlines.services",
    "handlers.views.errors",
}
"""Imported once the bot answers, by bot.runtime.background or whoever asks first."""
RARE = {"rich.progress", "psycopg", "simple_icd_10_cm", "PIL", "icalendar"}


@pytest.mark.parametrize(
    ("module", "never"),
    [
        ("bot.cli.serve", DATABASE | SLACK | {"playground", "numpy", "structlog"}),
        ("bot.worker.process", DATABASE | SLACK | {"playground", "numpy", "structlog"}),
        ("bot.worker.prepare", SLACK | RARE | {"playground", "apscheduler"}),
        ("bot.cli.run_until_stopped", MAKING | RARE | LATER),
        ("bot.cli.ask", MAKING | RARE | {"playground", "apscheduler"}),
    ],
)
def test_nobody_waits_for_what_a_start_does_not_need(module: str, never: set[str]) -> None:
    """A heavy module is imported where it is first needed, or by the child that needs it."""
    assert not never & _imported_by(module)


def _imported_by(module: str) -> set[str]:
    """Every module that stands in a fresh interpreter after the import of `module`."""
    asked = f"import sys, {module}; print(*sys.modules, sep='\\n')"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    return set(told.stdout.split())
