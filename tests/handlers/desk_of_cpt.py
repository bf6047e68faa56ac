"""Asking `/cpt` and `/explain` in a test: through `answer`, as Slack does, with a small invented book beside it."""

import asyncio
from datetime import UTC, date, datetime
from functools import partial

from bot.domain.codes.diagnosis import Diagnosis
from bot.domain.errors import CodeDeskError
from bot.domain.text import clean
from bot.services.asking import Asked
from bot.services.habits import Habits
from bot.services.roles import Roles
from bot.services.shelf import Shelf
from handlers import claim, codes, cpt, explain
from handlers.beside import Beside
from handlers.deadlines import answering
from handlers.deadlines.services import Deadlines
from handlers.given import Given
from handlers.views.kit import Answer
from tests.fakes import FakeClock, FakeDatabase
from tests.fakes_books import INVENTED, MemoryDiagnosisBook
from tests.handlers.telling import told_of

TODAY = date(2026, 11, 21)
ASKED = Asked("T1", "U1", TODAY)
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
SHELF = Shelf([BOOK])
EMPTY = Shelf()


def ask(line: str, shelf: Shelf = SHELF) -> Answer:
    """The card for a command line of those that are built without a diagnosis of their own."""
    name, _, text = line.strip().partition(" ")
    return asyncio.run(_answer(name, clean(text), shelf))


async def _answer(name: str, text: str, shelf: Shelf) -> Answer:
    habits, roles = Habits(FakeDatabase(), CLOCK), Roles(FakeDatabase(), CLOCK)
    given = Given(shelf, CLOCK, habits, roles)
    try:
        match name:
            case "/cpt":
                return await Beside(partial(cpt.answer, shelf=shelf), given)(text, ASKED)
            case "/explain":
                return await Beside(partial(explain.answer, shelf=shelf), given, watch=False)(text, ASKED)
            case "/claim":
                return await claim.answer(text, ASKED, shelf=shelf)
            case "/codes":
                return await codes.answer(text, ASKED, habits=habits, roles=roles, team=given.team)
            case "/deadlines":
                services = Deadlines.of(habits, roles)
                return await answering.answer(text, ASKED, services=services)
        raise KeyError(name)
    except CodeDeskError as error:
        return told_of(error)
