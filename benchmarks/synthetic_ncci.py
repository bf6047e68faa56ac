"""A procedure-to-procedure file at true scale, of invented pairs: the real ones come with a licence.

Run: python -m benchmarks.synthetic_ncci [ROWS] writes one to a temporary place, reads it, and says how fast.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from bot.codefiles.code_files import open_files

TRUE_SCALE = 2_500_000
PREAMBLE = (
    "CPT only copyright 2025 American Medical Association.  All rights reserved.",
    "Column1/Column2 Edits",
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale",
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t",
    "\t\t\t\t*=no data\t1=allowed\t",
    "\t\t\t\t\t9=not applicable\t",
)
_RATIONALES = ("Invented rationale one", "Invented rationale two", "Invented rationale number three")
_DAYS = ("19960101", "20050701", "20140401", "20220101", "20251001")
_ENDS = ("*", "*", "*", "20231231", "20260630")


def lines(rows: int, seed: int = 7) -> Iterator[str]:
    """The lines of such a file: `rows` pairs, sorted by column 1 as published, none twice."""
    yield from PREAMBLE
    chance = random.Random(seed)
    codes = [f"{number:05d}" for number in range(100, 99_500, 9)] + [f"G{n:04d}" for n in range(0, 9_000, 9)]
    each = rows // len(codes) + 1
    written = 0
    for one in codes:
        for two in chance.sample(codes, min(each, rows - written)):
            begins, ends = chance.choice(_DAYS), chance.choice(_ENDS)
            indicator = chance.choice("0111")
            yield f"{one}\t{two}\t\t{begins}\t{ends}\t{indicator}\t{chance.choice(_RATIONALES)}"
            written += 1
        if written >= rows:
            return


def write(target: BinaryIO, rows: int = TRUE_SCALE) -> None:
    """Write such a file, CRLF between lines as published."""
    for line in lines(rows):
        target.write(f"{line}\r\n".encode())


def main() -> None:
    """Write, read, and say rows a second and the most memory held."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else TRUE_SCALE
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ccipra-v322r0-f1.TXT"
        with path.open("wb") as target:
            write(target, rows)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun, worked = time.perf_counter(), time.process_time()
        read = sum(len(batch) for file in open_files([path]) for batch in file.read().batches)
        took, worked = time.perf_counter() - begun, time.process_time() - worked
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"{read:,} pairs in {took:.1f} s: {read / took:,.0f} a second; {worked:.1f} s of one core")
    print(f"most memory held: {most / 1024:.0f} MB, {(most - before) / 1024:.0f} MB of it while reading")


if __name__ == "__main__":
    main()
