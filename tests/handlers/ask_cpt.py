"""Asking any command in a test: through the dispatcher, as Slack does, with a small invented list of diagnoses."""

import asyncio
from datetime import UTC, datetime

from bot.domain.codes.diagnosis import Diagnosis
from bot.services.library.code_library import CodeLibrary
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers import make_dispatcher
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
CODE_LIBRARY = CodeLibrary([BOOK])
EMPTY = CodeLibrary()


def _dispatcher(code_library: CodeLibrary) -> CommandDispatcher:
    team_cache, roles = TeamCache(FakeDatabase(), CLOCK), TeamRoles(FakeDatabase(), CLOCK)
    return make_dispatcher(code_library=code_library, clock=CLOCK, team_cache=team_cache, roles=roles)


COMMANDS = tuple(f"/{name}" for name in _dispatcher(CODE_LIBRARY).commands)
"""Every slash command."""


EXAMPLES = tuple(
    line for command in _dispatcher(CODE_LIBRARY).commands.values() for line, _ in command.help.examples
)
"""Every example of every help."""


def ask(line: str, code_library: CodeLibrary = CODE_LIBRARY) -> Answer:
    """The card for a command line."""
    answer = asyncio.run(_dispatcher(code_library).answer_line(line, workspace="T1", user="U1"))
    assert "our side" not in str(answer.blocks), line[:80]
    return answer
