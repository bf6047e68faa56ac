"""First stage: the texts that may answer, by adding up postings."""

from dataclasses import dataclass

import numpy as np

from bot.domain.codes.search.arrays import F32, I32, Arrays, ranges
from bot.domain.codes.search.question import Column, Question
from bot.domain.codes.search.weighing import Weighing

KIND_WEIGHT = np.array([1.0, 0.97, 0.98, 0.98, 0.93, 0.93], np.float32)
"""By Kind: a name says most surely what a code is."""
FAMILY_LIMIT = 60
WIDENED = 24


@dataclass(frozen=True, slots=True)
class Candidates:
    """Text numbers, ascending, and how many texts answered at all."""

    texts: I32
    total: int


def candidates(arrays: Arrays, question: Question, within: tuple[int, int], w: Weighing) -> Candidates | None:
    """The likeliest texts between the text numbers `within`, with the names of codes that stand below them."""
    scores = _scores(arrays, question)[within[0] : within[1]]
    top = float(scores.max()) if len(scores) else 0.0
    if top <= 0:
        return None
    texts = np.flatnonzero(scores > top * w.rough_floor)
    total = len(texts)
    rough = scores[texts]
    texts = texts.astype(np.int32) + np.int32(within[0])
    said = np.minimum(1, rough / (arrays["text_mass"][texts] + 0.05))
    rough = rough * (0.5 + 0.5 * said) * KIND_WEIGHT[arrays["text_kind"][texts]]
    if total > w.rough_kept:
        part = np.argpartition(-rough, w.rough_kept)[: w.rough_kept]
        texts, rough = texts[part], rough[part]
    best = texts[np.argsort(-rough, kind="stable")[:WIDENED]]
    return Candidates(np.unique(np.concatenate([texts, *_families(arrays, best)])), total)


def _scores(arrays: Arrays, question: Question) -> F32:
    scores = np.zeros(len(arrays["text_doc"]), np.float32)
    for slot in question.slots:
        for alternative in slot.alternatives:
            for c, share in zip(alternative.columns, alternative.shares, strict=True):
                _add(arrays, scores, question.columns[c], slot.weight * alternative.weight * share)
    return scores


def _add(arrays: Arrays, scores: F32, column: Column, weight: float) -> None:
    """Add a column's postings; where several of its words stand in one text, the surest counts."""
    pointers, postings = arrays["posting_pointers"], arrays["postings"]
    if len(column.terms) <= 1:
        for term, sure in zip(column.terms.tolist(), column.weights.tolist(), strict=True):
            scores[postings[pointers[term] : pointers[term + 1]]] += np.float32(weight * sure)
        return
    order = np.argsort(column.weights, kind="stable")
    terms = column.terms[order]
    flat, _ = ranges(pointers, terms)
    texts = postings[flat]
    added = np.repeat(column.weights[order] * np.float32(weight), pointers[terms + 1] - pointers[terms])
    scores[texts] = scores[texts] + added  # the last write to a text stands, and it is the surest


def _families(arrays: Arrays, best: I32) -> list[I32]:
    """Names of what stands directly around the best texts: the children of headers, the header of codes."""
    found = []
    names, ends, parents = arrays["doc_text"], arrays["doc_end"], arrays["doc_parent"]
    for doc in dict.fromkeys(arrays["text_doc"][best].tolist()):
        if 1 < ends[doc] - doc <= FAMILY_LIMIT:
            found.append(names[doc : ends[doc]])
        if parents[doc] >= 0:
            found.append(names[parents[doc] : parents[doc] + 1])
    return found
