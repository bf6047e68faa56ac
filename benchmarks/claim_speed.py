"""What a check of a claim costs with everything loaded: ten lines and four diagnoses against 2.5 million NCCI pairs.

In process, without Slack, in processor time. Beside it, in the same run, three baselines: reading the same text
without any check, a dict's get for each pair, and a bare loop of about a check's length that touches nothing: a
virtual machine's pauses are charged to whoever runs, so a p99 says something only beside that of the loop.
Undated, so that the ended ICD-10-CM of the install is asked too.
"""

import asyncio
import gc
import random
import statistics
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import date

from benchmarks.loaded_files import WORKSPACE, cpt_codes, hcpcs_codes, installed
from bot.collection import collect_seldom
from bot.domain.codes.claim import billing
from bot.domain.codes.claim.claim import Claim, ClaimSetting
from bot.domain.codes.claim.context import context
from bot.domain.codes.claim.parse import read_claim
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.domain.codes.cpt.starter import STARTER
from bot.services.claims.check_claim import check_text
from bot.services.claims.reference_data import LoadedReferenceData
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.catalog import LoadedCatalog
from bot.services.ports.request_context import RequestContext
from bot.settings import Settings
from bot.wiring import opened
from handlers.views.claim.card import claim_card

_CLAIMS, _ROUNDS, _LOOK_UPS = 60, 5, 20_000
_DIAGNOSES = ("M54.50", "E11.9", "I10", "S43.421A")
_TODAY = date(2026, 11, 21)


def claims() -> list[str]:
    """Claims of ten lines with modifiers and units, none like another; the second half breaks billing rules.

    Those have everyday codes and modifiers, a place of service and Medicare as payer, so that all 340 rules are asked.
    """
    chance = random.Random(11)
    codes = [*cpt_codes()[::3], *hcpcs_codes()[::3]]
    everyday, modifiers = sorted(STARTER), ("25", "59", "GP", "RT", "95", "GA", "TC", "AS", "F3", "KX")
    return [
        *_unlike(chance, codes),
        *(
            ", ".join(
                f"{code}-{chance.choice(modifiers)} x{chance.randint(1, 3)}"
                for code in chance.sample(everyday, 10)
            )
            + f" dx {' '.join(_DIAGNOSES)} pos {chance.choice(('11', '21', '02'))} medicare"
            for _ in range(_CLAIMS // 2)
        ),
    ]


def _unlike(chance: random.Random, codes: list[str]) -> list[str]:
    return [
        ", ".join(f"{code} GP x{chance.randint(1, 4)}" for code in chance.sample(codes, 10))
        + f" dx {' '.join(_DIAGNOSES)}"
        for _ in range(_CLAIMS // 2)
    ]


def times(texts: list[str], work: Callable[[str], object]) -> list[float]:
    """Milliseconds of each call, after one round that is not counted."""
    found = []
    for number in range(_ROUNDS + 1):
        for text in texts:
            began = time.thread_time()
            work(text)
            if number:
                found.append((time.thread_time() - began) * 1000)
    return found


def rule_times(texts: list[str], work: Callable[[Claim], object]) -> list[float]:
    """As `times`, over claims that are read already."""
    read = {text: read_claim(text, _TODAY, STARTER.keys(), lambda _: True) for text in texts}
    return times(texts, lambda text: work(read[text]))


def loop(_: str) -> None:
    """About a check's time, without memory, reference or objects that a collection would look at."""
    for _number in range(60_000):
        pass


def told(name: str, found: list[float], baseline: float | None = None) -> None:
    """One line of the table."""
    quantiles = statistics.quantiles(found, n=100)
    ratio = f"{quantiles[49] / baseline:8.1f}" if baseline else f"{1:8}"
    print(f"{name:44}{quantiles[49]:9.3f}{quantiles[98]:9.3f}{ratio}")


def pairs_a_second(code_library: CodeLibrary) -> None:
    """Microseconds for one pair, beside a dict of as many tuples as fit."""
    table = code_library.files.pairs(ClaimSetting.PRACTITIONER, _TODAY, _TODAY, WORKSPACE)
    assert table
    chance, codes = random.Random(3), cpt_codes()
    asked = [(chance.choice(codes), chance.choice(codes)) for _ in range(_LOOK_UPS)]
    plain = dict.fromkeys(asked[::2], 1)
    began = time.thread_time()
    for pair in asked:
        plain.get(pair)
    bare = (time.thread_time() - began) / _LOOK_UPS * 1e6
    began = time.thread_time()
    for one, two in asked:
        table.find(one, two, _TODAY)
    took = (time.thread_time() - began) / _LOOK_UPS * 1e6
    print(
        f"\none pair of {len(table):,}: {took:.2f} us; a dict's get: {bare:.3f} us; ratio {took / bare:.0f}"
    )


async def run() -> None:
    """Print the table."""
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{installed()}/codedesk.db")
    asked = RequestContext(WORKSPACE, "U1", _TODAY)
    async with AsyncExitStack() as stack:
        library = await stack.enter_async_context(opened(settings, lambda *_: None, loader=False))
        code_library = library.code_library
        catalog, reference = LoadedCatalog(code_library), LoadedReferenceData(code_library)

        def read(text: str) -> object:
            return read_claim(text, _TODAY, (), lambda _: True)

        def check(text: str) -> object:
            return check_text(text, asked, code_library=code_library, catalog=catalog, library=reference)

        def answer(text: str) -> object:
            checked = check_text(text, asked, code_library=code_library, catalog=catalog, library=reference)
            return claim_card(checked).checked()

        def by_rules(claim: Claim) -> object:
            return list(billing.findings(context(claim, ReferenceData(), _TODAY)))

        texts = claims()
        collect_seldom()  # both as the bot does it
        gc.freeze()
        print(f"{'ten lines, four diagnoses':44}{'p50 ms':>9}{'p99 ms':>9}{'ratio':>8}")
        bare = times(texts, read)
        floor = statistics.median(bare)
        told("a bare loop", times(texts, loop))
        told("reading the text, nothing checked", bare)
        told("the billing rules alone, on claims that were read", rule_times(texts, by_rules), floor)
        told("read and checked", times(texts, check), floor)
        told("read, checked, and drawn as a card", times(texts, answer), floor)
        pairs_a_second(code_library)


if __name__ == "__main__":
    asyncio.run(run())
