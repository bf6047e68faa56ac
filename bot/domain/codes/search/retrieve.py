"""First stage: find candidate texts by adding up postings."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from threading import local

import numpy as np

from bot.domain.codes.search.arrays import F32, I32, I64, U8, Arrays, begins_of
from bot.domain.codes.search.parse import Question
from bot.domain.codes.search.weights import Weighing

KIND_WEIGHT = np.array([1.0, 0.97, 0.98, 0.98, 0.93, 0.93], np.float32)
"""By Kind: a name is the most reliable text."""
FAMILY_LIMIT = 40
WIDENED = 6
SINGLY = 4
_MINOR = 0.5  # of the heaviest common stem: 'subsequent' is no start for 'fracture subsequent'
USUAL_FIRST = 0.15  # codes that are billed often, among the many texts that answer alike


Stems = Mapping[int, float]
"""Stem numbers, each with its certainty."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Text numbers, ascending, and the number of texts that matched at all."""

    texts: I64
    total: int


class Gatherer:
    """Gathers candidates for one index. Keeps one block of scores for each thread, cleared between queries."""

    def __init__(self, arrays: Arrays) -> None:
        self._common: dict[int, U8] = dict(
            zip(arrays["common_stems"].tolist(), arrays["common_bits"], strict=True)
        )
        usual = np.float32(1) + np.float32(USUAL_FIRST) * arrays["doc_prior"][arrays["text_doc"]]
        self._trust: F32 = KIND_WEIGHT[arrays["text_kind"]] * usual
        self._mass: F32 = arrays["text_mass"]
        self._postings: I32 = arrays["postings"]
        self._text_doc: I64 = arrays["text_doc"]
        self._pointers = arrays["posting_pointers"].data  # its single items cost a third of an array's
        self._around = _Around(arrays)
        self._scratch = local()

    def gather(self, question: Question, within: tuple[int, int], w: Weighing) -> Candidates | None:
        """The likeliest texts between the text numbers `within`, and the names of closely related codes."""
        texts, rough = self._scored(question, within, w)
        total = len(texts)
        if not total:
            return None
        said = np.minimum(1, rough / (self._mass.take(texts) + np.float32(0.02)))
        floor = np.float32(w.text_floor)
        rough = rough * (floor + (1 - floor) * said) * self._trust.take(texts)
        if total > w.rough_kept:
            part = rough.argpartition(total - w.rough_kept)[total - w.rough_kept :]
            texts, rough = texts.take(part), rough.take(part)
        best = texts.take((-rough).argsort(kind="stable")[:WIDENED])
        found = np.concatenate((texts, self._around.names(self._text_doc.take(best).tolist())))
        found.sort()
        return Candidates(found[begins_of(found)], total)

    def _scored(self, question: Question, within: tuple[int, int], w: Weighing) -> tuple[I64, F32]:
        """Texts with a significant word and enough of the query, each once, with the weight that they hold."""
        telling, common = self._stems(question)
        scores = self._block()
        texts = touched = np.concatenate([self._add(scores, stems, weight) for stems, weight in telling])
        outside = (slice(0, within[0]), slice(within[1], len(scores)))
        for side in outside:
            scores[side] = -np.inf
        rough = scores.take(texts)
        for stem, weight in common:
            held = self._common[stem].take(texts >> 3) >> (texts & 7).astype(np.uint8)
            rough += np.float32(weight) * (held & 1)
        most = rough.max(initial=0)
        if most > 0:
            good = (rough > most * np.float32(w.rough_floor)).nonzero()[0]
            texts, rough = _once(scores, texts.take(good), rough.take(good))
        else:
            texts = texts[:0]
        scores[touched] = 0
        for side in outside:
            scores[side] = 0
        return texts, rough

    def _stems(self, question: Question) -> tuple[list[tuple[Stems, float]], list[tuple[int, float]]]:
        """The stems to start from, and stems too common to start from, each with its weight in the query."""
        telling: list[tuple[Stems, float]] = []
        common: list[tuple[Stems, float]] = []
        for slot in question.slots:
            once: dict[int, tuple[Stems, float]] = {}  # a word that several readings share counts once
            for alternative in slot.alternatives:
                sure = slot.weight * alternative.weight
                for c, share in zip(alternative.columns, alternative.shares, strict=True):
                    column, weight = question.columns[c], sure * share
                    before = once.get(column.surest)
                    if before is None or before[1] < weight:
                        once[column.surest] = (column.stems if before is None else before[0], weight)
            for stems, weight in once.values():
                (telling if self._common.keys().isdisjoint(stems) else common).append((stems, weight))
        heaviest = max((weight for _, weight in common), default=0.0)
        if heaviest and all(weight < _MINOR * heaviest for _, weight in telling):
            telling, common = telling + common[:2], common[2:]
        return telling, [(next(s for s in stems if s in self._common), weight) for stems, weight in common]

    def _block(self) -> F32:
        block: F32 | None = getattr(self._scratch, "scores", None)
        if block is None:
            block = self._scratch.scores = np.zeros(len(self._text_doc), np.float32)
        return block

    def _add(self, scores: F32, stems: Stems, weight: float) -> I64:
        """Add the stems' postings and return them. If a text has several of many stems, the most certain one counts."""
        few = len(stems) <= SINGLY
        found, heavy = [], []
        for stem, sure in stems.items() if few else sorted(stems.items(), key=itemgetter(1)):
            texts = self._postings[self._pointers[stem] : self._pointers[stem + 1]].astype(np.int64)
            found.append(texts)
            if few:
                np.add.at(scores, texts, np.float32(weight * sure))
            else:
                heavy.append(np.full(len(texts), weight * sure, np.float32))
        if len(found) == 1:
            return found[0]
        many: I64 = np.concatenate(found)
        if heavy:  # the last write to a text wins, and it is the most certain
            scores[many] = scores.take(many) + np.concatenate(heavy)
        return many


def _once(scores: F32, texts: I64, rough: F32) -> tuple[I64, F32]:
    """Each text once, with its score. `scores` is overwritten at `texts`."""
    number = np.arange(len(texts), dtype=np.float32)
    scores[texts] = number  # for a text with two writes, the last number wins
    once = (scores.take(texts) == number).nonzero()[0]
    return texts.take(once), rough.take(once)


class _Around:
    """The documents directly around a document in the classification."""

    def __init__(self, arrays: Arrays) -> None:
        self._names: I64 = arrays["doc_text"]
        self._ends, self._parents = arrays["doc_end"].data, arrays["doc_parent"].data

    def names(self, docs: Iterable[int]) -> I64:
        """The names of headers' children and of codes' headers."""
        found: dict[int, None] = {}
        for doc in dict.fromkeys(docs):
            if 1 < self._ends[doc] - doc <= FAMILY_LIMIT:
                found.update(dict.fromkeys(range(doc, self._ends[doc])))
            if self._parents[doc] >= 0:
                found[self._parents[doc]] = None
        return self._names.take(list(found)) if found else self._names[:0]
