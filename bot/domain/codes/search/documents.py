"""Documents of the index as codes and names, with the 7th character that a question asks for."""

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from bot.domain.codes.search.arrays import I32, Arrays, Strings
from bot.domain.codes.search.build_docs import Flag
from bot.domain.codes.search.fold import Chosen
from bot.domain.codes.search.question import Question
from bot.domain.codes.search.result import Hit, Member, Why
from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.words import words

_FIRST_CHOICE = "A"  # initial encounter: what a practice bills first


def dotless(code: str) -> str:
    """A code as it is compared: upper case, without its dot."""
    return code.upper().replace(".", "")


class Documents:
    """Turns document numbers into hits."""

    def __init__(self, arrays: Arrays) -> None:
        self._arrays = arrays
        self._code = Strings(arrays["code_blob"], arrays["code_offsets"])
        self._name = Strings(arrays["name_blob"], arrays["name_offsets"])
        self._meaning = Strings(arrays["meaning_blob"], arrays["meaning_offsets"])
        self._systems = list(Strings(arrays["systems_blob"], arrays["systems_offsets"]))
        self._system_begins = np.searchsorted(arrays["doc_system"], np.arange(len(self._systems) + 1)).tolist()
        self._meaning_stems = [frozenset(stem(w.text) for w in words(m)) for m in self._meaning]

    # -- where to look --------------------------------------------------------------------------------
    def spans(self, systems: Iterable[str] | None, prefix: str) -> list[tuple[int, int]]:
        """Runs of documents of the systems whose codes begin with `prefix`."""
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
        """The first document from `lo` whose dotless code is not before `prefix`."""
        while lo < hi:
            mid = (lo + hi) // 2
            if dotless(self._code[mid]) < prefix:
                lo = mid + 1
            else:
                hi = mid
        return lo

    def text_span(self, spans: list[tuple[int, int]]) -> tuple[int, int]:
        """The run of texts that holds all of `spans`."""
        names = self._arrays["doc_text"]
        last = max(hi for _, hi in spans)
        end = int(names[last]) if last < len(names) else len(self._arrays["text_doc"])
        return int(names[min(lo for lo, _ in spans)]), end

    def allowed(self, docs: I32, spans: list[tuple[int, int]], billable: bool) -> npt.NDArray[np.bool_]:
        """Which of `docs` stand in `spans` and, where asked, can be billed."""
        inside = np.zeros(len(docs), bool)
        for lo, hi in spans:
            inside |= (docs >= lo) & (docs < hi)
        return inside & ((self._arrays["doc_flags"][docs] & Flag.BILLABLE) != 0) if billable else inside

    # -- what to show ---------------------------------------------------------------------------------
    def completion_words(self, question: Question) -> frozenset[str]:
        """Stems of the question that may choose a 7th character."""
        said = {stem(w.text) for w in question.words}
        for slot in question.slots:
            for alternative in slot.alternatives:
                if alternative.reading is not None:
                    said |= {stem(w.text) for w in words(alternative.reading.meant)}
        return frozenset(said)

    def hit(
        self, line: list[Chosen], wanted: frozenset[str], boosts: Mapping[str, float], why: Why, fold: bool
    ) -> Hit:
        """The line's best document as the code to bill, its other documents and completions as members."""
        lead = line[0].doc
        own = self.members(lead)
        best = self._completion(lead, wanted, boosts)
        code, name, billable = self.whole(lead, best)
        others = [m for i, m in enumerate(own) if i != best]
        for other in line[1:]:
            others.append(self._member(other.doc, self._completion(other.doc, wanted, boosts), name))
        return Hit(
            code, name, billable, self.system(lead), round(line[0].score, 4), why,
            self._family(line) if others and fold else None, tuple(others) if fold else (),
        )  # fmt: skip

    def _family(self, line: list[Chosen]) -> str | None:
        """The header above the line: of several documents their common one, of one its stem code."""
        lead = line[0].doc
        if len(line) == 1:
            return self._code[lead]
        above = int(self._arrays["doc_family"][lead])
        parent = int(self._arrays["doc_parent"][lead])
        return self._code[above if any(c.doc == above for c in line) or parent < 0 else parent]

    def system(self, doc: int) -> str:
        """The name of a document's code system."""
        return self._systems[int(self._arrays["doc_system"][doc])]

    def whole(self, doc: int, completion: int = -1) -> tuple[str, str, bool]:
        """Code, name and whether it is billable, of a document or of its n-th completion."""
        code, name = self._code[doc], self._name[doc]
        if completion < 0:
            flags = int(self._arrays["doc_flags"][doc])
            return code, name, bool(flags & Flag.BILLABLE) and not flags & Flag.COMPLETED
        at = int(self._arrays["completion_pointers"][doc]) + completion
        bare = dotless(code).ljust(6, "X")
        meaning = self._meaning[int(self._arrays["completion_meaning"][at])]
        character = chr(int(self._arrays["completion_character"][at]))
        return f"{bare[:3]}.{bare[3:]}{character}", f"{name}, {meaning}", True

    def members(self, doc: int) -> list[Member]:
        """The completions of a document."""
        lo, hi = self._arrays["completion_pointers"][doc : doc + 2].tolist()
        found = []
        for n in range(hi - lo):
            code, name, billable = self.whole(doc, n)
            found.append(Member(code, name, billable, name[len(self._name[doc]) + 2 :]))
        return found

    def _member(self, doc: int, completion: int, lead: str) -> Member:
        code, name, billable = self.whole(doc, completion)
        said = {w.text for w in words(lead)}
        differs = " ".join(w.text for w in words(name) if w.text not in said)
        return Member(code, name, billable, differs)

    def _completion(self, doc: int, wanted: frozenset[str], boosts: Mapping[str, float]) -> int:
        """Which completion to show: the one asked for, else one that the team uses, else the initial encounter."""
        lo, hi = self._arrays["completion_pointers"][doc : doc + 2].tolist()
        best, best_score = -1, -1e9
        for n in range(hi - lo):
            meaning = self._meaning_stems[int(self._arrays["completion_meaning"][lo + n])]
            score = len(meaning & wanted) * 2.0 - len(meaning) * 0.01
            score += 0.5 * (chr(int(self._arrays["completion_character"][lo + n])) == _FIRST_CHOICE)
            if boosts:
                score += boosts.get(self.whole(doc, n)[0], 0.0)
            if score > best_score:
                best, best_score = n, score
        return best
