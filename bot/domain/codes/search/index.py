"""The search index: it answers queries from arrays."""

from collections.abc import Iterable, Mapping

from bot.domain.codes.search.arrays import F32, Arrays
from bot.domain.codes.search.boosts import DocumentBoosts, UsedDocuments
from bot.domain.codes.search.codes import CodeTable
from bot.domain.codes.search.documents import Documents
from bot.domain.codes.search.every_word import answers_all, names_unknown
from bot.domain.codes.search.exact import ExactNames
from bot.domain.codes.search.hits import ScoredDoc, Teller, folded
from bot.domain.codes.search.match_reason import Explainer, PrintedTexts, readings
from bot.domain.codes.search.parse import Question, read
from bot.domain.codes.search.rank import DocScores, weigh_docs, weigh_texts
from bot.domain.codes.search.result import Filters, SearchResult
from bot.domain.codes.search.retrieve import Gatherer
from bot.domain.codes.search.two_questions import unanswered, with_second
from bot.domain.codes.search.vocabulary import Vocabulary
from bot.domain.codes.search.weights import STANDARD, Weighing

MOST = 100
TEAMS = 64  # how many boost mappings are kept as documents
MEMBERS = 4  # ranked codes for each line, so that families find their members


class Index:
    """Search codes of one or more systems by words, abbreviations and codes.

    It holds only the arrays of `build` and a vocabulary of about ten thousand words. Thread-safe.
    """

    def __init__(self, arrays: Arrays, weighing: Weighing = STANDARD) -> None:
        self._arrays = arrays
        self._weighing = weighing
        self._vocabulary = Vocabulary(arrays)
        self._documents = Documents(arrays)
        self._gatherer = Gatherer(arrays)
        self._printed = PrintedTexts(arrays)
        self._facts = DocumentBoosts(arrays, weighing)
        self._exact = ExactNames(arrays, self._documents, self._printed, self._vocabulary.number)
        self._codes = CodeTable(arrays, self._documents)
        self._used_lately: dict[int, tuple[Mapping[str, float], UsedDocuments | None]] = {}

    def __len__(self) -> int:
        """The number of codes that can be found, including completions and headers."""
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
        every_word: bool = False,
    ) -> SearchResult:
        """The best `limit` codes for `query`, which is a code, part of one, or words. Never raises for any text.

        `systems`: the code systems to look in, by name (None: all). `boosts`: code -> 0 to 1 for codes that
        the team uses; they lift a code among equals. A mapping once given must not change: give another one.
        `abbreviations`: the team's own. `typing`: the last word may be unfinished. `fold`: codes that differ
        only by side or 7th character share a line. `every_word`: a code that leaves a main word of the question
        unanswered is none.
        """
        limit = max(0, min(limit, MOST))
        spans = self._documents.spans(systems, filters.prefix)
        by_code = self._codes.find(query, spans, limit, filters.billable, typing)
        if by_code is not None:
            return by_code
        question = read(query, self._vocabulary, abbreviations, typing)
        if not question.slots or not spans:
            return SearchResult((), 0, (), question.dropped)
        if every_word and names_unknown(question):
            return SearchResult((), 0, readings(question), question.dropped)
        return self._by_words(
            question, spans, limit, filters=filters, boosts=boosts or {}, fold=fold, every_word=every_word
        )

    def find_code(
        self, query: str, systems: Iterable[str] | None, limit: int, filters: Filters, *, typing: bool
    ) -> SearchResult | None:
        """The codes that equal or begin with `query`; None if no code does."""
        spans = self._documents.spans(systems, filters.prefix)
        return self._codes.find(query, spans, limit, filters.billable, typing)

    def _by_words(
        self,
        question: Question,
        spans: list[tuple[int, int]],
        limit: int,
        *,
        filters: Filters,
        boosts: Mapping[str, float],
        fold: bool,
        every_word: bool = False,
    ) -> SearchResult:
        within = self._documents.text_span(spans)
        found = self._gatherer.gather(question, within, self._weighing)
        if found is None:
            return SearchResult((), 0, readings(question), question.dropped)
        texts = weigh_texts(self._arrays, question, found.texts, self._weighing)
        scored = weigh_docs(self._arrays, question, texts, self._weighing)
        score = self._exact.lifted(
            question, texts, scored, self._score(question, scored, spans, filters, boosts)
        )
        if every_word:
            score = score * answers_all(question, scored.slots) * self._facts.things(question, scored.docs)
        chosen = self._best(scored, score, limit * MEMBERS)
        lines = folded(chosen, self._documents.family) if fold else [[c] for c in chosen]
        teller = Teller(self._documents, question, boosts, fold)
        why = Explainer(self._printed, question, texts, scored).why
        hits = tuple(teller.hit(line, why(line[0])) for line in lines[:limit])
        if (
            fold
            and hits
            and not every_word
            and (left := unanswered(question, scored.slots[:, lines[0][0].at]))
        ):
            other = self._by_words(left, spans, 1, filters=filters, boosts=boosts, fold=fold).hits
            hits = with_second(hits, other, limit)
        return SearchResult(hits, found.total, readings(question), question.dropped)

    def _score(
        self,
        question: Question,
        scored: DocScores,
        spans: list[tuple[int, int]],
        filters: Filters,
        boosts: Mapping[str, float],
    ) -> F32:
        """The final scores of the documents; 0 for those that the filters exclude."""
        used = self._used(boosts) if boosts else None
        score = self._facts.scored(question, scored, used)
        allowed = self._documents.allowed(scored.docs, spans, filters.billable)
        return score if allowed is None else score * allowed

    def _used(self, boosts: Mapping[str, float]) -> UsedDocuments | None:
        """The documents of a mapping, cached because the same mapping is used repeatedly."""
        kept = self._used_lately.get(id(boosts))
        if kept is not None and kept[0] is boosts:
            return kept[1]
        used = self._codes.used(boosts)
        while len(self._used_lately) >= TEAMS:
            self._used_lately.pop(next(iter(self._used_lately), 0), None)
        self._used_lately[id(boosts)] = boosts, used
        return used

    def _best(self, scored: DocScores, score: F32, most: int) -> list[ScoredDoc]:
        """The best documents, plus all members of a family with a good one, however low their scores."""
        order = (-score).argsort(kind="stable")[:most]
        rows = zip(scored.docs.take(order).tolist(), score.take(order).tolist(), order.tolist(), strict=True)
        found = [ScoredDoc._make(row) for row in rows if row[1] > self._weighing.floor]
        least = self._weighing.far_below * found[0].score if found else 0.0
        if not found or found[-1].score > least:
            return found
        family = self._documents.family
        good = {family(one.doc) for one in found if one.score > least}
        return [one for one in found if one.score > least or family(one.doc) in good]
