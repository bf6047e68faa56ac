"""Second stage: candidates weighed word by word, then code by code with its header and siblings."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.codes.search.arrays import F32, I32, Arrays, ranges
from bot.domain.codes.search.build import DENIED, TERM
from bot.domain.codes.search.candidates import KIND_WEIGHT
from bot.domain.codes.search.question import Question
from bot.domain.codes.search.weighing import Weighing
from bot.domain.codes.search.weights import ASIDE_WEIGHT

B1 = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TextScores:
    """For each candidate text: slots answered (texts x slots, 0 to 1), how well its shape fits, the score."""

    texts: I32
    slots: F32
    asked: F32
    shape: F32
    score: F32


@dataclass(frozen=True, slots=True)
class DocScores:
    """For each document that has a candidate text, ascending: its score and the text that it was found by."""

    docs: I32
    score: F32
    text: I32


def weigh_texts(arrays: Arrays, question: Question, texts: I32, w: Weighing) -> TextScores:
    """How well each text answers: the share of the question that it meets, and the share of it that was asked."""
    flat, begins = ranges(arrays["token_pointers"], texts)
    tokens = arrays["tokens"][flat]
    terms = (tokens & TERM).astype(np.int32)
    hits = _hits(question, terms, (tokens & DENIED) != 0, len(arrays["word_weight"]), w)
    met = np.maximum.reduceat(hits, begins, axis=0)
    mass = arrays["word_weight"][terms] * np.where(tokens >> 31, np.float32(ASIDE_WEIGHT), np.float32(1))
    said = np.add.reduceat(hits.max(axis=1) * mass, begins) / (arrays["text_mass"][texts] + 1e-6)
    slots = _slots(question, met, w)
    weights = slot_weights(question)
    shape = (w.text_floor + (1 - w.text_floor) * said) * KIND_WEIGHT[arrays["text_kind"][texts]]
    asked = slots @ weights
    return TextScores(texts, slots, asked, shape, asked**w.asked_power * shape)


def slot_weights(question: Question) -> F32:
    """The slots' weights, adding up to 1."""
    weights = np.array([s.weight for s in question.slots], np.float32)
    return weights / weights.sum()


def _hits(question: Question, terms: I32, denied: B1, vocabulary: int, w: Weighing) -> F32:
    """Tokens x columns: how well each token fills each column."""
    asked = np.unique(np.concatenate([c.terms for c in question.columns]))
    row = np.zeros(vocabulary, np.int32)
    row[asked] = np.arange(1, len(asked) + 1)
    weights = np.zeros((len(asked) + 1, len(question.columns)), np.float32)
    for c, column in enumerate(question.columns):
        weights[row[column.terms], c] = column.weights
    hits = weights[row[terms]]
    columns_denied = np.array([c.denied for c in question.columns])
    if denied.any() or columns_denied.any():
        hits = np.where(denied[:, None] != columns_denied[None, :], hits * np.float32(w.other_denial), hits)
    return hits


def _slots(question: Question, met: F32, w: Weighing) -> F32:
    slots = np.zeros((len(met), len(question.slots)), np.float32)
    for s, slot in enumerate(question.slots):
        for alternative in slot.alternatives:
            answer = met[:, alternative.columns] @ np.array(alternative.shares, np.float32)
            if alternative.reading is not None and len(alternative.columns) > 1:
                answer = answer**w.whole_meaning
            np.maximum(slots[:, s], answer * np.float32(alternative.weight), out=slots[:, s])
    return slots


def weigh_docs(arrays: Arrays, question: Question, scored: TextScores, w: Weighing) -> DocScores:
    """Texts put together by document; codes inherit from headers, and a header's default child from it."""
    owners = arrays["text_doc"][scored.texts]
    change = np.append(True, owners[1:] != owners[:-1])
    first = np.flatnonzero(change)
    docs = owners[first]
    group = np.cumsum(change) - 1
    order = np.lexsort((-scored.score, group))
    text = scored.texts[order[first]]
    slots = np.maximum.reduceat(scored.slots, first, axis=0)
    shape = np.maximum.reduceat(scored.shape * (scored.asked > 0.2), first)
    _inherit(docs, arrays["doc_parent"], slots, shape, w.from_header)
    together = np.float32(w.several_texts) * (slots @ slot_weights(question)) ** np.float32(w.asked_power) * shape
    score = np.maximum(np.maximum.reduceat(scored.score, first), together)
    at, known = _positions(docs, arrays["doc_default"][docs])
    np.maximum.at(score, at[known], score[known] * np.float32(w.default_child))
    return DocScores(docs, score, text)


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
