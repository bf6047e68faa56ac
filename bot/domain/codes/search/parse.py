"""Parse a query for the index into slots of alternatives over the vocabulary's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import pairwise
from operator import or_
from typing import NamedTuple

from bot.domain.codes.search.body_mass import body_mass_range
from bot.domain.codes.search.polarity import conflicting, filled, polarity
from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.tables import Phrase, Saying, meant_stems, merged, phrase_key
from bot.domain.codes.search.term import How, TermMatches, WordReading
from bot.domain.codes.search.vocabulary import TypedWord, Vocabulary
from bot.domain.codes.search.weights import STOP, set_of
from bot.domain.codes.search.words import NEGATORS, Word, words

SHORT = 0.97  # a phrase that includes an abbreviation

Where = dict[str, tuple[int, float, bool]]
"""Stems by the position of their word, with certainty, and whether one may form a phrase alone."""


class Short(NamedTuple):
    """An abbreviation at a position, and the stems of one of its meanings."""

    at: int
    stems: frozenset[str]


def placed(key: Sequence[str], where: Where, short: Sequence[Short]) -> tuple[tuple[int, ...], float] | None:
    """The positions that a phrase covers and the certainty of its words; None if the query lacks a word of it.

    Words that come only from an abbreviation count if its whole meaning is in the phrase.
    """
    missing = {k for k in key if k not in where}
    used = _used(set(key), missing, short) if missing else []
    by_short = frozenset[str]().union(*(one.stems for one in used))
    if not missing <= by_short:
        return None
    read = [where[k] for k in key if k not in by_short]
    positions = {position for position, _, _ in read} | {one.at for one in used}
    if len(positions) != len(read) + len(used) or (len(key) == 1 and not (read and read[0][2])):
        return None
    sure = min([weight for _, weight, _ in read], default=1.0) * (SHORT if used else 1.0)
    return tuple(sorted(positions)), sure


def _used(key: set[str], missing: set[str], short: Sequence[Short]) -> list[Short]:
    """The abbreviations that supply the missing words, each in one of its meanings."""
    by_place: dict[int, Short] = {}
    for one in short:
        if one.stems <= key and one.stems & missing:
            by_place.setdefault(one.at, one)
    return list(by_place.values())


MOST_WORDS = 20
MOST_CORRECTED = 10  # the first significant words may be misspelled; each is compared with thousands of words
MOST_LETTERS = 500
_WEIGHT = {
    Saying.ABBREVIATION: 0.97, Saying.LAY: 0.97, Saying.SYNONYM: 0.93, Saying.JOINED: 0.95, Saying.SPLIT: 0.92,
    Saying.PARTS: 0.8,
}  # fmt: skip
_HOW = {
    Saying.ABBREVIATION: How.ABBREVIATION, Saying.LAY: How.LAY, Saying.SYNONYM: How.SYNONYM,
    Saying.JOINED: How.JOINED, Saying.SPLIT: How.SPLIT,
    Saying.PARTS: How.PARTS,
}  # fmt: skip
LATER = 0.9  # a phrase's second meaning, its third ...
LITERAL_WITH_ABBREVIATION = 0.6
LITERAL_WITH_PHRASE = 0.88  # several words that a row of the tables reads together
CORRECTED = 0.9  # a word read less surely was corrected or completed
MASS_POWER = 0.68
UNKNOWN_MASS = 0.5  # of an unknown word
ENCOUNTER_WORDS = frozenset(("initial", "subsequent", "sequela", "encounter"))
_HEALING_WORDS = frozenset(("routine", "healing", "delayed", "nonunion", "malunion", "closed"))
"""Of a fracture they choose the 7th character, too."""
_FRACTURE = frozenset(("fracture", "fractures", "fractured", "fx", "broken", "break"))
ENCOUNTER_WEIGHT = 0.25  # they choose the 7th character, hardly the code
FIRST_LETTER_WEIGHT = 0.25  # of a word being typed: it may become anything
_SAYS_POLARITY = (How.ABBREVIATION, How.LAY)
_NOWHERE = (-1, 0.0, False)
_PREFIXES = set_of("non pre post anti sub inter intra extra hyper hypo peri over under re un micro macro")


@lru_cache(maxsize=4096)
def _polarity_of(meaning: str) -> int:
    """Of a meaning of the tables: there are some ten thousand, and the same come again and again."""
    return polarity(words(meaning))


_FAR_OFTENER = 3


def _prefixed(word: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """'posttraumatic' as 'post' and 'traumatic', which may be written apart."""
    for prefix in ("post", "non"):
        rest = word.removeprefix(prefix)
        if rest != word and vocabulary.posted(rest) > _FAR_OFTENER * vocabulary.posted(word):
            return prefix, rest
    return None


@dataclass(slots=True)
class Alternative:
    """Columns that together match the slot, their shares in it, their weight, and the likelihood of this reading."""

    columns: list[int]
    shares: list[float]
    mass: float
    weight: float
    reading: WordReading | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the query that a code may match: one word, or a phrase from a table."""

    said: str
    weight: float
    alternatives: list[Alternative]


@dataclass(frozen=True, slots=True)
class Question:
    """The whole query; `dropped` are unknown words.

    `said` are its words and those of every meaning that the tables give them. `polarity` are the values of axes that
    it names (acute, severe), as bits.
    """

    words: tuple[Word, ...]
    said: frozenset[str]
    columns: list[TermMatches]
    slots: list[Slot]
    dropped: tuple[str, ...]
    polarity: int = 0


def read(
    text: str, vocabulary: Vocabulary, own: Mapping[str, tuple[str, ...]] | None = None, typing: bool = False
) -> Question:
    """The question in `text`. `own` are the team's abbreviations; `typing`: the last word is not finished."""
    asked = _subsequent(words(text[:MOST_LETTERS])[:MOST_WORDS])
    telling = [w for w in asked if w.text not in STOP] or asked
    unfinished = bool(asked) and telling[-1] is asked[-1]
    return _QueryReader(vocabulary, telling, unfinished, typing).read(merged(own or {}))


_INJURIES = frozenset(
    [
        "fracture",
        "fractures",
        "fx",
        "sprain",
        "strain",
        "dislocation",
        "laceration",
        "contusion",
        "injury",
        "burn",
        "concussion",
        "abrasion",
        "wound",
    ]
)
_FOLLOW_UPS = (("follow", "up"), ("fu",), ("f/u",), ("followup",), ("recheck",), ("follow-up",))


def _subsequent(asked: list[Word]) -> list[Word]:
    """'Fracture follow up' as 'fracture subsequent': until it is healed, an injury keeps its code with another 7th
    character (Guidelines I.C.19.a)."""
    said = [word.text for word in asked]
    if _INJURIES.isdisjoint(said):
        return asked
    for pair in _FOLLOW_UPS:
        for at in range(len(said) - len(pair) + 1):
            if tuple(said[at : at + len(pair)]) == pair:
                return [*asked[:at], Word("subsequent"), *asked[at + len(pair) :]]
    return asked


Phrases = list[tuple[Phrase, float]]
Met = dict[tuple[int, ...], Phrases]


class _QueryReader:
    """Parses one query. An instance is used once."""

    def __init__(
        self, vocabulary: Vocabulary, telling: Sequence[Word], unfinished: bool, typing: bool
    ) -> None:
        self.vocabulary = vocabulary
        self.telling = telling
        self.unfinished = unfinished
        self.typing = typing
        self.columns: list[TermMatches] = []
        self.numbers: dict[int, int] = {}
        self.meant: list[str] = []
        self.typed = polarity(telling)
        self.fractured = any(word.text in _FRACTURE for word in telling)
        self.literal = [self._literal(i) for i in range(len(telling))]

    def read(self, own: tuple[Phrase, ...]) -> Question:
        parts = self._cut(self._met(own))
        slots = [self._slot(positions, phrases) for positions, phrases in parts]
        dropped = (
            " ".join(self.telling[i].text for i in positions)
            for (positions, _), slot in zip(parts, slots, strict=True)
            if slot is None and not all(self._denies(i) for i in positions)
        )
        said = frozenset((*(w.text for w in self.telling), *self.meant))
        kept = [s for s in slots if s]
        return Question(tuple(self.telling), said, self.columns, kept, tuple(dropped), self._polarity(kept))

    def _polarity(self, slots: Sequence[Slot]) -> int:
        """What the words say, and of other axes what the first meaning of an abbreviation or lay word does."""
        readings = (next((a.reading for a in s.alternatives if a.reading), None) for s in slots)
        meant = [_polarity_of(r.meant) for r in readings if r and r.how in _SAYS_POLARITY]
        return filled(self.typed, reduce(or_, meant, 0))

    def _denies(self, at: int) -> bool:
        """Whether a word only denies others: it says nothing by itself."""
        return self.telling[at].text in NEGATORS and any(word.denied for word in self.telling)

    def _literal(self, at: int) -> TermMatches:
        last = self.unfinished and at == len(self.telling) - 1
        return self.vocabulary.literal(
            self.telling[at], TypedWord(last, self.typing and last, at < MOST_CORRECTED)
        )

    def _met(self, own: tuple[Phrase, ...]) -> Met:
        """Rows of the tables whose words are all in the query, in any order, by the positions that they cover.

        Each has the certainty of its words: a phrase with a corrected word weighs as little as the correction.
        """
        where, short = self._where(), self._shortened(own)
        rows = [(phrase, phrase_key(phrase)) for phrase in own]
        for first in {*where, *(kind for one in short for kind in one.stems)}:
            rows.extend(self.vocabulary.phrases_with(first))
        met: Met = {}
        for phrase, key in rows:
            found = placed(key, where, short)
            if found is not None and self._alike_denied(found[0], key):
                met.setdefault(found[0], []).append((phrase, found[1]))
        self._add_joined(met)
        self._add_body_mass(met)
        return met

    def _add_body_mass(self, met: Met) -> None:
        """'bmi 42' or '42 bmi' as the range of the code that holds the number."""
        for i, (one, other) in enumerate(pairwise(word.text for word in self.telling)):
            number = other if one == "bmi" else one if other == "bmi" else ""
            if meaning := body_mass_range(number, self.vocabulary.posted):
                met.setdefault((i, i + 1), []).append((Phrase(f"{one} {other}", (meaning,), Saying.LAY), 1.0))

    def _alike_denied(self, positions: tuple[int, ...], key: Sequence[str]) -> bool:
        """Whether all words of a row are denied or none is; a row with 'without' in it says itself what is denied."""
        if len(positions) == 1 or not NEGATORS.isdisjoint(key):
            return True
        return len({self.telling[i].denied and not self.telling[i].joined for i in positions}) == 1

    def _shortened(self, own: tuple[Phrase, ...]) -> list[Short]:
        """The abbreviations among the words, with their meanings: 'fh' in 'fh colon ca'."""
        found = []
        for i, word in enumerate(self.telling):
            key = (f"={word.text}",)
            mine = [stems for phrase in own if phrase_key(phrase) == key for stems in meant_stems(phrase)]
            found += [Short(i, stems) for stems in mine or self.vocabulary.shortened(key[0])]
        return found

    def _where(self) -> Where:
        """The possible stems of the words: position, certainty, and whether one may form a phrase alone.

        A stem counts at its most certain position: in 'scaly scalp', 'scaly' is not read as a typo of 'scalp'.
        """
        where: Where = {}
        for i in range(len(self.telling) - 1, -1, -1):
            exact = bool(self.vocabulary.shortened(f"={self.telling[i].text}"))  # then it is no misspelt word
            word = self.telling[i]
            kinds = {stem(word.key): (1.0, True)} if word.joined else self.literal[i].kinds
            for kind, (sure, strong) in kinds.items():
                if (sure == 1.0 or not exact) and sure >= where.get(kind, _NOWHERE)[1]:
                    where[kind] = i, sure, strong
        return where

    def _add_joined(self, met: Met) -> None:
        """Add words that the query separates and the vocabulary joins, and the reverse."""
        typed = [word.text for word in self.telling]
        plain = [self.vocabulary.posted(word) > 0 for word in typed]
        for i, word in enumerate(typed):
            parts = (
                (self.vocabulary.parts(word) if not plain[i] else _prefixed(word, self.vocabulary))
                if word.isalpha()
                else None
            )
            if parts is not None:
                met.setdefault((i,), []).append((Phrase(word, (" ".join(parts),), Saying.SPLIT), 1.0))
            made = not plain[i] and all(f.how is not None for f in self.literal[i].found)
            if made and (meanings := self.vocabulary.roots.meanings(word)):
                met.setdefault((i,), []).append((Phrase(word, meanings, Saying.PARTS), 1.0))
        for i, (one, other) in enumerate(pairwise(typed)):
            apart = one in _PREFIXES or not (plain[i] and plain[i + 1])
            if apart and self.vocabulary.posted(one + other):
                joined = Phrase(one + other, (one + other,), Saying.JOINED)
                met.setdefault((i, i + 1), []).append((joined, 1.0))

    def _cut(self, met: Met) -> list[tuple[tuple[int, ...], Phrases]]:
        """Divide the query into parts without overlap: the longest phrases first, then single words."""
        free = set(range(len(self.telling)))
        parts: list[tuple[tuple[int, ...], Phrases]] = []
        for positions in sorted(
            met, key=lambda p: (-len(p) * max(sure for _, sure in met[p]), p[-1] - p[0], p)
        ):
            if free.issuperset(positions):
                free.difference_update(positions)
                parts.append((positions, met[positions]))
        return sorted([*parts, *(((i,), []) for i in free)], key=lambda part: part[0])

    def _slot(self, positions: tuple[int, ...], phrases: Phrases) -> Slot | None:
        if len(positions) == 1 and not phrases and self._denies(positions[0]):
            return None
        said = " ".join(self.telling[i].key for i in positions)
        literal = self._alternative([self.literal[i] for i in positions], 1.0, None)
        alternatives = [literal] if literal is not None else []
        if len(said) <= 5 and any(p.saying is Saying.ABBREVIATION for p, _ in phrases):
            phrases = [(p, sure) for p, sure in phrases if sure > CORRECTED]  # it is not a typo
            if literal is not None:
                literal.weight = LITERAL_WITH_ABBREVIATION
        if (
            literal is not None
            and len(positions) > 1
            and any(sure == 1.0 and p.listed for p, sure in phrases)
        ):
            literal.weight = LITERAL_WITH_PHRASE
        for phrase, sure in phrases:
            alternatives.extend(self._meanings(said, phrase, sure, self.telling[positions[0]].denied))
        if not alternatives:
            return None
        weight = max([a.mass for a in alternatives]) ** MASS_POWER
        if self._is_encounter(said, phrases) or (said in _HEALING_WORDS and self.fractured):
            weight *= ENCOUNTER_WEIGHT
        if self.typing and self.unfinished and len(said) == 1 and len(self.telling) > 1:
            weight *= FIRST_LETTER_WEIGHT
        return Slot(said, weight, alternatives)

    @staticmethod
    def _is_encounter(said: str, phrases: Phrases) -> bool:
        """Whether it is about the encounter, as 'initial' is and 'init' by its first meaning."""
        return said in ENCOUNTER_WORDS or any(
            ENCOUNTER_WORDS.issuperset(phrase.meanings[0].split()) for phrase, _ in phrases[:1]
        )

    def _meanings(self, said: str, phrase: Phrase, sure: float, denied: bool) -> list[Alternative]:
        found = []
        weight = _WEIGHT[phrase.saying] * sure
        for meaning in phrase.meanings:
            if conflicting(_polarity_of(meaning), self.typed) or (denied and self._typed_too(meaning)):
                continue  # 'irregular' was typed, and this meaning says 'regular'
            columns = self.vocabulary.meant(meaning, denied, phrase.listed)
            self.meant.extend(c.said for c in columns)
            alternative = self._alternative(columns, weight, WordReading(said, meaning, _HOW[phrase.saying]))
            if alternative is not None:
                found.append(alternative)
            weight *= LATER
        return found

    def _typed_too(self, meaning: str) -> bool:
        """Whether a word of a denied meaning is typed elsewhere and not denied: 'chronic gout without tophi'."""
        typed = {stem(word.text) for word in self.telling if not word.denied and word.text not in NEGATORS}
        return not typed.isdisjoint(stem(word.text) for word in words(meaning))

    def _alternative(
        self, columns: Sequence[TermMatches], weight: float, reading: WordReading | None
    ) -> Alternative | None:
        known = [c for c in columns if c.terms]
        if not known or (reading is not None and len(known) < len(columns)):
            return None
        mass = sum([c.mass for c in known])
        total = mass + UNKNOWN_MASS * (len(columns) - len(known))
        numbers = [self._number(c) for c in known]
        return Alternative(numbers, [c.mass / total for c in known], mass, weight, reading)

    def _number(self, part: TermMatches) -> int:
        """Readings share columns, so equal ones are weighed once."""
        at = self.numbers.setdefault(id(part), len(self.columns))
        if at == len(self.columns):
            self.columns.append(part)
        return at
