"""Explain why a code matched, if its name does not show it."""

from collections.abc import Iterator

from bot.domain.codes.search.arrays import Arrays, Strings
from bot.domain.codes.search.entries import TextOrigin
from bot.domain.codes.search.hits import ScoredDoc
from bot.domain.codes.search.parse import Alternative, Question
from bot.domain.codes.search.rank import DocScores, TextScores
from bot.domain.codes.search.result import PLAIN, MatchReason
from bot.domain.codes.search.term import How, WordReading


class PrintedTexts:
    """The texts of an index, as printed and as words of the vocabulary."""

    def __init__(self, arrays: Arrays) -> None:
        self._strings = Strings(arrays["text_blob"], arrays["text_offsets"])
        # Single items and short slices of a memoryview cost a third of an array's.
        self._kind, self._tokens = arrays["text_kind"].data, arrays["tokens"].data
        self._pointers = arrays["token_pointers"].data

    def kind(self, text: int) -> int:
        """The source of a text, as `Kind`."""
        return self._kind[text]

    def said(self, text: int) -> str:
        """A text that is not a document's name."""
        return self._strings.at(text)

    def terms(self, text: int) -> frozenset[int]:
        """The words of a text."""
        return frozenset(self._tokens[self._pointers[text] : self._pointers[text + 1]].tolist())


class Explainer:
    """Explains why one query's hits matched."""

    def __init__(self, printed: PrintedTexts, question: Question, texts: TextScores, docs: DocScores) -> None:
        self._printed = printed
        self._question = question
        self._texts = texts
        self._score: list[float] = texts.score.tolist()
        self._first: list[int] = [*docs.first.tolist(), len(texts.texts)]
        self._telling = list(self._worth_telling())

    def _worth_telling(self) -> Iterator[tuple[int, list[Alternative]]]:
        """Slots that may have been read differently from the query, each with its alternatives and where they begin."""
        begin = 0
        for slot in self._question.slots:
            every = slot.alternatives
            if len(every) > 1 or any(a.reading is not None or self._corrected(a) for a in every):
                yield begin, every
            begin += len(every)

    def why(self, chosen: ScoredDoc) -> MatchReason:
        """The matching text other than the name, and how the query's words were read for it."""
        row = self._best_text(chosen)
        text = int(self._texts.texts[row])
        kind = self._printed.kind(text)
        if kind == TextOrigin.NAME and not self._telling:
            return PLAIN
        found = self._readings(row, text) if self._telling else ()
        if kind == TextOrigin.NAME:
            return MatchReason(readings=found) if found else PLAIN
        return MatchReason(self._printed.said(text), TextOrigin(kind), found)

    def _best_text(self, chosen: ScoredDoc) -> int:
        """The row of the text that found a document."""
        lo, hi = self._first[chosen.at], self._first[chosen.at + 1]
        return lo if hi == lo + 1 else max(range(lo, hi), key=self._score.__getitem__)

    def _readings(self, row: int, text: int) -> tuple[WordReading, ...]:
        answers = self._texts.answers[:, row].tolist()
        found: list[WordReading] = []
        for begin, alternatives in self._telling:
            here = answers[begin : begin + len(alternatives)]
            best = max(here)
            if best > 0:
                found.extend(self._read(alternatives[here.index(best)], text))
        return tuple(found)

    def _read(self, winner: Alternative, text: int) -> list[WordReading]:
        """How the alternative was derived; empty if it is in the query as it stands."""
        if winner.reading is not None:
            return [winner.reading]
        if not self._corrected(winner):
            return []
        columns = [self._question.columns[c] for c in winner.columns]
        terms = self._printed.terms(text)
        found = (column.met_by(terms) for column in columns if column.read_otherwise)
        return [reading for reading in found if reading is not None and reading.how is not How.PREFIX]

    def _corrected(self, alternative: Alternative) -> bool:
        return any(self._question.columns[c].read_otherwise for c in alternative.columns)


def readings(question: Question) -> tuple[WordReading, ...]:
    """How the whole query was understood: each phrase's first meaning, each correction's likeliest word."""
    found = []
    for slot in question.slots:
        table = next((a.reading for a in slot.alternatives if a.reading is not None), None)
        literal = next((a for a in slot.alternatives if a.reading is None), None)
        if table is not None and (literal is None or table.how is not How.SYNONYM):
            found.append(table)
        elif literal is not None:
            found.extend(r for c in literal.columns if (r := question.columns[c].likeliest()) is not None)
    return tuple(found)
