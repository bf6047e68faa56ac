"""First stage: the texts that may answer, by adding up postings."""

from dataclasses import dataclass
from threading import local

import numpy as np

from bot.domain.codes.search.arrays import F32, I32, U8, Arrays, begins_of, ranges
from bot.domain.codes.search.question import Question
from bot.domain.codes.search.weighing import Weighing

KIND_WEIGHT = np.array([1.0, 0.97, 0.98, 0.98, 0.93, 0.93], np.float32)
"""By Kind: a name says most surely what a code is."""
FAMILY_LIMIT = 40
WIDENED = 6
SINGLY = 4
USUAL_FIRST = 0.15  # codes that are billed often, among the many texts that answer alike


Stems = dict[int, float]
"""Stem numbers, each with how surely it was meant."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Text numbers, ascending, and how many texts answered at all."""

    texts: I32
    total: int


class Gatherer:
    """Gathers candidates for one index. Keeps one block of scores for each thread, clean between questions."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._common: dict[int, U8] = dict(
            zip(arrays["common_stems"].tolist(), arrays["common_bits"], strict=True)
        )
        usual = np.float32(1) + np.float32(USUAL_FIRST) * arrays["doc_prior"][arrays["text_doc"]]
        self._trust: F32 = KIND_WEIGHT[arrays["text_kind"]] * usual
        self._scratch = local()

    def gather(self, question: Question, within: tuple[int, int], w: Weighing) -> Candidates | None:
        """The likeliest texts between the text numbers `within`, and the names of codes close to them."""
        texts, rough = self._scored(question, within, w)
        if not len(texts):
            return None
        total = len(texts)
        said = np.minimum(np.float32(1), rough / (self._arrays["text_mass"][texts] + np.float32(0.02)))
        floor = np.float32(w.text_floor)
        rough = rough * (floor + (1 - floor) * said) * self._trust[texts]
        if total > w.rough_kept:
            part = np.argpartition(rough, total - w.rough_kept)[total - w.rough_kept :]
            texts, rough = texts[part], rough[part]
        best = texts[np.argsort(-rough, kind="stable")[:WIDENED]]
        found = np.concatenate([texts, *_families(self._arrays, best)])
        found.sort()
        return Candidates(found[begins_of(found)], total)

    def _scored(self, question: Question, within: tuple[int, int], w: Weighing) -> tuple[I32, F32]:
        """Texts that hold a telling word and enough of the question, each once, with the weight that they hold."""
        telling, common = self._stems(question)
        scores = self._block()
        touched = [self._add(scores, stems, weight) for stems, weight in telling]
        every = touched[0] if len(touched) == 1 else np.concatenate(touched)
        texts = every[(every >= within[0]) & (every < within[1])] if within != (0, len(scores)) else every
        rough = scores[texts]
        for stem, weight in common:
            bits = self._common[stem]
            rough += np.float32(weight) * ((bits[texts >> 3] >> (texts & 7).astype(np.uint8)) & 1)
        if len(texts):
            good = (rough > rough.max() * np.float32(w.rough_floor)).nonzero()[0]
            texts, rough = texts[good], rough[good]
            number = np.arange(len(texts), dtype=np.float32)
            scores[texts] = number  # of a text that was touched twice the last number stands
            once = (scores[texts] == number).nonzero()[0]
            texts, rough = texts[once], rough[once]
        scores[every] = 0
        return texts, rough

    def _stems(self, question: Question) -> tuple[list[tuple[Stems, float]], list[tuple[int, float]]]:
        """What to start from, and stems too common to start from, each with its weight in the question."""
        telling: list[tuple[Stems, float]] = []
        common: list[tuple[Stems, float]] = []
        for slot in question.slots:
            once: dict[int, tuple[Stems, float]] = {}  # a word that several readings share counts once
            for alternative in slot.alternatives:
                for c, share in zip(alternative.columns, alternative.shares, strict=True):
                    stems, weight = question.columns[c].stems, slot.weight * alternative.weight * share
                    surest = max(stems, key=stems.__getitem__)
                    before = once.get(surest)
                    once[surest] = (stems, weight) if before is None else (before[0], max(before[1], weight))
            for stems, weight in once.values():
                (common if any(s in self._common for s in stems) else telling).append((stems, weight))
        if not telling:
            telling, common = common[:2], common[2:]
        return telling, [(next(s for s in stems if s in self._common), weight) for stems, weight in common]

    def _block(self) -> F32:
        block: F32 | None = getattr(self._scratch, "scores", None)
        if block is None:
            block = self._scratch.scores = np.zeros(len(self._arrays["text_doc"]), np.float32)
        return block

    def _add(self, scores: F32, stems: Stems, weight: float) -> I32:
        """Add the stems' postings and return them; where several of many stand in a text, the surest counts."""
        pointers, postings = self._arrays["posting_pointers"], self._arrays["postings"]
        if len(stems) <= SINGLY:
            found = []
            for stem, sure in stems.items():
                texts = postings[pointers[stem] : pointers[stem + 1]]
                scores[texts] += np.float32(weight * sure)
                found.append(texts)
            return found[0] if len(found) == 1 else np.concatenate(found)
        rows = np.array(sorted(stems, key=stems.__getitem__), np.int32)
        flat, _ = ranges(pointers, rows)
        many: I32 = postings[flat]
        heavy = np.array([stems[row] * weight for row in rows.tolist()], np.float32)
        added = np.repeat(heavy, pointers[rows + 1] - pointers[rows])
        scores[many] = scores[many] + added  # the last write to a text stands, and it is the surest
        return many


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
