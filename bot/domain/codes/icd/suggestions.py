"""Suggest codes for one that is not in the table."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from rapidfuzz.distance import OSA, Prefix
from rapidfuzz.process import cdist

from bot.domain.codes.diagnosis import Diagnosis, DiagnosisTable
from bot.domain.codes.icd.grammar import Typed, bare, dotted, lookalikes_mended
from bot.domain.codes.icd.replaced import demotion, move

_SEVENTH = 7
_MOST_NEAR = 4
_MOST_REPLACING = 8
MOST_BELOW = 8
"""Codes below a header that a list does not include."""
_FURTHEST = 2  # characters changed, added, dropped or swapped
_MOST_COMPARED = 5_000


class SuggestionReason(StrEnum):
    """Why a suggestion is made."""

    BELOW = "below"  # the list has only codes, and these begin with what was typed
    REPLACED = "replaced"  # the codes that the old code was divided into
    MOVED = "moved"  # the current code of the same condition
    LOOKALIKE = "lookalike"  # the letter O or I for a digit
    PLACEHOLDER = "placeholder"  # X missing, or the wrong number of them
    COMPLETE = "complete"  # billable without the extra characters
    OTHER_SEVENTH = "other seventh"  # this code takes other 7th characters
    ABOVE = "above"  # the nearest existing header
    NEAR = "near"  # one or two characters away


@dataclass(frozen=True, slots=True)
class CodeSuggestion:
    """A code in the table that was probably meant, and why."""

    diagnosis: Diagnosis
    why: SuggestionReason


def meant_by(typed: Typed, table: DiagnosisTable) -> tuple[CodeSuggestion, ...]:
    """The likeliest codes for one that the table does not have, best first, at most a handful.

    A certain reading is returned alone. Similar codes are offered if there is none, and also for a complete code with
    an extra digit (`R26.18` may be R26.1, or R26.81 with swapped digits).
    """
    certain = (
        list(_below(typed, table))
        or list(_replacements(typed, table))
        or list(_moved(typed, table))
        or list(_lookalikes(typed, table))
        or list(_completions(typed.code, table))
        or list(_without_surplus(typed.code, table))
    )
    if certain and not (certain[0].why is SuggestionReason.COMPLETE and typed.code[-1].isdigit()):
        return tuple(certain)
    guesses = [*certain, *_near(typed.code, table), *_above(typed.code, table)]
    first_reasons = {m.diagnosis.code: m for m in reversed(guesses)}
    return tuple(first_reasons[code] for code in dict.fromkeys(m.diagnosis.code for m in guesses))


def _below(typed: Typed, table: DiagnosisTable) -> Iterator[CodeSuggestion]:
    """A header in a list without headers: `M54.5` in NCHS's codes file, which has M54.50."""
    if not typed.guessed:
        below = (
            found for child in table.starting(typed.code) if (found := table.get(child)) and found.billable
        )
        yield from (CodeSuggestion(child, SuggestionReason.BELOW) for child in islice(below, MOST_BELOW))


def _replacements(typed: Typed, table: DiagnosisTable) -> Iterator[CodeSuggestion]:
    """The codes that an old completed code (`T78.1XXA`) was divided into, with its 7th character."""
    old = None if typed.guessed else demotion(typed.code)
    if old and (header := table.get(old.code)):
        new = (found for child in header.children if (found := table.get(child)))
        yield from (
            CodeSuggestion(_completed(child, typed.code[-1], table), SuggestionReason.REPLACED)
            for child in islice(new, _MOST_REPLACING)
        )


def _moved(typed: Typed, table: DiagnosisTable) -> Iterator[CodeSuggestion]:
    """The replacements of a removed code that this table has."""
    found = None if typed.guessed else move(typed.code)
    new = (table.get(code) for code in found.instead) if found else ()
    yield from (CodeSuggestion(diagnosis, SuggestionReason.MOVED) for diagnosis in new if diagnosis)


def _completed(header: Diagnosis, seventh: str, table: DiagnosisTable) -> Diagnosis:
    taken = next((child for child in header.children if header.sevenths and child.endswith(seventh)), None)
    return (table.get(taken) if taken else None) or header


def _lookalikes(typed: Typed, table: DiagnosisTable) -> Iterator[CodeSuggestion]:
    mended = dotted(lookalikes_mended(bare(typed.written)))
    if mended != typed.code or typed.guessed:
        if found := table.get(mended):
            yield CodeSuggestion(found, SuggestionReason.LOOKALIKE)
        else:
            yield from (
                CodeSuggestion(m.diagnosis, SuggestionReason.LOOKALIKE) for m in _completions(mended, table)
            )


def _completions(code: str, table: DiagnosisTable) -> Iterator[CodeSuggestion]:
    """`W21.89A` -> `W21.89XA`, `T07XXXXD` -> `T07.XXXD`: the last character is read as the seventh."""
    plain = bare(code)
    stem, last = plain[:-1], plain[-1:]
    for header in _headers_for(stem, table):
        taken = next(
            (c for c, s in zip(header.children, header.sevenths, strict=False) if s.character == last), None
        )
        if taken and (found := table.get(taken)):
            yield CodeSuggestion(found, SuggestionReason.PLACEHOLDER)
        elif last.isalpha() and last != "X":
            yield CodeSuggestion(header, SuggestionReason.OTHER_SEVENTH)
        return


def _headers_for(stem: str, table: DiagnosisTable) -> Iterator[Diagnosis]:
    """Headers that take a 7th character: the stem as typed, then with fewer X at its end."""
    while len(stem) >= 3:
        if (header := table.get(dotted(stem))) and header.sevenths:
            yield header
        if not stem.endswith("X"):
            return
        stem = stem[:-1]


def _without_surplus(code: str, table: DiagnosisTable) -> Iterator[CodeSuggestion]:
    """`M54.50A` -> `M54.50`: a billable code with extra characters."""
    plain = bare(code)
    for length in range(len(plain) - 1, 2, -1):
        if found := table.get(dotted(plain[:length])):
            if found.billable:
                yield CodeSuggestion(found, SuggestionReason.COMPLETE)
            elif set(plain[length:]) == {"X"}:
                yield CodeSuggestion(found, SuggestionReason.ABOVE)
            return


def _near(code: str, table: DiagnosisTable) -> Iterator[CodeSuggestion]:
    """Codes one or two characters away in the category or, if it does not exist, with the same first letter.

    Of two at the same distance, the one with the longer common beginning is likelier, because typos come late.
    """
    plain = bare(code)
    start = code[:3] if any(True for _ in table.starting(code[:3])) else code[:1]
    every = ((c, bare(c)) for c in islice(table.starting(start), _MOST_COMPARED))
    pool = [(c, other) for c, other in every if abs(len(other) - len(plain)) <= 1]
    close = sorted((far, -Prefix.similarity(code, c), c) for far, c in _within_reach(plain, pool))
    yield from (
        CodeSuggestion(d, SuggestionReason.NEAR) for _, _, c in close[:_MOST_NEAR] if (d := table.get(c))
    )


def _within_reach(plain: str, pool: list[tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """Compute distances in one call to C, because S52 alone has 3,500 codes.

    The pool has each code with and without its dot.
    """
    far = cdist([plain], [other for _, other in pool], scorer=OSA.distance, score_cutoff=_FURTHEST)[0]
    return ((int(far[at]), pool[at][0]) for at in (far <= _FURTHEST).nonzero()[0])


def _above(code: str, table: DiagnosisTable) -> Iterator[CodeSuggestion]:
    plain = bare(code)
    prefixes = (dotted(plain[:length]) for length in range(min(len(plain) - 1, _SEVENTH), 2, -1))
    header = next((found for prefix in prefixes if (found := table.get(prefix))), None)
    if header:
        yield CodeSuggestion(header, SuggestionReason.ABOVE)
