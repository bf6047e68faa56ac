"""The words of the index: forms, prefixes, misspellings, British spellings, joined and split words."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import count
from math import log1p
from typing import NamedTuple

import numpy as np

from bot.domain.codes.search.arrays import F32, I32, U8, Arrays
from bot.domain.codes.search.roots import Roots
from bot.domain.codes.search.spell import allowed, near
from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.tables import Phrase, Saying, meant_stems
from bot.domain.codes.search.term import GUESSED, How, TermMatch, TermMatches
from bot.domain.codes.search.weights import STOP
from bot.domain.codes.search.words import Word, words

FORM = 0.93  # another form of the same word
SPELT = 0.97  # British for American
SLIP = (1.0, 0.84, 0.66)  # by number of typos
OTHER_START = 0.93  # people rarely mistype the first letter
BEGUN = 0.92  # a word typed only in part
BEGUN_LEAST = 0.75
CORRECTION_OF_KNOWN = 0.75  # corrections of a word that is known as it stands
CORRECTION_OF_FORM = 0.98  # of a word that is known by another form alone
LEAST_KNOWN_CORRECTED = 5
PREFIX_OF_KNOWN = 0.8
IMPLIED = {"right": "unilateral", "left": "unilateral"}
IMPLIES = 0.6  # 'left' asked, where a code says no more than 'unilateral'
MOST_BEGUN = 100
LEAST_BEGUN = 10
MOST_POSTED = 36_000  # the most texts of all possible words: half of the vocabulary may begin with one letter
LONGEST = 48  # letters; longer words are used as typed
ALMOST = 0.5  # a word must have this share typed to form a phrase of the tables alone
MOST_SLIPS = 30
LIKELY = 0.8  # of the likeliest correction: a less likely one makes no phrase of the tables
SELDOM = 0.25
USUAL = 300
TABLE_WORD = 40
SLICE = 20_000  # bytes of words: a quarter of a millisecond
MOST_KEPT = 10_000  # columns cached for words in queries


class TypedWord(NamedTuple):
    """How a word was typed.

    `last`: it is the last one and may be incomplete. `typing`: the user is still typing it. It also tells whether the
    word may be misspelled.
    """

    last: bool = False
    typing: bool = False
    correct: bool = True


Row = tuple[Phrase, tuple[str, ...]]
"""A row of the tables and the stems by which a query matches it."""


def lines(array: U8 | bytes) -> list[str]:
    """Strings stored as one block of lines. Split in slices, so that other threads wait for only one slice."""
    block, found, at = bytes(array), list[str](), 0
    while block and at <= len(block):
        end = block.find(b"\n", at + SLICE)
        end = len(block) if end < 0 else end
        found += block[at:end].decode().split("\n")
        at = end + 1
    return found


def numbered(strings: Sequence[str]) -> dict[str, int]:
    """The number of each string, also computed in slices."""
    found: dict[str, int] = {}
    for at in range(0, len(strings), SLICE // 10):
        found.update(zip(strings[at : at + SLICE // 10], count(at), strict=False))
    return found


def _posted(ids: Mapping[str, int], counts: Sequence[int], word: str) -> int:
    at = ids.get(word)
    return 0 if at is None else counts[at]


_TableRows = tuple[list[str], list[str], dict[str, tuple[int, ...]], dict[int, Row]]


@lru_cache(maxsize=4)
def _table_rows(rows: bytes, keys: bytes) -> _TableRows:
    """The rows of the tables, their keys, the rows by the first word of their keys, and those already parsed.

    They are the same for all indexes of one version, so they are stored once for all open indexes.
    """
    by_first: dict[str, list[int]] = {}
    every = lines(keys)
    for number, key in enumerate(every):
        by_first.setdefault(key.partition(" ")[0], []).append(number)
    return lines(rows), every, {word: tuple(found) for word, found in by_first.items()}, {}


class Vocabulary:
    """Looks words up. It holds lists and dicts of about ten thousand words; the rest stays in arrays."""

    def __init__(self, arrays: Arrays) -> None:
        self.words = lines(arrays["words"])
        weight: F32 = arrays["word_weight"]
        self._ids = numbered(self.words)
        self._counts: I32 = arrays["word_count"]
        # Single items of a memoryview cost a third of an array's.
        self._weight, self._count, self._stem = weight.data, self._counts.data, arrays["word_stem"].data
        self._members, self._member_pointers = arrays["stem_members"].data, arrays["stem_pointers"].data
        self._stems = lines(arrays["stems"])
        self._hashes = arrays["delete_hashes"]
        self._owners = arrays["delete_words"]
        self._spellings = [line.split("\t") for line in lines(arrays["spellings"])]
        # Not the method: a vocabulary that refers to itself would stay in memory after its index is closed.
        posted = partial(_posted, self._ids, self._count)
        roots = (line.partition("\t") for line in lines(arrays["roots"]))
        self.roots = Roots({part: tuple(meant.split("|")) for part, _, meant in roots}, posted)
        tables = _table_rows(arrays["phrase_rows"].tobytes(), arrays["phrase_keys"].tobytes())
        self._rows, self._keys, self._by_first, self._read_rows = tables
        # The cache between queries has only rows of our own tables and words of the index, never other typed
        # text.
        self._shortened: dict[str, list[frozenset[str]]] = {}
        self._literals: dict[tuple[str, bool, TypedWord], TermMatches] = {}
        self._meanings: dict[tuple[str, bool], tuple[TermMatches, ...]] = {}

    def number(self, word: str) -> int | None:
        """The number of a word of the index, None for any other."""
        return self._ids.get(word)

    def posted(self, word: str) -> int:
        """The number of texts that contain a word as it is."""
        return _posted(self._ids, self._count, word)

    def column(
        self, found: Sequence[TermMatch], said: str, denied: bool, literally: bool = False
    ) -> TermMatches:
        """The column of a word's possible meanings.

        `literally`: the word itself may also match phrases of the tables.
        """
        terms, weights = [f.term for f in found], [f.weight for f in found]
        stems: dict[int, float] = {}
        kinds: dict[str, tuple[float, bool]] = {}
        for term, _, weight, how, strong in found:
            one = self._stem[term]
            if stems.get(one, 0.0) < weight:
                stems[one] = weight
            sure, kind = (weight * GUESSED if how is How.PREFIX else weight), self._stems[one]
            if kind not in kinds or kinds[kind][0] < sure:
                kinds[kind] = sure, strong
        if found and all(f.how is How.TYPO for f in found):
            least = LIKELY * max(weights)
            kinds = {kind: read for kind, read in kinds.items() if read[0] >= least}
        if literally:
            kinds[stem(said)] = kinds[f"={said}"] = 1.0, True
        surest = max(stems, key=stems.__getitem__, default=-1)
        mass = self._weight[terms[weights.index(max(weights))]] + 1e-3 if terms else 0.0
        otherwise = any(f.how is not None and f.how is not How.PREFIX for f in found)
        return TermMatches(said, denied, found, terms, weights, stems, surest, mass, kinds, otherwise)

    def literal(self, word: Word, asked: TypedWord) -> TermMatches:
        """The column of a typed word. It is cached only for words of the index."""
        key = word.text, word.denied, asked
        kept = self._literals.get(key)
        if kept is None:
            kept = self.column(self.resolve(word.text, asked), word.text, word.denied, literally=True)
            if word.text in self._ids and len(self._literals) < MOST_KEPT:
                self._literals[key] = kept
        return kept

    def meant(self, meaning: str, denied: bool, listed: bool) -> tuple[TermMatches, ...]:
        """The columns of a meaning's significant words. `listed`: it is in the index, so it is cached."""
        key = (meaning, denied)
        kept = self._meanings.get(key) if listed else None
        if kept is None:
            kept = tuple(
                self.column(self.forms(w.text), w.text, w.denied or denied)
                for w in words(meaning)
                if w.text not in STOP
            )
            if listed:
                self._meanings[key] = kept
        return kept

    def phrases_with(self, first: str) -> Iterable[Row]:
        """Phrases of the tables whose key begins with the stem `first`, each with its key."""
        at = self._by_first.get(first, ())
        return [self._read_rows.get(i) or self._row(i) for i in at]

    def shortened(self, key: str) -> list[frozenset[str]]:
        """The meanings of an abbreviation, by its key ('=fh'), as stems."""
        kept = self._shortened.get(key)
        if kept is None and key in self._by_first:
            kept = [stems for p, k in self.phrases_with(key) if k == (key,) for stems in meant_stems(p)]
            self._shortened[key] = kept
        return kept or []

    def _row(self, at: int) -> Row:
        saying, said, meanings = self._rows[at].split("\t")
        phrase = Phrase(said, tuple(meanings.split("|")), Saying(int(saying)), listed=True)
        row = self._read_rows[at] = phrase, tuple(self._keys[at].split(" "))
        return row

    def resolve(self, word: str, asked: TypedWord) -> list[TermMatch]:
        """The possible words for a typed word, each word of the vocabulary once."""
        sure = self.forms(word)
        if len(word) > LONGEST:
            return sure
        guesses = [] if sure else self._british(word)
        known = bool(sure or guesses)
        if asked.typing or (asked.last and len(word) >= (3 if known else 2) and not word.isdigit()):
            guesses += self._begun(word, 1.0 if asked.typing or not known else PREFIX_OF_KNOWN)
        if asked.correct and (how := self._may_be_slip(word, known=known)):
            guesses += self._misspelt(word, how)
        if implied := self._ids.get(IMPLIED.get(word, "")):
            sure.append(TermMatch(implied, self.words[implied], IMPLIES))
        best = {f.term: f for f in sure}
        for guess in guesses:
            if guess.term not in best or best[guess.term].weight < guess.weight:
                best[guess.term] = guess
        return list(best.values())

    def _may_be_slip(self, word: str, *, known: bool) -> float:
        """How likely a word was meant to be another: a word of the index never, be it ever so rare.

        'Ladder' is no slip for 'bladder'. A word that only the tables know, or of which only another form is known,
        may be one.
        """
        if not known:
            return 1.0
        if word not in self._ids:
            return CORRECTION_OF_FORM
        return CORRECTION_OF_KNOWN if not self.posted(word) and len(word) >= LEAST_KNOWN_CORRECTED else 0.0

    def forms(self, word: str) -> list[TermMatch]:
        """The word and its other forms."""
        at = self._ids.get(word)
        group = self._group(stem(word)) if at is None else self._stem[at]
        if group < 0:
            return []
        members = self._members[self._member_pointers[group] : self._member_pointers[group + 1]].tolist()
        return [TermMatch(m, self.words[m], 1.0 if m == at else FORM) for m in members]

    def _group(self, kind: str) -> int:
        """The number of a stem; -1 if no word has it."""
        at = bisect_left(self._stems, kind)
        return at if at < len(self._stems) and self._stems[at] == kind else -1

    def parts(self, word: str) -> tuple[str, str] | None:
        """Two known words that `word` may be joined from."""
        if len(word) > LONGEST:
            return None
        cuts = ((word[:i], word[i:]) for i in range(3, len(word) - 2))
        known = [(min(self.posted(a), self.posted(b)), (a, b)) for a, b in cuts]
        best = max(known, default=(0, None))
        return best[1] if best[0] else None

    def _usual(self, term: int) -> float:
        """Slightly more for words in many texts. Words only in the tables count as usual."""
        often = self._count[term] or TABLE_WORD
        return 1 - SELDOM + SELDOM * min(1.0, log1p(often) / log1p(USUAL))

    def _british(self, word: str) -> list[TermMatch]:
        spelt = {word}
        for british, american in self._spellings:
            if british in word:
                spelt |= {s.replace(british, american) for s in spelt}
        return [
            TermMatch(f.term, f.word, f.weight * SPELT, How.SPELLING)
            for s in sorted(spelt - {word})
            for f in self.forms(s)
        ]

    def _begun(self, word: str, factor: float) -> list[TermMatch]:
        lo = bisect_left(self.words, word)
        hi = bisect_left(self.words, word + "\x7f", lo)
        chosen: Sequence[int] = range(lo, hi)
        if hi - lo > MOST_BEGUN:
            often = np.argsort(-self._counts[lo:hi], kind="stable")[:MOST_BEGUN] + lo
            enough = max(LEAST_BEGUN, int(np.cumsum(self._counts[often]).searchsorted(MOST_POSTED)))
            chosen = often[:enough].tolist()
        least, more = factor * BEGUN * BEGUN_LEAST, factor * BEGUN * (1 - BEGUN_LEAST) * len(word)
        return [
            TermMatch(t, w, least + more / len(w), How.PREFIX, len(word) >= ALMOST * len(w))
            for t in chosen
            if (w := self.words[t]) != word
        ]

    def _misspelt(self, word: str, factor: float) -> list[TermMatch]:
        edits = allowed(word) if factor > CORRECTION_OF_KNOWN else min(1, allowed(word))
        if not edits:
            return []
        found = []
        for term, slips in near(word, self.words, self._hashes, self._owners, edits):
            other = self.words[term]
            weight = SLIP[slips] * factor * (1.0 if other[0] == word[0] else OTHER_START) * self._usual(term)
            found.append(TermMatch(term, other, weight, How.TYPO, strong=factor > CORRECTION_OF_KNOWN))
        kept = sorted((f for f in found if f.word != word), key=lambda f: -f.weight)[:MOST_SLIPS]
        return kept + [
            TermMatch(form.term, form.word, f.weight * form.weight, How.TYPO, strong=False)
            for f in kept[:6]
            for form in self.forms(f.word)
        ]
