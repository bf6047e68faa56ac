"""Asking any command in a test: through the dispatcher, as Slack does, with a small invented list of diagnoses."""

import asyncio
from datetime import UTC, datetime

from bot.domain.codes.diagnosis import Diagnosis
from bot.services.library.code_library import CodeLibrary
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers import make_desk
from handlers.dispatch import CommandDispatcher
from handlers.slack.answer import Answer
from tests.fakes import FakeClock, FakeDatabase
from tests.fakes_diagnoses import INVENTED, MemoryDiagnoses

CLOCK = FakeClock(datetime(2026, 11, 21, 17, tzinfo=UTC))


def _diagnosis(code: str, name: str, *, billable: bool = True) -> Diagnosis:
    return Diagnosis(code, name, billable, None, "1", "A00-A09")


BOOK = MemoryDiagnoses(
    INVENTED,
    (),
    (
        _diagnosis("A01.00", "Invented fever <here>"),
        _diagnosis("M54.5", "Invented back pain", billable=False),
        _diagnosis("M54.50", "Invented back pain, unspecified"),
        _diagnosis("Z00.00", "Invented check-up"),
    ),
)
SHELF = CodeLibrary([BOOK])
EMPTY = CodeLibrary()


def _dispatcher(shelf: CodeLibrary) -> CommandDispatcher:
    habits, roles = TeamCache(FakeDatabase(), CLOCK), TeamRoles(FakeDatabase(), CLOCK)
    return make_desk(shelf=shelf, clock=CLOCK, habits=habits, roles=roles)


COMMANDS = tuple(f"/{name}" for name in _dispatcher(SHELF).commands)
"""Every slash command."""


EXAMPLES = tuple(
    line for command in _dispatcher(SHELF).commands.values() for line, _ in command.help.examples
)
"""Every example of every help."""


def ask(line: str, shelf: CodeLibrary = SHELF) -> Answer:
    """The card for a command line."""
    answer = asyncio.run(_dispatcher(shelf).answer_line(line, workspace="T1", user="U1"))
    assert "our side" not in str(answer.blocks), line[:80]
    return answer
