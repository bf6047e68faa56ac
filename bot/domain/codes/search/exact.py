"""Rank a code first if the query equals its name or a line printed for it."""

from collections.abc import Iterator

import numpy as np

from bot.domain.codes.search.arrays import F32, Arrays
from bot.domain.codes.search.documents import Documents
from bot.domain.codes.search.entries import TextOrigin
from bot.domain.codes.search.match_reason import PrintedTexts
from bot.domain.codes.search.parse import Question
from bot.domain.codes.search.rank import DocScores, TextScores
from bot.domain.codes.search.weights import STOP
from bot.domain.codes.search.words import words

_NAME_STEP, _LINE_STEP = 0.02, 0.01
"""How far above all other scores a name and a printed line are placed."""
_LINES = (int(TextOrigin.INCLUSION), int(TextOrigin.INDEX))
_ALL_ASKED = 0.999
_BELOW = 0.9
"""A fraction of a header's score. A code below it that scores less does not match the header's name."""
_MOST_LOOKED_AT = 60


class ExactNames:
    """Boosts the codes of one index whose names equal the query."""

    def __init__(self, arrays: Arrays, documents: Documents, printed: PrintedTexts) -> None:
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
            if len(rows):
                lifted[rows] = best + np.float32(step) * (1 + score.take(rows))
        return lifted

    def _asked_for(self, question: Question, texts: TextScores) -> tuple[set[int], set[int]]:
        """The documents whose name equals the query, and those with it as a printed line."""
        asked = frozenset(word.text for word in question.words)
        names, lines = set[int](), set[int]()
        whole = (texts.asked > _ALL_ASKED).nonzero()[0][:_MOST_LOOKED_AT]
        for text in texts.texts.take(whole).tolist():
            kind, doc = self._printed.kind(text), self._owner[text]
            if kind == TextOrigin.NAME:
                if asked in self._keys(self._documents.whole(doc)[1]):
                    names.add(doc)
            elif kind in _LINES and asked in self._keys(self._printed.said(text)):
                lines.add(doc)
        return names, lines - names

    def _keys(self, text: str) -> Iterator[frozenset[str]]:
        """The words of a text, and those outside parentheses."""
        found = [word for word in words(text) if word.text not in STOP]
        yield frozenset(word.text for word in found)
        if any(word.aside for word in found):
            yield frozenset(word.text for word in found if not word.aside)

    def _rows(self, found: set[int], scored: DocScores, score: F32) -> np.ndarray:
        """The positions of these documents among the hits, and of the codes below them that are hits as well."""
        chosen = np.zeros(len(scored.docs), bool)
        for doc in found:
            lo, hi = scored.docs.searchsorted([doc, self._end[doc]])
            if lo < hi and scored.docs[lo] == doc:
                chosen[lo] = True
                chosen[lo:hi] |= score[lo:hi] >= np.float32(_BELOW) * score[lo]
        return chosen.nonzero()[0]
