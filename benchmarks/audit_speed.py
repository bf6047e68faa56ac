"""100,000 billed lines audited in process, beside reading the same CSV alone.

Run: python -m benchmarks.audit_speed. Pairs and MUE are invented, at true scale where a mapped table is at hand.
"""

import csv
import random
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from bot.domain.codes.audit.audit import AuditOptions, audit
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.services.claims.billing_csv import rows_of_csv
from tests.fakes_claim import MemoryPairs, MemoryUnits, pair

LINES = 100_000
_CODES = [f"{n:05d}" for n in range(90_000, 99_000, 30)]


def write(path: Path) -> None:
    """About five lines a visit, 300 codes, a year of days."""
    chance = random.Random(11)
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(["Acct", "Payer", "DOS", "CPT", "Mod 1", "Mod 2", "Units", "Dx 1", "Dx 2", "Charge"])
        for n in range(LINES):
            day = date(2026, 1, 1) + timedelta(days=n // 5 * 7 % 300)
            modifier = chance.choice(("", "GP", "59"))
            cells = [n // 5, "Invented", day.strftime("%m/%d/%Y"), chance.choice(_CODES), modifier, ""]
            out.writerow([*cells, chance.randint(1, 6), "M54.50", "M25.561", "100.00"])


def main() -> None:
    """Seconds of the audit and of the bare reading, and their ratio."""
    chance = random.Random(5)
    twos = (chance.sample(_CODES, 2) for _ in range(20_000))
    pairs = [pair(one, other) for one, other in twos]
    reference = ReferenceData(pairs=MemoryPairs(*pairs), units=MemoryUnits(*[(c, 3, 1) for c in _CODES]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lines.csv"
        write(path)
        begun = time.perf_counter()
        rows = sum(1 for _ in rows_of_csv(path))
        bare = time.perf_counter() - begun
        begun = time.perf_counter()
        result = audit(rows_of_csv(path), lambda _: reference, AuditOptions(), date(2026, 12, 1))
        took = time.perf_counter() - begun
    print(f"{result.lines:,} lines of {rows:,} rows, {len(result.hits):,} findings")
    print(f"audit {took:.2f} s; reading the CSV alone {bare:.2f} s; {took / bare:.0f} times as long")


if __name__ == "__main__":
    main()
