"""Asking `/cpt` and `/explain` in a test: through `answer`, as Slack does, with a small invented book beside it."""

import asyncio
from datetime import UTC, date, datetime
from functools import partial

from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.errors import CodeDeskError
from bot.domain.text import clean
from bot.services.library.code_library import CodeLibrary
from bot.services.request_context import RequestContext
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers.claim import command as claim_command
from handlers.codes import command as codes_command
from handlers.cpt import command as cpt_command
from handlers.deadlines import command as deadlines_command
from handlers.deadlines.services import Deadlines
from handlers.explain import command as explain_command
from handlers.services import Services
from handlers.team_context import TeamContext
from handlers.views.blocks import Answer
from tests.fakes import FakeClock, FakeDatabase
from tests.fakes_books import INVENTED, MemoryDiagnosisBook
from tests.handlers.error_cards import error_card_of

TODAY = date(2026, 11, 21)
ASKED = RequestContext("T1", "U1", TODAY)
CLOCK = FakeClock(datetime(2026, 11, 21, 17, tzinfo=UTC))


def _diagnosis(code: str, name: str, *, billable: bool = True) -> Diagnosis:
    return Diagnosis(code, name, billable, None, "1", "A00-A09")


BOOK = MemoryDiagnosisBook(
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


def ask(line: str, shelf: CodeLibrary = SHELF) -> Answer:
    """The card for a command line of those that are built without a diagnosis of their own."""
    name, _, text = line.strip().partition(" ")
    return asyncio.run(_answer(name, clean(text), shelf))


async def _answer(name: str, text: str, shelf: CodeLibrary) -> Answer:
    habits, roles = TeamCache(FakeDatabase(), CLOCK), TeamRoles(FakeDatabase(), CLOCK)
    given = Services.of(shelf, CLOCK, habits, roles)
    try:
        match name:
            case "/cpt":
                return await TeamContext(partial(cpt_command.answer, shelf=shelf), given)(text, ASKED)
            case "/explain":
                return await TeamContext(partial(explain_command.answer, shelf=shelf), given, watch=False)(
                    text, ASKED
                )
            case "/claim":
                return await claim_command.answer(text, ASKED, shelf=shelf)
            case "/codes":
                return await codes_command.answer(text, ASKED, habits=habits, roles=roles, team=given.team)
            case "/deadlines":
                services = Deadlines.of(habits, roles)
                return await deadlines_command.answer(text, ASKED, services=services)
        raise KeyError(name)
    except CodeDeskError as error:
        return error_card_of(error)
