"""Why a code matched, where its name does not say so."""

from bot.domain.codes.search.arrays import Arrays, Strings
from bot.domain.codes.search.build import TERM
from bot.domain.codes.search.column import How, Reading
from bot.domain.codes.search.entry import Kind
from bot.domain.codes.search.fold import Chosen
from bot.domain.codes.search.question import Alternative, Question, Slot
from bot.domain.codes.search.result import Why


class Explainer:
    """Reads the tokens of the text that a hit was found by."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._text = Strings(arrays["text_blob"], arrays["text_offsets"])

    def why(self, question: Question, chosen: Chosen) -> Why:
        """The other text that answered, if not the name, and how the question's words were read for it."""
        kind = Kind(int(self._arrays["text_kind"][chosen.text]))
        lo, hi = self._arrays["token_pointers"][chosen.text : chosen.text + 2].tolist()
        terms = set((self._arrays["tokens"][lo:hi] & TERM).tolist())
        found = [r for slot in question.slots for r in self._read(question, slot, terms)]
        return Why(None if kind is Kind.NAME else self._text[chosen.text], kind, tuple(found))

    def _read(self, question: Question, slot: Slot, terms: set[int]) -> list[Reading]:
        """How the likeliest alternative that the text answers was come by; empty where it stands as asked."""
        best = max(slot.alternatives, key=lambda a: self._answered(question, a, terms))
        if best.reading is not None:
            return [best.reading]
        found = []
        for c in best.columns:
            column = question.columns[c]
            here = [(w, t) for t, w in zip(column.terms.tolist(), column.weights.tolist(), strict=True) if t in terms]
            reading = column.readings.get(max(here)[1]) if here else None
            if reading is not None and reading.how is not How.PREFIX:
                found.append(reading)
        return found

    def _answered(self, question: Question, alternative: Alternative, terms: set[int]) -> float:
        met = 0.0
        for c, share in zip(alternative.columns, alternative.shares, strict=True):
            column = question.columns[c]
            met += share * max(
                (w for t, w in zip(column.terms.tolist(), column.weights.tolist(), strict=True) if t in terms),
                default=0.0,
            )
        return met * alternative.weight


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
