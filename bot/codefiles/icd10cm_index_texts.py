"""The Alphabetic Index's terms for each code: its own lines, and other terms from 'see' and 'see also'."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from bot.codefiles.icd10cm_index import IndexTerm, walk
from bot.domain.codes.search.entries import TextOrigin

Texts = dict[str, list[tuple[TextOrigin, str]]]

_FOLLOWED = 3  # references to references
_MOST_BELOW = 40  # lines reached through one reference
_NO_TARGET = re.compile(r"^condition$|by site|by type|table of|^category|^subcategory|^block", re.IGNORECASE)
_ASIDE = re.compile(r"\([^)]*\)")
_PLURAL = re.compile(r"\(s\)|[^a-z0-9 ]+")


def index_texts(terms: Iterable[IndexTerm]) -> Texts:
    """The index terms of each code as searchable texts, without repeats for a code and kind.

    A text is the main term and its subterms joined by commas, with nonessential modifiers in parentheses. The words
    of a 'see' line also lead to the line that it names and to the lines below that; those of a 'see also' line lead
    only to the named line. References to tables, to a category or 'by site' are not followed.
    """
    tops = list(terms)
    directory = _Directory(tops)
    found: dict[str, dict[tuple[TextOrigin, str], None]] = {}

    def add(kind: TextOrigin, text: str, code: str) -> None:
        found.setdefault(code, {})[kind, text] = None

    for top in tops:
        for above, term in walk(top):
            line = _line((*above, term))
            for head, code in term.codes:
                add(TextOrigin.INDEX, f"{line}, {head}" if head else line, code)
            _refer(directory, line, term, add)
    return {code: list(texts) for code, texts in found.items()}


def _refer(
    directory: "_Directory", line: str, term: IndexTerm, add: Callable[[TextOrigin, str, str], None]
) -> None:
    for reference, deep in ((term.see, True), (term.see_also, False)):
        target = directory.find(reference) if reference else None
        if target is None or (not deep and term.codes):
            continue
        for _, code in target.codes[:1]:
            add(TextOrigin.SEE, line, code)
        below = [(above, t) for inner in target.below for above, t in walk(inner)] if deep else []
        if len(below) <= _MOST_BELOW:
            for above, inner in below:
                for _, code in inner.codes[:1]:
                    add(TextOrigin.SEE, f"{line}, {_line((*above, inner))}", code)


def _line(path: Iterable[IndexTerm]) -> str:
    return ", ".join(f"{t.title} {t.aside}" if t.aside else t.title for t in path)


class _Directory:
    """Finds the line that a reference names."""

    def __init__(self, tops: Iterable[IndexTerm]) -> None:
        self._tops: dict[str, IndexTerm] = {}
        self._titles: dict[int, list[tuple[str, IndexTerm]]] = {}
        for top in tops:
            for name in (_bare(top.title), _bare(top.title.partition(",")[0])):
                self._tops.setdefault(name, top)

    def find(self, reference: str, followed: int = 0) -> IndexTerm | None:
        """The term that `reference` ('Pain, abdominal') names, or None. References from there are followed too."""
        if _NO_TARGET.search(reference):
            return None
        parts = [_bare(part) for part in reference.split(",")]
        term = self._tops.get(parts[0])
        for part in parts[1:]:
            term = self._below(term, part) if term is not None else None
        if term is not None and not term.codes and term.see and followed < _FOLLOWED:
            return self.find(term.see, followed + 1)
        return term

    def _below(self, term: IndexTerm, part: str) -> IndexTerm | None:
        """The line under `term` with the title `part`: an exact match, else one that begins with it."""
        if not part:
            return term
        titles = self._titles.get(id(term))
        if titles is None:  # many references lead below the same few terms
            titles = self._titles[id(term)] = [(_bare(inner.title), inner) for inner in term.below]
        whole = next((inner for title, inner in titles if title == part), None)
        return whole or next((inner for title, inner in titles if title.startswith(part)), None)


@lru_cache(maxsize=200_000)  # an index has about 80,000 lines, and each is compared with many references
def _bare(title: str) -> str:
    """A title normalized for comparison: lower case, without modifiers, punctuation or '(s)'."""
    without = _ASIDE.sub(" ", title.lower())
    return " ".join(_PLURAL.sub(" ", without).split())
