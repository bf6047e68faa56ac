"""Search: quality by kind of question, speed, memory and load time, beside two baselines in the same run.

    python -m benchmarks.search [--no-index] [--quick]

Measures ICD-10-CM April 2026 with the Alphabetic Index, as it comes with the install; --no-index measures it without.
--quick leaves the baselines out. Two more tables are about unseen questions: the same questions without the rows of our
tables that one of them meets, and fresh questions made by a seed (`search_fresh`, `search_held_out`). The last table
guards what is known: some 3,400 questions of our own that the tables were since written for. Skips, with the reason,
where the shared data is absent.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import psutil

from benchmarks.search_baselines import FullText, WholeSet
from benchmarks.search_data import (
    DATA,
    TARGET_KINDS,
    Query,
    alphabetic_index,
    diagnoses,
    own_queries,
    procedures,
    queries,
)  # fmt: skip
from benchmarks.search_fresh import fresh
from benchmarks.search_held_out import without_coinciding
from bot.built_files.own_tables import own_tables
from bot.built_files.search_index import load, save
from bot.codefiles.installed import INSTALLED_ICD10CM
from bot.domain.codes.releases import System
from bot.domain.codes.search.build import build
from bot.domain.codes.search.entries import SearchEntry
from bot.domain.codes.search.index import Index

Engine = Callable[[Query], Sequence[str]]
SYSTEMS = {"icd10cm": System.ICD10CM, "hcpcs": System.HCPCS}
SLOW_SAMPLE = 60
ROUNDS = 3


def main(arguments: Sequence[str]) -> None:
    """Print the whole report."""
    if "--memory" in arguments:
        return _memory(Path(arguments[-1]))
    if not (DATA / "search_queries_dev.tsv").exists():
        return print("benchmarks.search: skipped, the shared data (../shared/data) is not here")
    asked = queries()
    with_index = "--no-index" not in arguments
    print(f"\n== {'as it comes with the install' if with_index else 'without the Alphabetic Index'} ==")
    _report(asked, with_index, baselines="--quick" not in arguments)
    return None


def _report(asked: Sequence[Query], with_index: bool, baselines: bool) -> None:
    start = time.perf_counter()
    entries = [*diagnoses(alphabetic_index() if with_index else ()), *procedures()]
    read = time.perf_counter() - start
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "search.index"
        start = time.perf_counter()
        save(build(entries, own_tables(INSTALLED_ICD10CM.effective)), path)
        built = time.perf_counter() - start
        print(f"files read in {read:.1f} s, built in {built:.1f} s, {path.stat().st_size / 1e6:.0f} MB")
        print(_in_fresh_process(path))
        index = load(path)
    for name, fold in (("ours, one code a line", False), ("ours, families folded", True)):
        _quality(name, _ours(index, fold), asked)
    _unseen(entries, index, asked)
    _speed("ours", _ours(index, True), asked)
    if baselines:
        _baselines(entries, asked)


def _unseen(entries: Sequence[SearchEntry], index: Index, asked: Sequence[Query]) -> None:
    """Where no table could have been written for the question."""
    held_out = without_coinciding(
        own_tables(INSTALLED_ICD10CM.effective), (q for q in asked if q.kind in TARGET_KINDS)
    )
    taken = len(own_tables(INSTALLED_ICD10CM.effective).phrases) - len(held_out.phrases)
    _quality(
        f"ours, {taken} rows that meet a question taken out",
        _ours(Index(build(entries, held_out)), True),
        asked,
    )
    _quality("ours, fresh questions", _ours(index, True), fresh(entries))
    _quality("ours, questions of our own that the tables know", _ours(index, True), own_queries())


def _ours(index: Index, fold: bool) -> Engine:
    return lambda q: [h.code for h in index.search(q.text, systems=[SYSTEMS[q.system]], fold=fold).hits]


def _baselines(entries: Sequence[SearchEntry], asked: Sequence[Query]) -> None:
    text = [q for q in asked if not q.kind.startswith("code")]
    with_fts = FullText(entries)
    _quality("SQLite FTS5, porter, AND then OR", with_fts.search, text)
    _speed("SQLite FTS5", with_fts.search, text)
    sample = [q for q in text if q.kind in TARGET_KINDS][:: max(1, len(text) // SLOW_SAMPLE)]
    whole = WholeSet(entries)
    print(f"rapidfuzz on a sample of {len(sample)} questions, every n-th: the whole would take minutes")
    _quality("rapidfuzz WRatio, brute force (sample)", whole.search, sample)
    _speed("rapidfuzz WRatio", whole.search, sample, rounds=1)


# -- quality --------------------------------------------------------------------------------------------
def _quality(name: str, engine: Engine, asked: Iterable[Query]) -> None:
    ranks: dict[str, list[int]] = {}
    for q in asked:
        ranks.setdefault(q.kind, []).append(_rank(engine(q), q.acceptable))
    print(f"\n{name}\n  {'kind':<16}{'n':>5}{'MRR@10':>9}{'recall@5':>10}")
    for kind, found in sorted(ranks.items()):
        _line(kind, found)
    targets = [r for kind in TARGET_KINDS for r in ranks.get(kind, [])]
    _line("targets" if targets else "all", targets or [r for found in ranks.values() for r in found])


def _rank(codes: Sequence[str], acceptable: frozenset[str]) -> int:
    """Where among the first ten the first right code stands, from 1; 0 where none does."""
    return next((i for i, code in enumerate(codes[:10], 1) if code in acceptable), 0)


def _line(kind: str, ranks: Sequence[int]) -> None:
    if ranks:
        mrr = sum(1 / r for r in ranks if r) / len(ranks)
        recall = sum(1 for r in ranks if 0 < r <= 5) / len(ranks)
        print(f"  {kind:<16}{len(ranks):>5}{mrr:>9.3f}{recall:>10.3f}")


# -- speed and memory -----------------------------------------------------------------------------------
def _speed(name: str, engine: Engine, asked: Sequence[Query], rounds: int = ROUNDS) -> None:
    """Warm, one question at a time. The best of the rounds too: what the machine does when left alone."""
    taken = np.zeros((rounds, len(asked)))
    for n in range(rounds):
        for i, q in enumerate(asked):
            start = time.perf_counter()
            engine(q)
            taken[n, i] = (time.perf_counter() - start) * 1e3
    for said, ms in (("all rounds", taken.ravel()), ("best of rounds", taken.min(axis=0))):
        p50, p99 = np.percentile(ms, [50, 99])
        print(f"  {name}: p50 {p50:.2f} ms, p99 {p99:.2f} ms, longest {ms.max():.2f} ms ({said})")


def _in_fresh_process(path: Path) -> str:
    command = [sys.executable, "-m", "benchmarks.search", "--memory", str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _memory(path: Path) -> None:
    """What loading and a few hundred searches add to a process that has everything imported."""
    process = psutil.Process()
    before = process.memory_info().rss
    start = time.perf_counter()
    index = load(path)
    seconds = time.perf_counter() - start
    loaded = process.memory_info().rss
    for q in queries():
        index.search(q.text)
    after = process.memory_info().rss
    print(
        f"loaded in {seconds * 1e3:.0f} ms; resident +{(loaded - before) / 1e6:.0f} MB after loading, "
        f"+{(after - before) / 1e6:.0f} MB after all the questions ({after / 1e6:.0f} MB in all)"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
