"""Second stage: weigh candidates word by word, then code by code with header and siblings.

A query takes about forty operations on arrays of one or two hundred elements, where call overhead exceeds the work.
So there are few operations, and data that only shown lines need (`why`) is computed later.
"""

from dataclasses import dataclass
from itertools import chain

import numpy as np
import numpy.typing as npt

from bot.domain.codes.search.arrays import F32, I32, I64, Arrays, begins_of, ranges
from bot.domain.codes.search.parse import Alternative, Question
from bot.domain.codes.search.retrieve import KIND_WEIGHT
from bot.domain.codes.search.weights import Weighing

B1 = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class TextScores:
    """Scores of the candidate texts, each 0 to 1.

    How well a text matches each alternative (alternatives x texts, slot by slot) and each slot (slots x texts), the
    share of the query that it answers, how well its shape fits, and the score.
    """

    texts: I64
    answers: F32
    slots: F32
    asked: F32
    shape: F32
    score: F32
    opposed: F32 | None = None
    """How much of each text says the opposite of a part of the question, 0 to 1; None where none does."""


@dataclass(frozen=True, slots=True)
class DocScores:
    """For each document that has a candidate text, ascending: its score, how well all its texts together give each
    slot (slots x documents), and the row of its first text."""

    docs: I64
    score: F32
    slots: F32
    first: npt.NDArray[np.intp]


def weigh_texts(arrays: Arrays, question: Question, texts: I64, w: Weighing) -> TextScores:
    """How well each text answers: the share of the question that it meets, and the share of it that was asked."""
    met = _met(arrays, question, texts, w)
    answers = _answers(question, met.same, w)
    slots = _slots(question, answers)
    part = np.minimum(1, met.said / (arrays["text_mass"].take(texts) + np.float32(1e-6)))
    floor = np.float32(w.text_floor)
    shape = (floor + (1 - floor) * part) * KIND_WEIGHT.take(arrays["text_kind"].take(texts))
    asked: F32 = slot_weights(question) @ slots
    shape[met.qualified] *= np.float32(w.qualified)
    opposed = None
    if met.either is not None:
        against = _slots(question, _answers(question, met.either, w)) - slots
        opposed = np.maximum(0, against.max(axis=0))
        shape *= 1 - np.float32(w.opposed) * opposed
    return TextScores(
        texts, answers, slots, asked, shape, asked ** np.float32(w.asked_power) * shape, opposed
    )


@dataclass(frozen=True, slots=True)
class _Met:
    """How well each text fills each column (columns x texts), and the weight of its words that were asked.

    `same` counts words that are denied or not as they are in the question; `either` counts all, and is None where
    that makes no difference. `qualified` are texts with a clause ('with ...') of which no word was asked.
    """

    same: F32
    said: F32
    qualified: B1
    either: F32 | None = None


def _met(arrays: Arrays, question: Question, texts: I64, w: Weighing) -> _Met:
    flat, begins = ranges(arrays["token_pointers"], texts)
    row, weights = _column_weights(question, len(arrays["word_weight"]))
    rows = row.take(arrays["tokens"].take(flat))
    here = rows.nonzero()[0]  # most words of most texts are not in the query
    mass = arrays["token_mass"].take(flat.take(here))
    hits = weights.take(rows.take(here), axis=1)
    columns = len(hits)
    met, said = np.zeros((columns, len(texts)), np.float32), np.zeros(len(texts), np.float32)
    denied = np.array([c.denied for c in question.columns])
    opposing = _opposing(denied, mass < 0)
    clause = arrays["text_qualifier"].take(texts, axis=0)
    qualified = clause[:, 1] > 0
    if not len(here):
        met[denied] = w.silent
        return _Met(met, said, qualified)
    owner = begins.searchsorted(here, "right") - 1
    place = here - begins.take(owner)
    its = clause.take(owner, axis=0)
    qualified[owner[(place > its[:, 0]) & (place < its[:, 1])]] = False
    first = begins_of(owner).nonzero()[0]
    owners = owner.take(first)
    if opposing is None:
        met[:, owners] = np.maximum.reduceat(hits, first, axis=1)
        said[owners] = np.add.reduceat(hits.max(axis=0) * np.abs(mass), first)
        return _Met(met, said, qualified)
    either = met.copy()
    either[:, owners] = np.maximum.reduceat(hits, first, axis=1)
    hits = np.where(opposing, hits * np.float32(w.other_denial), hits)
    met[:, owners] = np.maximum.reduceat(hits, first, axis=1)
    said[owners] = np.add.reduceat(hits.max(axis=0) * np.abs(mass), first)
    silent = denied[:, None] & (either == 0)
    met[silent] = either[silent] = w.silent
    return _Met(met, said, qualified, either)


def _opposing(asked: B1, denied: B1) -> B1 | None:
    """For each column and word of a text, whether one denies it and the other does not; None where none is denied."""
    return denied != asked[:, None] if asked.any() or denied.any() else None


def slot_weights(question: Question) -> F32:
    """The slots' weights, with a sum of 1."""
    total = sum(s.weight for s in question.slots)
    return np.array([s.weight / total for s in question.slots], np.float32)


def _column_weights(question: Question, words: int) -> tuple[I32, F32]:
    """The row of each word, and how well the rows fill the columns (columns x rows). Row 0: not in the query."""
    columns = question.columns
    terms = dict.fromkeys(chain.from_iterable(c.terms for c in columns))
    numbers = dict(zip(terms, range(1, len(terms) + 1), strict=True))
    row = np.zeros(words, np.int32)
    row[list(numbers)] = range(1, len(numbers) + 1)
    weights = np.zeros((len(columns), len(numbers) + 1), np.float32)
    places = [n * weights.shape[1] + numbers[t] for n, c in enumerate(columns) for t in c.terms]
    weights.put(places, list(chain.from_iterable(c.weights for c in columns)))
    return row, weights


def _answers(question: Question, met: F32, w: Weighing) -> F32:
    """How well each text matches each alternative, slot by slot (alternatives x texts)."""
    every = [a for slot in question.slots for a in slot.alternatives]
    shares = [_shares(a, len(met)) for a in every]
    answers: F32 = np.array(shares, np.float32) @ met
    for row, alternative in enumerate(every):
        if _has_parts(alternative):
            answers[row] **= np.float32(w.whole_meaning)
            answers[row] *= np.float32(alternative.weight)
    return answers


def _has_parts(alternative: Alternative) -> bool:
    """Whether it can be half matched, which would mean little."""
    return alternative.reading is not None and len(alternative.columns) > 1


def _shares(alternative: Alternative, columns: int) -> list[float]:
    """Each column's contribution to an alternative; without parts, the column's own weight."""
    shares = [0.0] * columns
    weight = 1.0 if _has_parts(alternative) else alternative.weight
    for column, share in zip(alternative.columns, alternative.shares, strict=True):
        shares[column] += share * weight
    return shares


def _slots(question: Question, answers: F32) -> F32:
    """The best alternative of each slot (slots x texts)."""
    if len(answers) == len(question.slots):
        return answers
    begins, at = [], 0
    for slot in question.slots:
        begins.append(at)
        at += len(slot.alternatives)
    return np.maximum.reduceat(answers, begins, axis=0)


def weigh_docs(arrays: Arrays, question: Question, scored: TextScores, w: Weighing) -> DocScores:
    """Combine texts by document. Codes inherit from headers, and a header's default child from the header."""
    owners = arrays["text_doc"].take(scored.texts)
    first = begins_of(owners).nonzero()[0]
    docs: I64 = owners.take(first)
    shape = scored.shape * (scored.asked > w.least_asked)
    best = np.maximum.reduceat(np.vstack((scored.slots, shape, scored.score)), first, axis=1)
    given = _inherited(docs, arrays["doc_parent"], best[:-1], w.from_header)
    asked = slot_weights(question) @ given[:-1]
    together = np.float32(w.several_texts) * asked ** np.float32(w.asked_power) * given[-1]
    score = np.maximum(best[-1], together)
    at, known = _positions(docs, arrays["doc_default"])
    child = at[known]  # each belongs to only this header
    score[child] = np.maximum(score[child], score[known] * np.float32(w.default_child))
    if scored.opposed is not None:
        names = (
            arrays["text_kind"].take(scored.texts.take(first)) == 0
        )  # a name is the first text of its document
        score *= 1 - np.float32(w.opposed) * scored.opposed.take(first) * names
    return DocScores(docs, score, given[:-1], first)


def _inherited(docs: I64, parents: I32, given: F32, factor: float) -> F32:
    """For each document, its value in `given` or slightly less than its header's, up to three headers above."""
    at, known = _positions(docs, parents)
    if not known.any():
        return given
    above = np.where(known, at, np.arange(len(docs)))  # without a header, use itself, which adds nothing
    for _ in range(3):
        given = np.maximum(given, np.float32(factor) * given.take(above, axis=1))
    return given


def _positions(docs: I64, links: I32) -> tuple[npt.NDArray[np.intp], B1]:
    """The position in `docs` (ascending) of each one's linked document (-1: none), and whether it is there."""
    wanted = links.take(docs)
    at = docs.searchsorted(wanted, "right") - 1
    return at, docs.take(at) == wanted
