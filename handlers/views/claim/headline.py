"""The first line of a check: the worst of found, not checked, and passed.

Claims, codes together and `/explain` share it.
"""

from collections import Counter
from collections.abc import Iterable

from bot.domain.codes.claim.edition import ReferenceFile
from bot.domain.codes.claim.finding import ClaimVerdict
from bot.domain.codes.claim.missing import Missing

PASSED = "No problem found in what was checked"
_NOTES = "Excludes notes"
_UNCHECKED = {
    ReferenceFile.PAIRS: "NCCI",
    ReferenceFile.UNITS: "MUE",
    ReferenceFile.PROCEDURES: "code validity",
    ReferenceFile.DIAGNOSES: "ICD-10-CM",
}
"""What keeps a claim from being cleared. Fees and the add-on file are named below: a price denies no claim."""


def headline(verdicts: Iterable[ClaimVerdict], missing: Iterable[Missing], what: str = "this claim") -> str:
    """`*1 conflict*. Can't clear this claim: NCCI and MUE aren't loaded.`; files that nobody loaded clear nothing."""
    found, unchecked = _counted(verdicts), _unchecked(missing)
    if not unchecked:
        return f"*{found or PASSED}*"
    one = len(unchecked) == 1 and unchecked != [_NOTES]
    absent = f"{_and(unchecked)} {'is' if one else 'are'}n't loaded"
    return f"*{found}*. Can't clear {what}: {absent}." if found else f"*Can't clear {what}: {absent}.*"


def _counted(verdicts: Iterable[ClaimVerdict]) -> str:
    """`1 conflict, 2 to look at again`, or nothing."""
    counts = Counter(verdicts)
    conflicts, again = counts[ClaimVerdict.CONFLICT], counts[ClaimVerdict.LOOK_AGAIN]
    parts = [f"{conflicts} conflict{'s' * (conflicts != 1)}"] if conflicts else []
    parts += [f"{again} to look at again"] if again else []
    return ", ".join(parts)


def _unchecked(missing: Iterable[Missing]) -> list[str]:
    absent = {
        each.file: _NOTES if each.notes else _UNCHECKED[each.file]
        for each in missing
        if each.file in _UNCHECKED
    }
    return [words for file in _UNCHECKED if (words := absent.get(file))]


def _and(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
