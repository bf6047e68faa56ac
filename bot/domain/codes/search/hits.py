"""Turn ranked documents into hits: the code to bill first, and its family."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from bot.domain.codes.search.boosts import sides_asked
from bot.domain.codes.search.build_docs import Flag
from bot.domain.codes.search.documents import Documents, completed
from bot.domain.codes.search.parse import Question
from bot.domain.codes.search.result import FamilyMember, MatchReason, SearchHit
from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.words import WITHOUT


class ScoredDoc(NamedTuple):
    """A document with a score, and its position among all scored ones."""

    doc: int
    score: float
    at: int


def folded(chosen: Sequence[ScoredDoc], family: Callable[[int], int]) -> list[list[ScoredDoc]]:
    """Group `chosen` (best first) into lines of one family each, at the position of the family's best member."""
    lines: dict[int, list[ScoredDoc]] = {}
    for one in chosen:
        lines.setdefault(family(one.doc), []).append(one)
    return list(lines.values())


_ORDINARY = "AD"  # initial encounter; of the subsequent ones routine healing
_NOT_TOLD = "0"  # where its meaning says so: a fetus, stage or time that is unspecified, gout without tophi
_SAYS_NOTHING = ("unspecified", "without")
_DIFFERS = (
    (int(Flag.RIGHT), "right"), (int(Flag.LEFT), "left"), (int(Flag.BILATERAL), "bilateral"),
    (int(Flag.UNSPECIFIED), "unspecified"),
)  # fmt: skip


_PAIRED = int(Flag.PAIRED)
_SIDED = int(Flag.RIGHT | Flag.LEFT | Flag.PAIRED)
_OTHER_SIDE = {int(Flag.RIGHT) | _PAIRED: "left", int(Flag.LEFT) | _PAIRED: "right"}


class Teller:
    """Builds the hits of one query."""

    def __init__(
        self, documents: Documents, question: Question, boosts: Mapping[str, float], fold: bool
    ) -> None:
        self._documents = documents
        self._question = question
        self._boosts = boosts
        self._fold = fold
        self._wanted: frozenset[str] | None = None
        self._chosen: dict[tuple[tuple[str, int], ...], int] = {}  # many codes have the same completions

    def hit(self, line: list[ScoredDoc], why: MatchReason) -> SearchHit:
        """The line's best document as the code to bill; its other documents and completions as members."""
        documents, lead = self._documents, line[0].doc
        completions = documents.completions(lead)
        best = self._completion(lead, completions)
        code, name, billable = documents.whole(lead, best)
        system, score = documents.system(lead), round(line[0].score, 4)
        if not self._fold:
            return SearchHit(code, name, billable, system, score, why)
        members = self._siblings(line) + self._completions(lead, completions, best)
        family = self._family(line) if members else None
        return SearchHit(
            code, name, billable, system, score, why, family, members, self._other_side(lead, members)
        )

    def _other_side(self, lead: int, members: tuple[FamilyMember, ...]) -> str:
        """The code of the other side, where both were asked for and the family has no code for both."""
        side = _OTHER_SIDE.get(self._documents.flags(lead) & _SIDED)
        if side is None or sides_asked(self._question) != int(Flag.BILATERAL):
            return ""
        return next((member.code for member in members if member.differs == side), "")

    def _siblings(self, line: list[ScoredDoc]) -> tuple[FamilyMember, ...]:
        found = []
        for other in line[1:]:
            completions = self._documents.completions(other.doc)
            code, name, billable = self._documents.whole(other.doc, self._completion(other.doc, completions))
            flags = self._documents.flags(other.doc)
            found.append(
                FamilyMember(code, name, billable, ", ".join(word for flag, word in _DIFFERS if flags & flag))
            )
        return tuple(found)

    def _completions(
        self, doc: int, completions: list[tuple[str, int]], best: int
    ) -> tuple[FamilyMember, ...]:
        if not completions:
            return ()
        code, name, _ = self._documents.whole(doc)
        meanings = self._documents.meanings
        begun = completed(code, "")
        return tuple(
            FamilyMember(begun + character, f"{name}, {meanings[m]}", True, meanings[m])
            for n, (character, m) in enumerate(completions)
            if n != best
        )

    def _family(self, line: list[ScoredDoc]) -> str | None:
        """The common beginning of a line's codes: the header above them, or the code that all of them complete."""
        codes = [self._documents.code(c.doc) for c in line]
        shortest = min(codes, key=len)
        if all(c.startswith(shortest) for c in codes):
            return shortest
        return self._documents.above(line[0].doc)

    def _completion(self, doc: int, completions: list[tuple[str, int]]) -> int:
        """The completion to show: the one in the query, else one that the team uses, else the initial encounter."""
        if not completions:
            return -1
        used = self._used(doc, completions)
        if used:
            return self._likeliest(completions, used)
        key = tuple(completions)
        if key not in self._chosen:
            self._chosen[key] = self._likeliest(completions, used)
        return self._chosen[key]

    def _likeliest(self, completions: list[tuple[str, int]], used: dict[str, float]) -> int:
        wanted = self._asked()
        scores = [
            _fits(self._documents.meaning_stems[m], wanted)
            + 0.5 * (character in _ORDINARY or self._not_told(character, m))
            + used.get(character, 0.0)
            for character, m in completions
        ]
        return scores.index(max(scores))

    def _not_told(self, character: str, meaning: int) -> bool:
        return character == _NOT_TOLD and any(w in self._documents.meanings[meaning] for w in _SAYS_NOTHING)

    def _used(self, doc: int, completions: list[tuple[str, int]]) -> dict[str, float]:
        if not self._boosts:
            return {}
        code = self._documents.code(doc)
        begun = completed(code, "")
        return {c: self._boosts[begun + c] for c, _ in completions if begun + c in self._boosts}

    def _asked(self) -> frozenset[str]:
        """Stems of the query that may select a 7th character."""
        if self._wanted is None:
            self._wanted = frozenset(stem(w) for w in self._question.said)
        return self._wanted


def _fits(meaning: frozenset[str], wanted: frozenset[str]) -> float:
    """How well a completion fits the query. 'Without tophus' has every word of 'with tophus'."""
    met = len(meaning & wanted)
    denies = WITHOUT in meaning and WITHOUT not in wanted
    return 2.0 * met - 0.01 * len(meaning) - (1.0 if met and denies else 0.0)
