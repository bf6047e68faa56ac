"""The search index, ready to be asked: arrays in, answers out."""

from collections.abc import Iterable, Mapping

import numpy as np

from bot.domain.codes.search.arrays import Arrays, Strings
from bot.domain.codes.search.candidates import candidates
from bot.domain.codes.search.codes import CodeTable
from bot.domain.codes.search.documents import Documents
from bot.domain.codes.search.facts import with_facts
from bot.domain.codes.search.fold import Chosen, folded
from bot.domain.codes.search.question import Question, read
from bot.domain.codes.search.rank import weigh_docs, weigh_texts
from bot.domain.codes.search.result import Filters, SearchResult
from bot.domain.codes.search.vocabulary import Vocabulary
from bot.domain.codes.search.weighing import STANDARD, Weighing
from bot.domain.codes.search.why import Explainer, readings

MOST = 100


class Index:
    """Codes of one or several systems, to be searched by words, abbreviations and codes.

    Holds nothing but the arrays of `build` and a vocabulary of some ten thousand words; safe to ask from
    several threads.
    """

    def __init__(self, arrays: Arrays, weighing: Weighing = STANDARD) -> None:
        self._arrays = arrays
        self._weighing = weighing
        self._vocabulary = Vocabulary(arrays)
        self._documents = Documents(arrays)
        self._codes = CodeTable(arrays, self._documents)
        self._explainer = Explainer(arrays)

    def __len__(self) -> int:
        """How many codes can be found, completions and headers included."""
        return len(self._arrays["lookup_doc"])

    def search(
        self,
        query: str,
        *,
        systems: Iterable[str] | None = None,
        limit: int = 10,
        filters: Filters = Filters(),  # noqa: B008 (frozen)
        boosts: Mapping[str, float] | None = None,
        abbreviations: Mapping[str, tuple[str, ...]] | None = None,
        typing: bool = False,
        fold: bool = True,
    ) -> SearchResult:
        """The best `limit` codes for `query`, a code or part of one, or words. Never raises for any text.

        `systems`: the code systems to look in, by name (None: all). `boosts`: code -> 0 to 1 for codes that
        the team uses; they lift a code among equals. `abbreviations`: the team's own. `typing`: the last
        word may be unfinished. `fold`: codes that differ only by side or 7th character share a line.
        """
        limit = max(0, min(limit, MOST))
        spans = self._documents.spans(systems, filters.prefix)
        by_code = self._codes.find(query, spans, limit, filters.billable, typing)
        if by_code is not None:
            return by_code
        question = read(query, self._vocabulary, abbreviations, typing)
        if not question.slots or not spans:
            return SearchResult((), 0, (), question.dropped)
        return self._by_words(question, spans, limit, filters, boosts or {}, fold)

    def _by_words(
        self,
        question: Question,
        spans: list[tuple[int, int]],
        limit: int,
        filters: Filters,
        boosts: Mapping[str, float],
        fold: bool,
    ) -> SearchResult:
        chosen, total = self._ranked(question, spans, filters, boosts)
        lines = folded(chosen, self._arrays["doc_family"]) if fold else [[c] for c in chosen]
        wanted = self._documents.completion_words(question)
        hits = tuple(
            self._documents.hit(line, wanted, boosts, self._explainer.why(question, line[0]), fold)
            for line in lines[:limit]
        )
        return SearchResult(hits, total, readings(question), question.dropped)

    def _ranked(
        self, question: Question, spans: list[tuple[int, int]], filters: Filters, boosts: Mapping[str, float]
    ) -> tuple[list[Chosen], int]:
        within = self._documents.text_span(spans)
        found = candidates(self._arrays, question, within, self._weighing)
        if found is None:
            return [], 0
        scored = weigh_docs(
            self._arrays, question, weigh_texts(self._arrays, question, found.texts, self._weighing), self._weighing
        )
        used = self._codes.documents(boosts)
        score = with_facts(self._arrays, question, scored.docs, scored.score, used, self._weighing)
        keep = self._documents.allowed(scored.docs, spans, filters.billable) & (score > self._weighing.floor)
        order = np.argsort(-score, kind="stable")
        order = order[keep[order]]
        rows = zip(scored.docs[order].tolist(), score[order].tolist(), scored.text[order].tolist(), strict=True)
        return [Chosen(doc, value, text) for doc, value, text in rows], found.total


def strings(arrays: Arrays, name: str) -> Strings:
    """The strings kept as `name` in the arrays."""
    return Strings(arrays[f"{name}_blob"], arrays[f"{name}_offsets"])
