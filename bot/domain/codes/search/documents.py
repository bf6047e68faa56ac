"""Documents of the index as codes and names, with the 7th character in the query."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from bot.domain.codes.search.arrays import I64, Arrays, Strings
from bot.domain.codes.search.build_docs import Flag
from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.words import words

_BILLABLE = int(Flag.BILLABLE)
_BILLABLE_AS_IS = int(Flag.BILLABLE | Flag.COMPLETED)


def dotless(code: str) -> str:
    """A code's form for comparison: upper case, without its dot."""
    return code.upper().replace(".", "")


class Documents:
    """Converts document numbers to hits."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._code = Strings(arrays["code_blob"], arrays["code_offsets"])
        self._name = Strings(arrays["name_blob"], arrays["name_offsets"])
        self.meanings = list(Strings(arrays["meaning_blob"], arrays["meaning_offsets"]))
        # Single items of a memoryview cost a third of an array's.
        self._flags, self._parent = arrays["doc_flags"].data, arrays["doc_parent"].data
        self._system, self._pointers = (
            arrays["doc_system"].data,
            arrays["completion_pointers"].data,
        )
        self._family = arrays["doc_family"].data
        self._characters = arrays["completion_character"].data
        self._meaning = arrays["completion_meaning"].data
        self._systems = list(Strings(arrays["systems_blob"], arrays["systems_offsets"]))
        self._system_begins = np.searchsorted(
            arrays["doc_system"], np.arange(len(self._systems) + 1)
        ).tolist()
        self.meaning_stems = [frozenset(stem(w.text) for w in words(m)) for m in self.meanings]

    # -- where to look --------------------------------------------------------------------------------
    def spans(self, systems: Iterable[str] | None, prefix: str) -> list[tuple[int, int]]:
        """Ranges of documents in the systems whose codes begin with `prefix`."""
        wanted = self._systems if systems is None else [s for s in self._systems if s in set(systems)]
        found = []
        for system in wanted:
            at = self._systems.index(system)
            lo, hi = self._system_begins[at], self._system_begins[at + 1]
            if prefix:
                lo, hi = self._begin(lo, hi, dotless(prefix)), self._begin(lo, hi, dotless(prefix) + "\x7f")
            if lo < hi:
                found.append((lo, hi))
        return found

    def _begin(self, lo: int, hi: int, prefix: str) -> int:
        """The first document from `lo` whose dotless code does not sort before `prefix`."""
        while lo < hi:
            mid = (lo + hi) // 2
            if dotless(self._code[mid]) < prefix:
                lo = mid + 1
            else:
                hi = mid
        return lo

    def text_span(self, spans: list[tuple[int, int]]) -> tuple[int, int]:
        """The range of texts that covers all of `spans`."""
        names = self._arrays["doc_text"]
        last = max(hi for _, hi in spans)
        end = int(names[last]) if last < len(names) else len(self._arrays["text_doc"])
        return int(names[min(lo for lo, _ in spans)]), end

    def allowed(
        self, docs: I64, spans: list[tuple[int, int]], billable: bool
    ) -> npt.NDArray[np.bool_] | None:
        """Which of `docs` (ascending) are in `spans` and, if required, billable; None: all of them."""
        if len(spans) == 1 and not billable and spans[0][0] <= docs[0] and docs[-1] < spans[0][1]:
            return None
        return self.inside(docs, spans, billable)

    def inside(self, docs: I64, spans: list[tuple[int, int]], billable: bool) -> npt.NDArray[np.bool_]:
        """Like `allowed` for documents in any order, with a value for each."""
        inside = np.zeros(len(docs), bool)
        for lo, hi in spans:
            inside |= (docs >= lo) & (docs < hi)
        return inside & ((self._arrays["doc_flags"][docs] & _BILLABLE) != 0) if billable else inside

    def billable(self, docs: I64, completions: npt.NDArray[np.int16]) -> npt.NDArray[np.bool_]:
        """Which documents, each with its n-th completion or none (-1), are billable as they are."""
        as_is = (self._arrays["doc_flags"][docs] & _BILLABLE_AS_IS) == _BILLABLE
        return np.asarray(as_is | (completions >= 0), np.bool_)

    # -- what to show ---------------------------------------------------------------------------------
    def system(self, doc: int) -> str:
        """A document's code system."""
        return self._systems[self._system[doc]]

    def code(self, doc: int) -> str:
        """A document's own code, without a 7th character."""
        return self._code.at(doc)

    def flags(self, doc: int) -> int:
        """A document's facts, as `Flag`."""
        return self._flags[doc]

    def family(self, doc: int) -> int:
        """The first document of a document's family."""
        return self._family[doc]

    def above(self, doc: int) -> str | None:
        """The header above a document, or None."""
        parent = self._parent[doc]
        return None if parent < 0 else self._code.at(parent)

    def whole(self, doc: int, completion: int = -1) -> tuple[str, str, bool]:
        """Code, name and whether it is billable, for a document or its n-th completion."""
        code, name = self._code.at(doc), self._name.at(doc)
        if completion < 0:
            flags = self.flags(doc)
            return code, name, flags & _BILLABLE_AS_IS == _BILLABLE
        character, meaning = self.completions(doc)[completion]
        return completed(code, character), f"{name}, {self.meanings[meaning]}", True

    def completions(self, doc: int) -> list[tuple[str, int]]:
        """The 7th characters that complete a document, each with the number of its meaning."""
        lo, hi = self._pointers[doc], self._pointers[doc + 1]
        if lo == hi:
            return []
        characters = bytes(self._characters[lo:hi]).decode("latin-1")
        return list(zip(characters, self._meaning[lo:hi].tolist(), strict=True))


def completed(code: str, character: str) -> str:
    """A code with its 7th character, with X in the places between."""
    bare = dotless(code).ljust(6, "X")
    return f"{bare[:3]}.{bare[3:]}{character}"
