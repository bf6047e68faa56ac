"""Why a code matched, where its name does not say so."""

from bot.domain.codes.search.arrays import Arrays, Strings
from bot.domain.codes.search.build import TERM
from bot.domain.codes.search.column import How, Reading
from bot.domain.codes.search.entry import Kind
from bot.domain.codes.search.fold import Chosen
from bot.domain.codes.search.question import Alternative, Question
from bot.domain.codes.search.rank import TextScores
from bot.domain.codes.search.result import PLAIN, Why


class Explainer:
    """Tells of one question's answers why they matched."""

    def __init__(self, arrays: Arrays, question: Question, scored: TextScores) -> None:
        self._arrays = arrays
        self._question = question
        self._scored = scored
        self._telling = [
            i
            for i, slot in enumerate(question.slots)
            if len(slot.alternatives) > 1
            or any(a.reading is not None or self._corrected(a) for a in slot.alternatives)
        ]

    def why(self, chosen: Chosen) -> Why:
        """The other text that answered, if not the name, and how the question's words were read for it."""
        text = int(self._scored.texts[chosen.row])
        kind = Kind(int(self._arrays["text_kind"][text]))
        if kind is Kind.NAME and not self._telling:
            return PLAIN
        winners = self._scored.winners[chosen.row]
        found: list[Reading] = []
        for i in self._telling:
            if self._scored.slots[chosen.row, i] > 0:
                found.extend(self._read(self._question.slots[i].alternatives[int(winners[i])], text))
        if kind is Kind.NAME:
            return Why(readings=tuple(found))
        said = Strings(self._arrays["text_blob"], self._arrays["text_offsets"])[text]
        return Why(said, kind, tuple(found))

    def _read(self, winner: Alternative, text: int) -> list[Reading]:
        """How the alternative was come by; empty where it stands as asked."""
        if winner.reading is not None:
            return [winner.reading]
        if not self._corrected(winner):
            return []
        lo, hi = self._arrays["token_pointers"][text : text + 2].tolist()
        terms = set((self._arrays["tokens"][lo:hi] & TERM).tolist())
        found = []
        for c in winner.columns:
            column = self._question.columns[c]
            here = [
                (w, t)
                for t, w in zip(column.terms.tolist(), column.weights.tolist(), strict=True)
                if t in terms
            ]
            reading = column.readings.get(max(here)[1]) if here else None
            if reading is not None and reading.how is not How.PREFIX:
                found.append(reading)
        return found

    def _corrected(self, alternative: Alternative) -> bool:
        return any(self._question.columns[c].readings for c in alternative.columns)


def readings(question: Question) -> tuple[Reading, ...]:
    """How the question as a whole was understood: each phrase's first meaning, each correction's likeliest word."""
    found = []
    for slot in question.slots:
        table = next((a.reading for a in slot.alternatives if a.reading is not None), None)
        literal = next((a for a in slot.alternatives if a.reading is None), None)
        if table is not None and (literal is None or table.how is not How.SYNONYM):
            found.append(table)
        elif literal is not None:
            found.extend(r for c in literal.columns if (r := _likeliest(question, c)) is not None)
    return tuple(found)


def _likeliest(question: Question, number: int) -> Reading | None:
    column = question.columns[number]
    return column.readings.get(int(column.terms[int(column.weights.argmax())]))
