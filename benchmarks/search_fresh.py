"""Fresh questions of the kinds that can be made from the classification's own words: misspelt, unfinished, shuffled.

Drawn by a seed from names, inclusion terms and the Alphabetic Index's lines, so that the algorithm is judged on far
more questions than the development file holds, and on none that anybody has looked at.
"""

import random
import string
from collections.abc import Callable, Iterable, Iterator, Sequence

from benchmarks.search_data import Query
from bot.domain.codes.releases import System
from bot.domain.codes.search.entries import SearchEntry, TextOrigin
from bot.domain.codes.search.words import words

SEED = 20_261_126
EACH = 250
_KINDS = frozenset((TextOrigin.INCLUSION, TextOrigin.INDEX))
_MOST_WORDS = 5
_LEAST_LETTERS = 5
_TAIL = ", unspecified"
_LETTERS = string.ascii_lowercase
_CLOSE = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk",
    "k": "jl", "l": "ko", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry",
    "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip


def fresh(entries: Iterable[SearchEntry], each: int = EACH, seed: int = SEED) -> list[Query]:
    """`each` questions of every kind, the same ones for the same entries and seed."""
    rng = random.Random(seed)
    bases = sorted(_bases([e for e in entries if e.system == System.ICD10CM]).items())
    return [
        Query(made, "icd10cm", right, kind)
        for kind, make in _MAKERS.items()
        for text, right in rng.sample(bases, min(each, len(bases)))
        if (made := make(rng, text)) != text
    ]


def _bases(entries: Sequence[SearchEntry]) -> dict[str, frozenset[str]]:
    """What is asked and which codes are right: the codes so called, what stands below them, and a header of which one
    is no more than the plain case."""
    below: dict[str, list[str]] = {}
    named = {e.code: e.name for e in entries}
    for e in entries:
        below.setdefault(e.parent or "", []).append(e.code)
    found: dict[str, set[str]] = {}
    for e in entries:
        for text in _texts(e) if e.completes is None else ():
            right = found.setdefault(text, set())
            right.update(_under(e.code, below))
            if e.parent and named[e.code] == named[e.parent] + _TAIL:
                right.add(e.parent)
    return {text: frozenset(right) for text, right in found.items()}


def _texts(entry: SearchEntry) -> Iterator[str]:
    for text in (entry.name, *(t for kind, t in entry.texts if kind in _KINDS)):
        said = [w.text for w in words(text.removesuffix(_TAIL)) if not w.aside]
        if 0 < len(said) <= _MOST_WORDS and any(len(w) >= _LEAST_LETTERS for w in said):
            yield " ".join(said)


def _under(code: str, below: dict[str, list[str]]) -> Iterator[str]:
    yield code
    for child in below.get(code, ()):
        yield from _under(child, below)


def _slip(rng: random.Random, text: str) -> str:
    """One slip in one of the longer words: a letter swapped, lost, doubled, or mistaken for one beside it."""
    said = text.split()
    at = rng.choice([i for i, w in enumerate(said) if len(w) >= _LEAST_LETTERS] or [0])
    word, i = said[at], rng.randrange(max(1, len(said[at]) - 1))
    said[at] = rng.choice((
        word[:i] + word[i + 1 : i + 2] + word[i : i + 1] + word[i + 2 :],
        word[:i] + word[i + 1 :],
        word[:i] + rng.choice(_CLOSE.get(word[i], _LETTERS)) + word[i:],
        word[:i] + rng.choice(_CLOSE.get(word[i], _LETTERS)) + word[i + 1 :],
    ))  # fmt: skip
    return " ".join(said)


def _unfinished(rng: random.Random, text: str) -> str:
    """Without the end of its last word."""
    *before, last = text.split()
    least = min(len(last), _LEAST_LETTERS - 1)
    return " ".join([*before, last[: rng.randrange(least, len(last) + 1)]])


def _shuffled(rng: random.Random, text: str) -> str:
    said = text.split()
    rng.shuffle(said)
    return " ".join(said)


_MAKERS: dict[str, Callable[[random.Random, str], str]] = {
    "typo1": _slip,
    "typo2": lambda rng, text: _slip(rng, _slip(rng, text)),
    "prefix": _unfinished,
    "wordorder": _shuffled,
}
