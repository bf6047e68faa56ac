"""Rank a code first if the query equals its name or a line printed for it."""

from collections.abc import Callable

import numpy as np

from bot.domain.codes.search.arrays import F32, Arrays
from bot.domain.codes.search.documents import Documents
from bot.domain.codes.search.entries import TextOrigin
from bot.domain.codes.search.match_reason import PrintedTexts
from bot.domain.codes.search.parse import Question
from bot.domain.codes.search.rank import DocScores, TextScores, slot_weights
from bot.domain.codes.search.weights import STOP
from bot.domain.codes.search.words import SAID_TWICE, words

_NAME_STEP, _LINE_STEP = 0.02, 0.01
"""How far above all other scores a name and a printed line are placed."""
_LINES = (int(TextOrigin.INCLUSION), int(TextOrigin.INDEX))
_ALL_ASKED = 0.999
_BELOW = 0.9
"""A fraction of a header's score. A code below it that scores less does not match the header's name."""
_MOST_LOOKED_AT = 60


def _literally(question: Question) -> float:
    """How much of the question is answered by a text that has all its words as they were typed."""
    literal = [next((a.weight for a in s.alternatives if a.reading is None), 1.0) for s in question.slots]
    return float(slot_weights(question) @ np.array(literal, np.float32))


class ExactNames:
    """Boosts the codes of one index whose names equal the query."""

    def __init__(
        self,
        arrays: Arrays,
        documents: Documents,
        printed: PrintedTexts,
        number: Callable[[str], int | None],
    ) -> None:
        self._number = number
        """The number of a word of the index."""
        self._small = frozenset(n for word in (*STOP, *SAID_TWICE) if (n := number(word)) is not None)
        self._documents = documents
        self._printed = printed
        self._owner, self._end = arrays["text_doc"].data, arrays["doc_end"].data

    def lifted(self, question: Question, texts: TextScores, scored: DocScores, score: F32) -> F32:
        """The scores, with name matches first and printed lines next. A matching header takes its own codes along."""
        names, lines = self._asked_for(question, texts)
        if not names and not lines:
            return score
        best = score.max(initial=0)
        lifted = score.copy()
        for found, step in ((lines, _LINE_STEP), (names, _NAME_STEP)):
            rows = self._rows(found, scored, score)
            rows = rows[score.take(rows) > 0]  # 0: a filter left it out
            if len(rows):
                lifted[rows] = best + np.float32(step) * (1 + score.take(rows))
        return lifted

    def _asked_for(self, question: Question, texts: TextScores) -> tuple[set[int], set[int]]:
        """The documents whose name the question is, and those that have it as a line."""
        typed = [word.text for word in question.words]
        asked = frozenset(typed)
        numbers = frozenset(number for word in asked if (number := self._number(word)) is not None)
        names, lines = set[int](), set[int]()
        if len(numbers) < len(asked):
            return names, lines  # a word that stands in no text
        whole = (texts.asked > _ALL_ASKED * _literally(question)).nonzero()[0][:_MOST_LOOKED_AT]
        for text in texts.texts.take(whole).tolist():
            kind = self._printed.kind(text)
            if (kind == TextOrigin.NAME or kind in _LINES) and self._says(text, numbers, asked):
                (names if kind == TextOrigin.NAME else lines).add(self._owner[text])
        return names, lines - names

    def _says(self, text: int, numbers: frozenset[int], asked: frozenset[str]) -> bool:
        """Whether a text says the words that are asked and no other, or does without what stands in parentheses."""
        terms = self._printed.terms(text)
        if not numbers <= terms:
            return False
        if not terms - numbers - self._small:
            return True
        printed = self._printed.said(text) or self._documents.whole(self._owner[text])[1]
        return "(" in printed and asked == frozenset(
            word.text for word in words(printed) if word.text not in STOP and not word.aside
        )

    def _rows(self, found: set[int], scored: DocScores, score: F32) -> np.ndarray:
        """The positions of these documents among the hits, and of the codes below them that are hits as well."""
        chosen = np.zeros(len(scored.docs), bool)
        for doc in found:
            lo, hi = scored.docs.searchsorted([doc, self._end[doc]])
            if lo < hi and scored.docs[lo] == doc:
                chosen[lo] = True
                chosen[lo:hi] |= score[lo:hi] >= np.float32(_BELOW) * score[lo]
        return chosen.nonzero()[0]
