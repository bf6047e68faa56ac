"""Why a code matched, where its name does not say so."""

from bot.domain.codes.search.arrays import Arrays, Strings
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
        self._kind = arrays["text_kind"].data
        self._telling = [
            i
            for i, slot in enumerate(question.slots)
            if len(slot.alternatives) > 1
            or any(a.reading is not None or self._corrected(a) for a in slot.alternatives)
        ]

    def why(self, chosen: Chosen) -> Why:
        """The other text that answered, if not the name, and how the question's words were read for it."""
        text = int(self._scored.texts[chosen.row])
        kind = self._kind[text]
        if kind == Kind.NAME and not self._telling:
            return PLAIN
        found = self._readings(chosen.row, text) if self._telling else ()
        if kind == Kind.NAME:
            return Why(readings=found) if found else PLAIN
        said = Strings(self._arrays["text_blob"], self._arrays["text_offsets"])[text]
        return Why(said, Kind(kind), found)

    def _readings(self, row: int, text: int) -> tuple[Reading, ...]:
        winners, slots = self._scored.winners[row].tolist(), self._scored.slots[row].tolist()
        found: list[Reading] = []
        for i in self._telling:
            if slots[i] > 0:
                found.extend(self._read(self._question.slots[i].alternatives[winners[i]], text))
        return tuple(found)

    def _read(self, winner: Alternative, text: int) -> list[Reading]:
        """How the alternative was come by; empty where it stands as asked."""
        if winner.reading is not None:
            return [winner.reading]
        if not self._corrected(winner):
            return []
        lo, hi = self._arrays["token_pointers"][text : text + 2].tolist()
        terms = set(self._arrays["tokens"][lo:hi].tolist())
        found = []
        for c in winner.columns:
            column = self._question.columns[c]
            here = [
                (w, t, n)
                for n, (t, w) in enumerate(zip(column.terms, column.weights, strict=True))
                if t in terms
            ]
            reading = column.reading(max(here)[2]) if here else None
            if reading is not None and reading.how is not How.PREFIX:
                found.append(reading)
        return found

    def _corrected(self, alternative: Alternative) -> bool:
        return any(self._question.columns[c].read_otherwise for c in alternative.columns)


def readings(question: Question) -> tuple[Reading, ...]:
    """How the question as a whole was understood: each phrase's first meaning, each correction's likeliest word."""
    found = []
    for slot in question.slots:
        table = next((a.reading for a in slot.alternatives if a.reading is not None), None)
        literal = next((a for a in slot.alternatives if a.reading is None), None)
        if table is not None and (literal is None or table.how is not How.SYNONYM):
            found.append(table)
        elif literal is not None:
            found.extend(r for c in literal.columns if (r := question.columns[c].likeliest()) is not None)
    return tuple(found)
