"""What an exact look-up by date costs with everything loaded, in processor time, beside a dict's get."""

import asyncio
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date

from benchmarks.loaded_files import WORKSPACE, cpt_codes, hcpcs_codes, installed
from bot.domain.codes.cpt.grammar import ProcedureCode, read_code
from bot.services.library.code_library import CodeLibrary
from bot.settings import Settings
from bot.wiring import opened

_ASKED, _ROUNDS = 5_000, 7
_TODAY, _ON = date(2026, 11, 21), date(2026, 11, 3)
_ICD_ON = date(2026, 9, 30)


def microseconds(work: Callable[[], object]) -> float:
    """For one of the keys, the median of some rounds."""
    found = []
    for _ in range(_ROUNDS):
        began = time.thread_time()
        work()
        found.append((time.thread_time() - began) / _ASKED * 1e6)
    return statistics.median(found)


def procedures(code_library: CodeLibrary, codes: Sequence[str]) -> tuple[float, float]:
    """Microseconds for one of `codes` by date, and a dict's get of the same."""
    keys = random.Random(5).choices(codes, k=_ASKED)
    read = [found for key in keys if (found := read_code(key))]
    plain = dict.fromkeys(codes, 1)
    by_code = _by_date(code_library, read)
    assert all(by_code(code) for code in read)
    return microseconds(lambda: list(map(by_code, read))), microseconds(lambda: list(map(plain.get, keys)))


def diagnoses(code_library: CodeLibrary) -> tuple[float, float]:
    """The same for ICD-10-CM."""
    table = code_library.diagnoses(_ICD_ON, _TODAY, WORKSPACE).table
    assert table
    codes = [code for letter in "EIMS" for code in table.starting(letter)]
    keys = random.Random(5).choices(codes, k=_ASKED)
    plain = dict.fromkeys(codes, 1)

    def by_date(code: str) -> object:
        chosen = code_library.diagnoses(_ICD_ON, _TODAY, WORKSPACE).table
        return chosen.get(code) if chosen else None

    assert all(map(by_date, keys))
    return microseconds(lambda: list(map(by_date, keys))), microseconds(lambda: list(map(plain.get, keys)))


def _by_date(code_library: CodeLibrary, read: Sequence[ProcedureCode]) -> Callable[[ProcedureCode], object]:
    assert read

    def by_date(code: ProcedureCode) -> object:
        found = code_library.files.procedure(code, _ON, _TODAY, WORKSPACE)
        return found.listing if found else None

    return by_date


async def run() -> None:
    """Print the table."""
    settings = Settings(_env_file=None, database_url=f"sqlite+aiosqlite:///{installed()}/codedesk.db")
    async with opened(settings, lambda *_: None, loader=False) as library:
        print(f"{'exact look-up by date':44}{'us':>9}{'dict us':>9}{'ratio':>8}")
        for name, (took, bare) in {
            "CPT, 11,000 codes": procedures(library.code_library, cpt_codes()),
            "HCPCS Level II, 8,500 codes": procedures(library.code_library, hcpcs_codes()),
            "ICD-10-CM, 98,000 codes and headers": diagnoses(library.code_library),
        }.items():
            print(f"{name:44}{took:9.2f}{bare:9.3f}{took / bare:8.0f}")


if __name__ == "__main__":
    asyncio.run(run())
