"""An invented shelf of NCCI, MUE and fee files for the tests of cards."""

import asyncio
from dataclasses import dataclass
from datetime import date

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.domain.errors import CodeDeskError
from bot.domain.text import clean
from bot.services.claims.check_claim import NothingLoaded, ReferenceDataSource
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.request_context import RequestContext
from handlers.claim import command as claim_command
from handlers.cpt import command as cpt_command
from handlers.slack.answer import Answer
from tests.fakes_claim import MemoryFees, MemoryPairs, MemoryProcedures, MemoryUnits, fee, pair
from tests.fakes_diagnoses import april_diagnoses
from tests.handlers.error_cards import error_card_of

REQUEST = RequestContext("T1", "U1", date(2026, 11, 21))
CODE_LIBRARY = CodeLibrary([april_diagnoses()])


@dataclass(frozen=True)
class Invented:
    """Two pairs, two limits, one bundled code, one code that has ended."""

    def reference(self, on: date | None, setting: ClaimSetting, asked: RequestContext) -> ReferenceData:
        """As the Protocol says."""
        return ReferenceData(
            pairs=MemoryPairs(pair("97530", "97140"), pair("20610", "76942", "0"), pair("20610", "99213")),
            units=MemoryUnits(("97530", 4, 3), ("97110", 6, 2), ("97140", 6, 1)),
            fees=MemoryFees([fee("97010", "B"), fee("71046", pctc="1")]),
            procedures=MemoryProcedures(
                frozenset({"97140", "97530", "97110", "97010", "99213", "20610"}),
                {"76942": date(2026, 1, 31)},
            ),
        )


INVENTED = Invented()
NOTHING = NothingLoaded()


def ask(
    line: str, library: ReferenceDataSource = INVENTED, code_library: CodeLibrary = CODE_LIBRARY
) -> Answer:
    """The card for a command line of `/claim` or `/cpt`."""
    name, _, text = line.strip().partition(" ")
    return asyncio.run(_answer(name, clean(text), library, code_library))


async def _answer(name: str, text: str, library: ReferenceDataSource, code_library: CodeLibrary) -> Answer:
    try:
        if name == "/cpt":
            return (
                await cpt_command.answer(text, REQUEST, code_library=code_library, reference=library)
            ).checked()
        return (
            await claim_command.answer(text, REQUEST, code_library=code_library, reference=library)
        ).checked()
    except CodeDeskError as error:
        return error_card_of(error).checked()
