"""An install with everything loaded, at true scale: invented files in the published layouts.

Made once in a run, however many scripts ask for it, and removed at its end, unless CODEDESK_BENCH_FOLDER names
a place to keep it. ICD-10-CM is the real one that the install brings.
"""
# ruff: noqa: SIM905 - headers and words read best as they are printed

import atexit
import csv
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from benchmarks import synthetic_ncci

ROOT = Path(__file__).parents[1]
WORKSPACE = "T1"
CPT_CODES, HCPCS_CODES, FEE_ROWS, LIMITS = 11_000, 8_500, 18_000, 15_000
_WORDS = (
    """
    kite sled raft lantern copper willow marble harbor cedar violet anchor meadow pepper saddle timber velvet
    evaluation removal repair insertion injection imaging therapy study treatment placement each minutes initial
    upper lower left right complex simple open guided with without following including first additional
    """
).split()
_NOTICE = "Invented notice: CPT copyright 2025 American Medical Association. All rights reserved."


@cache
def installed() -> Path:
    """A folder with the database and the editions of everything; takes minutes."""
    kept = os.environ.get("CODEDESK_BENCH_FOLDER")
    folder = Path(kept or tempfile.mkdtemp(prefix="codedesk-bench-"))
    if (folder / "ready").exists():
        return folder
    if not kept:
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    began = time.perf_counter()
    files = list(_written(folder / "files"))
    print(f"files written in {time.perf_counter() - began:.0f} s")
    _run(folder, "codes", "list")  # brings the database and ICD-10-CM
    began = time.perf_counter()
    _run(folder, "codes", "load", *map(str, files), "--workspace", WORKSPACE)
    print(f"{len(files)} files loaded, and their editions built, in {time.perf_counter() - began:.0f} s")
    shutil.rmtree(folder / "files")
    (folder / "ready").touch()
    return folder


def environment(folder: Path) -> dict[str, str]:
    """What a process needs in order to find that install."""
    return {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder}/codedesk.db",
    }


def cpt_codes() -> list[str]:
    """The codes of the invented CPT."""
    return [f"{number:05d}" for number in range(100, 100 + 9 * CPT_CODES, 9)]


def hcpcs_codes() -> list[str]:
    """The codes of the invented HCPCS."""
    return [f"{letter}{number:04d}" for letter in "ACEGJKLQST" for number in range(1, HCPCS_CODES // 10 + 1)]


def _run(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment(folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"codedesk {arguments[0]} {arguments[1]}: {done.stdout}{done.stderr}")


def _written(folder: Path) -> Iterator[Path]:
    folder.mkdir(parents=True)
    chance = random.Random(7)
    yield from _pairs(folder)
    yield from _cpt(folder, chance)
    yield _hcpcs(folder / "HCPC2026_OCT_ANWEB.csv", chance)
    billed = [*cpt_codes(), *hcpcs_codes()]
    for setting in ("Practitioner", "OutpatientHospital"):
        yield _limits(folder / f"MCR_MUE_{setting}Services_Eff_10-01-2026.csv", setting, billed)
    yield _add_ons(folder / "AOC_V2026Q4-MCR.csv", chance)
    yield _fees(folder / "PPRRVU2026_Oct_nonQPP.csv", billed[:FEE_ROWS])


def _pairs(folder: Path) -> Iterator[Path]:
    """The quarter's four files."""
    every = list(synthetic_ncci.lines(synthetic_ncci.TRUE_SCALE))[len(synthetic_ncci.PREAMBLE) :]
    share = len(every) // 4 + 1
    for part in range(4):
        path = folder / f"ccipra-v323r0-f{part + 1}.TXT"
        lines = (*synthetic_ncci.PREAMBLE, *every[part * share : (part + 1) * share])
        path.write_text("\r\n".join(lines) + "\r\n", encoding="latin-1")
        yield path


def _cpt(folder: Path, chance: random.Random) -> Iterator[Path]:
    """Long, medium and short names."""
    named = [(code, _name(chance, 18)) for code in cpt_codes()]
    for name, longest, between in (("LONGULT", 500, "\t"), ("MEDU", 48, " "), ("SHORTU", 28, " ")):
        path = folder / f"2026 {name}.txt"
        rows = [f"{code}{between}{words[:longest].strip()}" for code, words in named]
        path.write_text("\r\n".join((_NOTICE, "", *rows)) + "\r\n", encoding="latin-1")
        yield path


def _hcpcs(path: Path, chance: random.Random) -> Path:
    header = (
        "HCPC,SEQNUM,RECID,LONG DESCRIPTION,SHORT DESCRIPTION,XREF1,COV,BETOS,TOS1,ADD DT,ACT EFF DT,TERM DT,ACTION CD"
    ).split(",")
    rows = [
        [
            code,
            "00100",
            "3",
            _name(chance, 14),
            _name(chance, 4)[:28],
            "",
            "C",
            "O1A",
            "D",
            "19960101",
            "",
            "",
            "N",
        ]
        for code in hcpcs_codes()
    ]
    return _table(path, [header, *rows])


def _limits(path: Path, setting: str, billed: Sequence[str]) -> Path:
    header = [
        "HCPCS/\nCPT Code",
        f"{setting} Services MUE Values",
        "MUE Adjudication Indicator",
        "MUE Rationale",
    ]
    kinds = ("1 Line Edit", "2 Date of Service Edit: Policy", "3 Date of Service Edit: Clinical")
    rows = [
        [code, str(1 + n % 9), kinds[n % 3], "Invented rationale"] for n, code in enumerate(billed[:LIMITS])
    ]
    return _table(path, [[_NOTICE, "", "", ""], header, *rows])


def _add_ons(path: Path, chance: random.Random) -> Path:
    header = "AOC_Edit_Type,Add-On_Code,AOC_DelDT,Primary_Code,Primary_Code_DelDT,AOC_Edit_EffDT,AOC_Edit_DelDT,Notes"
    codes = cpt_codes()
    rows = [
        ["1", add_on, "", primary, "", "2013091", "", ""]
        for add_on in codes[::8]
        for primary in sorted(chance.sample(codes, 15))
        if primary != add_on
    ]
    return _table(path, [[_NOTICE], header.split(","), *rows])


def _fees(path: Path, billed: Sequence[str]) -> Path:
    title = "2026 National Physician Fee Schedule Relative Value File October Release"
    header = (
        "HCPCS,MOD,DESCRIPTION,CODE,PAYMENT,RVU,PE RVU,INDICATOR,PE RVU,INDICATOR,RVU,TOTAL,TOTAL,IND,DAYS,OP,OP,OP,"
        "PROC,SURG,SURG,SURG,SURG,IND,BASE,FACTOR,PROCEDURES,FLAG,INDICATOR,AMOUNT,AMOUNT,AMOUNT"
    ).split(",")
    tail = "0,XXX,0.00,0.00,0.00,5,0,0,0,0,,,33.4009,09,0,99,0.00,0.00,0.00".split(",")
    rows = [
        [code, "", "INVENTED", "A", "", "0.43", "0.40", "", "0.30", "", "0.01", "0.84", "0.74", *tail]
        for code in billed
    ]
    notices = [["", "", title, *[""] * 29], *([""] * 32 for _ in range(8))]
    return _table(path, [*notices, header, *rows])


def _name(chance: random.Random, most: int) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(3, most)))


def _table(path: Path, rows: Iterable[Iterable[str]]) -> Path:
    with path.open("w", encoding="latin-1", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


if __name__ == "__main__":
    print(sum(f.stat().st_size for f in installed().rglob("*") if f.is_file()) // 1_000_000, "MB")
