"""A question that is a code's name, or a line printed for it, comes before whatever else answers well."""

from collections.abc import Iterator

import numpy as np

from bot.domain.codes.search.arrays import F32, Arrays
from bot.domain.codes.search.documents import Documents
from bot.domain.codes.search.entries import TextOrigin
from bot.domain.codes.search.match_reason import PrintedTexts
from bot.domain.codes.search.parse import Question
from bot.domain.codes.search.rank import DocScores, TextScores, slot_weights
from bot.domain.codes.search.weights import STOP
from bot.domain.codes.search.words import words

_NAME_STEP, _LINE_STEP = 0.02, 0.01
"""How far above the best of all others a name stands, and a printed line."""
_LINES = (int(TextOrigin.INCLUSION), int(TextOrigin.INDEX))
_ALL_ASKED = 0.999
_BELOW = 0.9
"""Of the score of a header: a code below it with less is not what its name says."""
_MOST_LOOKED_AT = 60


def _literally(question: Question) -> float:
    """How much of the question is answered by a text that has all its words as they were typed."""
    literal = [next((a.weight for a in s.alternatives if a.reading is None), 1.0) for s in question.slots]
    return float(slot_weights(question) @ np.array(literal, np.float32))


class ExactNames:
    """Lifts the codes of one index whose names were asked for word by word."""

    def __init__(self, arrays: Arrays, documents: Documents, printed: PrintedTexts) -> None:
        self._documents = documents
        self._printed = printed
        self._owner, self._end = arrays["text_doc"].data, arrays["doc_end"].data

    def lifted(self, question: Question, texts: TextScores, scored: DocScores, score: F32) -> F32:
        """The scores, with names above all others and lines next. A header's own codes come with it."""
        names, lines = self._asked_for(question, texts)
        if not names and not lines:
            return score
        best = score.max(initial=0)
        lifted = score.copy()
        for found, step in ((lines, _LINE_STEP), (names, _NAME_STEP)):
            rows = self._rows(found, scored, score)
            if len(rows):
                lifted[rows] = best + np.float32(step) * (1 + score.take(rows))
        return lifted

    def _asked_for(self, question: Question, texts: TextScores) -> tuple[set[int], set[int]]:
        """The documents whose name the question is, and those that have it as a line."""
        asked = frozenset(word.text for word in question.words)
        names, lines = set[int](), set[int]()
        whole = (texts.asked > _ALL_ASKED * _literally(question)).nonzero()[0][:_MOST_LOOKED_AT]
        for text in texts.texts.take(whole).tolist():
            kind, doc = self._printed.kind(text), self._owner[text]
            if kind == TextOrigin.NAME:
                if asked in self._keys(self._documents.whole(doc)[1]):
                    names.add(doc)
            elif kind in _LINES and asked in self._keys(self._printed.said(text)):
                lines.add(doc)
        return names, lines - names

    def _keys(self, text: str) -> Iterator[frozenset[str]]:
        """The words of a text, and those without what stands in parentheses."""
        found = [word for word in words(text) if word.text not in STOP]
        yield frozenset(word.text for word in found)
        if any(word.aside for word in found):
            yield frozenset(word.text for word in found if not word.aside)

    def _rows(self, found: set[int], scored: DocScores, score: F32) -> np.ndarray:
        """Where these documents stand among those that answer, and the codes below them that answer as well."""
        chosen = np.zeros(len(scored.docs), bool)
        for doc in found:
            lo, hi = scored.docs.searchsorted([doc, self._end[doc]])
            if lo < hi and scored.docs[lo] == doc:
                chosen[lo] = True
                chosen[lo:hi] |= score[lo:hi] >= np.float32(_BELOW) * score[lo]
        return chosen.nonzero()[0]
