"""Second stage: candidates weighed word by word, then code by code with its header and siblings."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.codes.search.arrays import F32, I32, U32, Arrays, ranges
from bot.domain.codes.search.build import DENIED, TERM
from bot.domain.codes.search.candidates import KIND_WEIGHT
from bot.domain.codes.search.question import Alternative, Question
from bot.domain.codes.search.weighing import Weighing
from bot.domain.codes.search.weights import ASIDE_WEIGHT, DENIED_WEIGHT

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
    tokens = arrays["tokens"][flat]
    terms = (tokens & TERM).astype(np.int32)
    asked_terms, weights = _column_weights(question)
    row = np.zeros(len(arrays["word_weight"]), np.int32)
    row[asked_terms] = np.arange(1, len(asked_terms) + 1)
    rows = row[terms]
    here = np.flatnonzero(rows)  # most words of most texts were not asked for
    hits = _denied(question, weights[:, rows[here]], (tokens[here] & DENIED) != 0, w)
    owner = np.searchsorted(begins, here, "right") - 1
    met, said = _by_text(hits, owner, len(texts), _mass(arrays, tokens[here], terms[here]))
    slots, winners = _slots(question, met, w)
    part = np.minimum(1, said / (arrays["text_mass"][texts] + np.float32(1e-6)))
    floor = np.float32(w.text_floor)
    shape = (floor + (1 - floor) * part) * KIND_WEIGHT[arrays["text_kind"][texts]]
    asked: F32 = slots @ slot_weights(question)
    score: F32 = asked ** np.float32(w.asked_power) * shape
    return TextScores(texts, slots, winners, asked, shape, score)


def _mass(arrays: Arrays, tokens: U32, terms: I32) -> F32:
    aside = np.where(tokens >> 31, np.float32(ASIDE_WEIGHT), np.float32(1))
    denied = np.where(tokens & DENIED, np.float32(DENIED_WEIGHT), np.float32(1))
    return np.asarray(arrays["word_weight"][terms] * aside * denied, np.float32)


def _by_text(hits: F32, owner: npt.NDArray[np.intp], texts: int, mass: F32) -> tuple[F32, F32]:
    """Hits (columns x tokens) as the best of each text, and the weight of its words that were asked."""
    met = np.zeros((len(hits), texts), np.float32)
    said = np.zeros(texts, np.float32)
    if len(owner):
        first = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
        met[:, owner[first]] = np.maximum.reduceat(hits, first, axis=1)
        said[owner[first]] = np.add.reduceat(hits.max(axis=0) * mass, first)
    return met, said


def slot_weights(question: Question) -> F32:
    """The slots' weights, adding up to 1."""
    weights = np.array([s.weight for s in question.slots], np.float32)
    return np.asarray(weights / weights.sum(), np.float32)


def _column_weights(question: Question) -> tuple[I32, F32]:
    """The words asked for in any column, and how well each fills each (columns x (words + 1), 0 in front)."""
    asked = np.unique(np.concatenate([c.terms for c in question.columns]))
    weights = np.zeros((len(question.columns), len(asked) + 1), np.float32)
    for c, column in enumerate(question.columns):
        weights[c, np.searchsorted(asked, column.terms) + 1] = column.weights
    return asked, weights


def _denied(question: Question, hits: F32, denied: B1, w: Weighing) -> F32:
    """Hits weakened where the question denies a word and the text does not, or the reverse."""
    asked = np.array([c.denied for c in question.columns])
    if not denied.any() and not asked.any():
        return hits
    return np.where(denied[None, :] != asked[:, None], hits * np.float32(w.other_denial), hits)


def _slots(question: Question, met: F32, w: Weighing) -> tuple[F32, I32]:
    slots = np.zeros((met.shape[1], len(question.slots)), np.float32)
    winners = np.zeros(slots.shape, np.int32)
    for s, slot in enumerate(question.slots):
        for a, alternative in enumerate(slot.alternatives):
            answer = _answer(alternative, met, w)
            better = answer > slots[:, s]
            slots[better, s] = answer[better]
            winners[better, s] = a
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
    change = np.append(True, owners[1:] != owners[:-1])
    first = np.flatnonzero(change)
    docs = owners[first]
    group = np.cumsum(change) - 1
    order = np.lexsort((-scored.score, group))
    slots = np.maximum.reduceat(scored.slots, first, axis=0)
    shape = np.maximum.reduceat(scored.shape * (scored.asked > 0.2), first)
    _inherit(docs, arrays["doc_parent"], slots, shape, w.from_header)
    together = (
        np.float32(w.several_texts) * (slots @ slot_weights(question)) ** np.float32(w.asked_power) * shape
    )
    score = np.maximum(np.maximum.reduceat(scored.score, first), together)
    at, known = _positions(docs, arrays["doc_default"][docs])
    np.maximum.at(score, at[known], score[known] * np.float32(w.default_child))
    return DocScores(docs, score, order[first])


def _inherit(docs: I32, parents: I32, slots: F32, shape: F32, factor: float) -> None:
    at, known = _positions(docs, parents[docs])
    above = at[known]
    for _ in range(3):
        slots[known] = np.maximum(slots[known], factor * slots[above])
        shape[known] = np.maximum(shape[known], factor * shape[above])


def _positions(docs: I32, wanted: I32) -> tuple[npt.NDArray[np.intp], B1]:
    """Where each wanted document stands among `docs` (ascending), and whether it does."""
    at = np.minimum(np.searchsorted(docs, wanted), len(docs) - 1)
    return at, (wanted >= 0) & (docs[at] == wanted)
