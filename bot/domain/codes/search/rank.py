"""Second stage: candidates weighed word by word, then code by code with its header and siblings."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.codes.search.arrays import F32, I32, Arrays, begins_of, ranges
from bot.domain.codes.search.candidates import KIND_WEIGHT
from bot.domain.codes.search.question import Alternative, Question
from bot.domain.codes.search.weighing import Weighing

B1 = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TextScores:
    """For each candidate text: slots answered (texts x slots, 0 to 1), how well its shape fits, the score.

    `winners` says by which alternative each slot was answered best.
    """

    texts: I32
    slots: F32
    winners: I32
    asked: F32
    shape: F32
    score: F32


@dataclass(frozen=True, slots=True)
class DocScores:
    """For each document that has a candidate text, ascending: its score, and the row of its best text."""

    docs: I32
    score: F32
    row: npt.NDArray[np.intp]


def weigh_texts(arrays: Arrays, question: Question, texts: I32, w: Weighing) -> TextScores:
    """How well each text answers: the share of the question that it meets, and the share of it that was asked."""
    flat, begins = ranges(arrays["token_pointers"], texts)
    row, weights = _column_weights(question, len(arrays["word_weight"]))
    rows = row[arrays["tokens"][flat]]
    here = rows.nonzero()[0]  # most words of most texts were not asked for
    mass = arrays["token_mass"][flat[here]]
    hits = _denied(question, weights[:, rows[here]], mass < 0, w)
    owner = begins.searchsorted(here, "right") - 1
    met, said = _by_text(hits, owner, len(texts), np.abs(mass))
    slots, winners = _slots(question, met, w)
    part = np.minimum(1, said / (arrays["text_mass"][texts] + np.float32(1e-6)))
    floor = np.float32(w.text_floor)
    shape = (floor + (1 - floor) * part) * KIND_WEIGHT[arrays["text_kind"][texts]]
    asked: F32 = slots @ slot_weights(question)
    score: F32 = asked ** np.float32(w.asked_power) * shape
    return TextScores(texts, slots, winners, asked, shape, score)


def _by_text(hits: F32, owner: npt.NDArray[np.intp], texts: int, mass: F32) -> tuple[F32, F32]:
    """Hits (columns x tokens) as the best of each text, and the weight of its words that were asked."""
    met = np.zeros((len(hits), texts), np.float32)
    said = np.zeros(texts, np.float32)
    if len(owner):
        first = begins_of(owner).nonzero()[0]
        owners = owner[first]
        met[:, owners] = np.maximum.reduceat(hits, first, axis=1)
        said[owners] = np.add.reduceat(hits.max(axis=0) * mass, first)
    return met, said


def slot_weights(question: Question) -> F32:
    """The slots' weights, adding up to 1."""
    weights = np.array([s.weight for s in question.slots], np.float32)
    return np.asarray(weights / weights.sum(), np.float32)


def _column_weights(question: Question, words: int) -> tuple[I32, F32]:
    """Which row each word has, and how well the rows fill the columns (columns x rows); row 0: not asked for."""
    terms = np.array([t for c in question.columns for t in c.terms], np.int32)
    row = np.zeros(words, np.int32)
    row[terms] = np.arange(1, len(terms) + 1)
    weights = np.zeros((len(question.columns), len(terms) + 1), np.float32)
    column = [n for n, c in enumerate(question.columns) for _ in c.terms]
    weights[column, row[terms]] = [w for c in question.columns for w in c.weights]
    return row, weights


def _denied(question: Question, hits: F32, denied: B1, w: Weighing) -> F32:
    """Hits weakened where the question denies a word and the text does not, or the reverse."""
    if not any(c.denied for c in question.columns) and not denied.any():
        return hits
    asked = np.array([c.denied for c in question.columns])
    return np.where(denied[None, :] != asked[:, None], hits * np.float32(w.other_denial), hits)


def _slots(question: Question, met: F32, w: Weighing) -> tuple[F32, I32]:
    slots = np.empty((met.shape[1], len(question.slots)), np.float32)
    winners = np.zeros(slots.shape, np.int32)
    for s, slot in enumerate(question.slots):
        answers = [_answer(alternative, met, w) for alternative in slot.alternatives]
        if len(answers) == 1:
            slots[:, s] = answers[0]
        else:
            block = np.array(answers)
            block.max(axis=0, out=slots[:, s])
            winners[:, s] = block.argmax(axis=0)
    return slots, winners


def _answer(alternative: Alternative, met: F32, w: Weighing) -> F32:
    """How well each text gives the alternative."""
    if len(alternative.columns) == 1:
        only: F32 = met[alternative.columns[0]]
        return only * np.float32(alternative.weight * alternative.shares[0])
    answer = np.array(alternative.shares, np.float32) @ met[alternative.columns]
    if alternative.reading is not None:
        answer = answer ** np.float32(w.whole_meaning)
    return np.asarray(answer * np.float32(alternative.weight), np.float32)


def weigh_docs(arrays: Arrays, question: Question, scored: TextScores, w: Weighing) -> DocScores:
    """Texts put together by document; codes inherit from headers, and a header's default child from it."""
    owners = arrays["text_doc"][scored.texts]
    change = begins_of(owners)
    first = change.nonzero()[0]
    docs = owners[first]
    row = np.empty(len(docs), np.intp)
    worst_first = (-scored.score).argsort(kind="stable")[::-1]
    row[change.cumsum()[worst_first] - 1] = worst_first  # the last that is written stands: the best
    asked = len(question.slots)
    every = np.empty((len(owners), asked + 2), np.float32)
    every[:, :asked], every[:, asked + 1] = scored.slots, scored.score
    np.multiply(scored.shape, scored.asked > 0.2, out=every[:, asked])
    best = np.maximum.reduceat(every, first, axis=0)
    slots, shape = best[:, :asked], best[:, asked]
    _inherit(docs, arrays["doc_parent"], best[:, : asked + 1], w.from_header)
    together = (
        np.float32(w.several_texts) * (slots @ slot_weights(question)) ** np.float32(w.asked_power) * shape
    )
    score = np.maximum(best[:, asked + 1], together)
    at, known = _positions(docs, arrays["doc_default"][docs])
    np.maximum.at(score, at[known], score[known] * np.float32(w.default_child))
    return DocScores(docs, score, row)


def _inherit(docs: I32, parents: I32, given: F32, factor: float) -> None:
    """Rows of `given` take from their header's row, and that from its own, up to three headers."""
    at, known = _positions(docs, parents[docs])
    below = known.nonzero()[0]
    for _ in range(3):
        if not len(below):
            return
        given[below] = np.maximum(given[below], np.float32(factor) * given[at[below]])
        below = below[known[at[below]]]  # the others' headers have no header here


def _positions(docs: I32, wanted: I32) -> tuple[npt.NDArray[np.intp], B1]:
    """Where each wanted document stands among `docs` (ascending), and whether it does."""
    at = np.minimum(docs.searchsorted(wanted), len(docs) - 1)
    return at, (wanted >= 0) & (docs[at] == wanted)
