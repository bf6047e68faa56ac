"""What the search benchmark reads: the installed ICD-10-CM, a HCPCS release, the Alphabetic Index, the questions."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.codefiles.icd10cm_index import read_index
from bot.codefiles.icd10cm_index_texts import Texts, index_texts
from bot.codefiles.icd10cm_tabular import read_tabular
from bot.codefiles.installed import INDEX_FILES, installed_tabular
from bot.codefiles.shipped import shipped
from bot.domain.codes.releases import System
from bot.domain.codes.search.entries import SearchEntry, TextOrigin, diagnosis_entries

DATA = Path(__file__).parents[2] / "shared" / "data"
TARGET_KINDS = (
    "public_map", "clinician_real", "approx_syn", "hand_natural", "hand_abbrev",
    "wordorder", "prefix", "typo1", "typo2",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Query:
    """One question with every code that is right."""

    text: str
    system: str
    acceptable: frozenset[str]
    kind: str


def queries() -> list[Query]:
    """The development questions."""
    return _read(DATA / "search_queries_dev.tsv")


def own_queries() -> list[Query]:
    """Questions that we wrote ourselves, of each chapter, before we looked at the tables; these know them since."""
    return _read(Path(__file__).with_name("search_own_queries.tsv"))


def _read(path: Path) -> list[Query]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Query(r["query"], r["system"], frozenset(r["acceptable"].split("|")), r["kind"]) for r in rows
        ]


def diagnoses(more: Sequence[Texts] = ()) -> list[SearchEntry]:
    """ICD-10-CM as it comes with the install."""
    with installed_tabular().open("rb") as file:
        tabular = read_tabular(file)
    return diagnosis_entries(tabular.diagnoses, tabular.blocks, more)


def alphabetic_index() -> list[Texts]:
    """The FY2025 index, external cause index and neoplasm table, as they come with the install."""
    return [index_texts(read_index(shipped(name)).terms) for name in INDEX_FILES.values()]


def procedures() -> list[SearchEntry]:
    """HCPCS Level II of 2019, codes that were not terminated; the short name is a second text."""
    names: dict[str, list[str]] = {}
    short: dict[str, str] = {}
    for line in _hcpcs_lines():
        code = line[:5]
        if line[10] in "34" and code[1:].isdigit() and not line[284:292].strip():
            names.setdefault(code, []).append(line[11:91].strip())
            short.setdefault(code, line[91:119].strip())
    return [
        SearchEntry(System.HCPCS, code, " ".join(parts), True, texts=((TextOrigin.INCLUSION, short[code]),))
        for code, parts in names.items()
    ]


def _hcpcs_lines() -> Iterator[str]:
    path = DATA / "hcpcs_2019" / "HCPC2019_CONTR_ANWEB.txt"
    if path.exists():
        for line in path.read_text(encoding="latin-1").replace("\xa0", " ").splitlines():
            yield line.ljust(320)
