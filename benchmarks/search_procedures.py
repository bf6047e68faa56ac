"""Search of procedures by billers' words, over an invented fee schedule of short descriptors.

    python -m benchmarks.search_procedures [--show]

Some 700 questions were written before the tables, for 432 invented descriptors; some 1,600 further invented rows
stand beside them. No code exists, and no descriptor is the AMA's. Prints MRR@10 with our tables and without them,
and with every row of the procedure table taken out whose words a question holds. --show lists what is not first.
"""

import itertools
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from benchmarks.procedure_decoys import decoys
from bot.built_files.own_tables import descriptor_words, own_tables, procedure_tables
from bot.domain.codes.releases import System
from bot.domain.codes.search.build import build
from bot.domain.codes.search.entries import SearchEntry, TextOrigin
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.short_descriptors import one_word_for_both
from bot.domain.codes.search.tables import Saying, Tables, phrase_key

_HERE = Path(__file__).parent
BAR = 0.85
_DECOYS = 1600
Row = tuple[str, str]


def main(arguments: Sequence[str]) -> None:
    """Print the report."""
    rows, asked = fee_schedule(), questions()
    print(f"{len(rows)} rows, {len(asked)} questions; bar {BAR} MRR@10")
    whole, plain = procedure_tables(), own_tables()
    for name, tables, written in (
        ("with our tables", whole, True),
        ("descriptors written out, no procedure words", plain, True),
        ("procedure words, descriptors as printed", whole, False),
        ("neither", plain, False),
        ("rows that meet a question taken out", held_out(whole, [q for q, _ in asked]), True),
    ):
        ranks = ranked(Index(build(entries(rows, written), tables)), asked)
        print(f"  {name:<46} MRR {mean(ranks):.3f}  first {sum(r == 1 for r in ranks) / len(ranks):.3f}")
        if written and tables is whole and "--show" in arguments:
            _show(rows, asked, ranks)


def fee_schedule() -> list[Row]:
    """The stand-ins that are asked for, and the decoys beside them."""
    stand_ins = [_pair(line) for line in _lines("procedure_stand_ins.tsv")]
    taken = {text.lower() for _, text in stand_ins}
    made = (text for text in decoys() if text.lower() not in taken)
    return stand_ins + [(f"{n:05d}", text) for n, text in enumerate(itertools.islice(made, _DECOYS), 5001)]


def questions() -> list[tuple[str, frozenset[str]]]:
    """What is asked, and the invented codes that answer it."""
    return [(q, frozenset(codes.split("|"))) for q, codes in map(_pair, _lines("procedure_questions.tsv"))]


def entries(rows: Iterable[Row], written_out: bool) -> list[SearchEntry]:
    """The fee schedule as the search is given it."""
    write: Callable[[str], tuple[str, ...]] = descriptor_words().written_out if written_out else lambda _: ()
    return [
        SearchEntry(
            System.CPT, code, text, True, texts=tuple((TextOrigin.INCLUSION, full) for full in write(text))
        )
        for code, text in rows
    ]


def ranked(index: Index, asked: Sequence[tuple[str, frozenset[str]]]) -> list[int]:
    """Where the first right code stands, from 1; 0 where it is not among ten."""
    found = []
    for question, right in asked:
        hits = index.search(one_word_for_both(question), systems=(System.CPT,), limit=10).hits
        found.append(next((i for i, hit in enumerate(hits, 1) if hit.code in right), 0))
    return found


def mean(ranks: Sequence[int]) -> float:
    """Mean reciprocal rank."""
    return sum(1 / r for r in ranks if r) / len(ranks)


def held_out(tables: Tables, asked: Iterable[str]) -> Tables:
    """Without the procedure rows of two words and more that a question holds whole."""
    own = set(own_tables().phrases)
    said = [set(phrase_key_of(q)) for q in asked]
    kept = tuple(
        p
        for p in tables.phrases
        if p in own or len(phrase_key(p)) == 1 or not any(set(phrase_key(p)) <= words for words in said)
    )
    return Tables(kept, tables.spellings, tables.common, tables.roots)


def phrase_key_of(question: str) -> tuple[str, ...]:
    """A question's stems, as rows of the tables are met by them."""
    from bot.domain.codes.search.tables import Phrase  # noqa: PLC0415

    return phrase_key(Phrase(question, (), Saying.LAY))


def _show(rows: Sequence[Row], asked: Sequence[tuple[str, frozenset[str]]], ranks: Sequence[int]) -> None:
    named = dict(rows)
    for (question, right), rank in zip(asked, ranks, strict=True):
        if rank != 1:
            print(f"    {rank:>2}  {question}  ->  {', '.join(named[c] for c in right)}")


def _lines(name: str) -> list[str]:
    text = (_HERE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _pair(line: str) -> Row:
    left, _, right = line.partition("\t")
    return left, right


if __name__ == "__main__":
    main(sys.argv[1:])
