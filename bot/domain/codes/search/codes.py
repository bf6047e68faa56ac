"""Look up typed codes: exactly, without the dot, or by their beginning."""

import re
from collections.abc import Mapping

import numpy as np

from bot.domain.codes.search.arrays import Arrays
from bot.domain.codes.search.boosts import UsedDocuments
from bot.domain.codes.search.documents import Documents, dotless
from bot.domain.codes.search.result import SearchHit, SearchResult

_CODE = re.compile(r"[A-Z]\d[0-9A-Z]{0,6}|\d[0-9A-Z]{2,4}|[A-Z]{2}\d[0-9A-Z]{0,4}")
LEAST = 3
_LONGEST = 8  # one character more than any code has
LEAST_TYPING = 2


class CodeTable:
    """All codes without their dots, ascending. Exact and prefix lookups use bisection."""

    def __init__(self, arrays: Arrays, documents: Documents) -> None:
        self._codes = arrays["lookup_code"]
        self._docs = arrays["lookup_doc"]
        self._completions = arrays["lookup_completion"]
        self._documents = documents

    def find(
        self, query: str, spans: list[tuple[int, int]], limit: int, billable: bool, typing: bool
    ) -> SearchResult | None:
        """The codes that equal or begin with `query`; None if no code does."""
        code = dotless("".join(query.split()))[:10].rstrip("-")
        if (
            len(code) >= _LONGEST
            or not _CODE.fullmatch(code)
            or len(code) < (LEAST_TYPING if typing else LEAST)
        ):
            return None
        lo, hi = self._codes.searchsorted(np.array([code, code + "\x7f"], self._codes.dtype)).tolist()
        docs = self._docs[lo:hi]
        inside = self._documents.inside(docs, spans, billable=False)
        if not inside.any():
            return None
        if billable:
            inside &= self._documents.billable(docs, self._completions[lo:hi])
        rows = np.flatnonzero(inside) + lo
        return SearchResult(tuple(self._hit(row, code) for row in rows[:limit].tolist()), len(rows))

    def used(self, boosts: Mapping[str, float]) -> UsedDocuments | None:
        """The documents of codes, each with the highest value of its codes. Unknown codes are left out."""
        found: dict[int, float] = {}
        asked = [dotless(code).encode()[:_LONGEST] for code in boosts]
        rows = self._codes.searchsorted(np.array(asked, self._codes.dtype)) if asked else ()
        for code, row, value in zip(asked, rows, boosts.values(), strict=True):
            if row < len(self._codes) and self._codes[row] == code:
                doc = int(self._docs[row])
                found[doc] = max(min(1.0, value), found.get(doc, 0.0))
        docs = sorted(found)
        values = np.array([found[doc] for doc in docs], np.float32)
        return UsedDocuments(np.array(docs, np.int32), values) if docs else None

    def _hit(self, row: int, asked: str) -> SearchHit:
        doc = int(self._docs[row])
        code, name, billable = self._documents.whole(doc, int(self._completions[row]))
        return SearchHit(
            code, name, billable, self._documents.system(doc), 1.0 if dotless(code) == asked else 0.9
        )
