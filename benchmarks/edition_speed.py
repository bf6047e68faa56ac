"""What a row of an edition file costs: ICD-10-CM's 98,000 codes and headers, and a million NCCI pairs.

In the same run a bare prepared SELECT of the same table and a dict's get. The last codes asked are kept decoded by an
edition, so each key is asked once.
"""

import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from bot.codefiles.icd10cm_tabular import read_tabular
from bot.codefiles.installed import installed_tabular
from bot.domain.codes.edition_file import HOLDS_OF_TABULAR
from bot.domain.codes.file_rows import PtpRow
from storage.editions.store import SqliteEditions

_ASKED, _PAIRS, _CODES, _ROUNDS = 20_000, 1_000_000, 2_000, 3
_ON = date(2026, 11, 3)
_Key = TypeVar("_Key")


def times(ask: Callable[[_Key], object], keys: Sequence[_Key]) -> tuple[float, float]:
    """Microseconds of a call: median and 99th percentile of the best round; a busy machine spoils single rounds."""
    rounds = []
    for _ in range(_ROUNDS):
        took = []
        for key in keys:
            began = time.perf_counter_ns()
            ask(key)
            took.append((time.perf_counter_ns() - began) / 1000)
        quantiles = statistics.quantiles(took, n=100)
        rounds.append((quantiles[49], quantiles[98]))
    return min(rounds)


def told(name: str, took: tuple[float, float]) -> None:
    """One line of the table."""
    print(f"{name:48}{took[0]:9.2f}{took[1]:9.2f}")


def diagnoses(folder: Path, store: SqliteEditions) -> None:
    """Codes of ICD-10-CM, each asked once."""
    tabular = read_tabular(installed_tabular().read_bytes())
    path = folder / "icd10cm.edition"
    store.write_diagnoses(path, tabular.blocks, tabular.diagnoses, HOLDS_OF_TABULAR)
    edition = store.open(path)
    codes = [diagnosis.code for diagnosis in tabular.diagnoses]
    keys = random.Random(5).sample(codes, k=_ASKED)
    plain, bare = dict.fromkeys(codes, 1), _connection(path)
    print(f"ICD-10-CM, {len(codes):,} rows, {path.stat().st_size / 1e6:.0f} MB")
    told("  the edition: found and decoded", times(edition.diagnoses.get, keys))
    select = "SELECT value FROM diagnosis WHERE code = ?"
    told("  a bare SELECT", times(lambda code: bare.execute(select, (code,)).fetchone(), keys))
    told("  a dict's get", times(plain.get, keys))


def pairs(folder: Path, store: SqliteEditions) -> None:
    """Pairs of codes; one in four of these is in the file."""
    chance = random.Random(5)
    codes = [f"{number:05d}" for number in range(10_000, 10_000 + _CODES)]
    writer, plain = store.pairs_writer(), {}
    for rows in _rows(chance, codes):
        writer.add(rows)
        plain.update(dict.fromkeys((row.column1, row.column2) for row in rows))
    path = folder / "pairs.edition"
    writer.write(path)
    edition, bare = store.open(path), _connection(path)
    keys = [(chance.choice(codes), chance.choice(codes)) for _ in range(_ASKED)]
    print(f"NCCI pairs, {len(edition.pairs):,} rows, {path.stat().st_size / 1e6:.0f} MB")
    told("  the edition: either found or not", times(lambda key: edition.pairs.find(*key, _ON), keys))
    select = "SELECT term FROM pair WHERE codes = ?"
    numbers = [int(one, 36) << 26 | int(two, 36) for one, two in keys]
    told("  a bare SELECT", times(lambda number: bare.execute(select, (number,)).fetchall(), numbers))
    told("  a dict's get", times(plain.get, keys))


def _rows(chance: random.Random, codes: Sequence[str]) -> Iterator[list[PtpRow]]:
    for _ in range(50):
        yield [
            PtpRow(
                chance.choice(codes),
                chance.choice(codes),
                date(2020, 1, chance.randint(1, 28)),
                None,
                1,
                "Invented",
                False,
            )
            for _ in range(_PAIRS // 50)
        ]


def _connection(path: Path) -> sqlite3.Connection:
    address = f"{path.as_uri()}?mode=ro&immutable=1"
    connection = sqlite3.connect(address, uri=True, isolation_level=None)
    connection.execute("PRAGMA mmap_size=1073741824")
    return connection


if __name__ == "__main__":
    print(f"{'one row':48}{'p50 us':>9}{'p99 us':>9}")
    with tempfile.TemporaryDirectory() as made:
        diagnoses(Path(made), SqliteEditions())
        pairs(Path(made), SqliteEditions())
