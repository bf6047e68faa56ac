"""What was probably meant by a code that is in no book."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest
from itertools import islice

from rapidfuzz.distance import DamerauLevenshtein

from bot.domain.codes.diagnosis import Diagnosis, DiagnosisBook
from bot.domain.codes.icd.grammar import Typed, bare, dotted, lookalikes_mended
from bot.domain.codes.icd.replaced import demotion

_SEVENTH = 7
_MOST_NEAR = 3
_FURTHEST = 2  # characters changed, added, dropped or swapped
_MOST_COMPARED = 5_000


class Why(StrEnum):
    """Why a suggestion is made."""

    REPLACED = "replaced"  # what the old code was divided into
    LOOKALIKE = "lookalike"  # the letter O or I for a digit
    PLACEHOLDER = "placeholder"  # X missing or in the wrong number
    COMPLETE = "complete"  # billable without the characters behind it
    OTHER_SEVENTH = "other seventh"  # this code takes other 7th characters
    ABOVE = "above"  # the nearest header that there is
    NEAR = "near"  # one or two characters away


@dataclass(frozen=True, slots=True)
class Meant:
    """A code in the book that was probably meant, and why."""

    diagnosis: Diagnosis
    why: Why


def meant_by(typed: Typed, book: DiagnosisBook) -> tuple[Meant, ...]:
    """The likeliest codes for one that the book does not hold, best first, at most a handful.

    Certain readings come alone; codes of a similar form are offered where there is none, and beside a
    complete code with a digit too many (`R26.18` may be R26.1, or R26.81 with its digits swapped).
    """
    certain = (
        list(_replacements(typed.code, book))
        or list(_lookalikes(typed, book))
        or list(_completions(typed.code, book))
        or list(_without_surplus(typed.code, book))
    )
    if certain and not (certain[0].why is Why.COMPLETE and typed.code[-1].isdigit()):
        return tuple(certain)
    guesses = [*certain, *_near(typed.code, book), *_above(typed.code, book)]
    return tuple({m.diagnosis.code: m for m in reversed(guesses)}.values())[::-1]


def _replacements(code: str, book: DiagnosisBook) -> Iterator[Meant]:
    if (old := demotion(code)) and (header := book.get(old.code)):
        yield Meant(header, Why.REPLACED)


def _lookalikes(typed: Typed, book: DiagnosisBook) -> Iterator[Meant]:
    mended = dotted(lookalikes_mended(bare(typed.written)))
    if mended != typed.code or typed.guessed:
        if found := book.get(mended):
            yield Meant(found, Why.LOOKALIKE)
        else:
            yield from (Meant(m.diagnosis, Why.LOOKALIKE) for m in _completions(mended, book))


def _completions(code: str, book: DiagnosisBook) -> Iterator[Meant]:
    """`W21.89A` -> `W21.89XA`, `T07XXXXD` -> `T07.XXXD`: the last character read as the seventh."""
    plain = bare(code)
    stem, last = plain[:-1], plain[-1:]
    for header in _headers_for(stem, book):
        taken = next(
            (c for c, s in zip(header.children, header.sevenths, strict=False) if s.character == last), None
        )
        if taken and (found := book.get(taken)):
            yield Meant(found, Why.PLACEHOLDER)
        elif last.isalpha() and last != "X":
            yield Meant(header, Why.OTHER_SEVENTH)
        return


def _headers_for(stem: str, book: DiagnosisBook) -> Iterator[Diagnosis]:
    """Headers that take a 7th character: the stem as it stands, then with ever fewer X at its end."""
    while len(stem) >= 3:
        if (header := book.get(dotted(stem))) and header.sevenths:
            yield header
        if not stem.endswith("X"):
            return
        stem = stem[:-1]


def _without_surplus(code: str, book: DiagnosisBook) -> Iterator[Meant]:
    """`M54.50A` -> `M54.50`: a billable code with characters behind it."""
    plain = bare(code)
    for length in range(len(plain) - 1, 2, -1):
        if found := book.get(dotted(plain[:length])):
            if found.billable:
                yield Meant(found, Why.COMPLETE)
            elif set(plain[length:]) == {"X"}:
                yield Meant(found, Why.ABOVE)
            return


def _near(code: str, book: DiagnosisBook) -> Iterator[Meant]:
    """Codes one or two characters away: of the category, or where there is none, of its neighbours."""
    start = code[:3] if any(True for _ in book.starting(code[:3])) else code[:1]
    length = min(len(bare(code)), _SEVENTH)
    pool = [c for c in islice(book.starting(start), _MOST_COMPARED) if abs(len(bare(c)) - length) <= 1]
    scored = [(DamerauLevenshtein.distance(bare(code), bare(c), score_cutoff=_FURTHEST), c) for c in pool]
    close = nsmallest(_MOST_NEAR, (one for one in scored if one[0] <= _FURTHEST))
    yield from (Meant(found, Why.NEAR) for _, near in close if (found := book.get(near)))


def _above(code: str, book: DiagnosisBook) -> Iterator[Meant]:
    plain = bare(code)
    prefixes = (dotted(plain[:length]) for length in range(min(len(plain) - 1, _SEVENTH), 2, -1))
    header = next((found for prefix in prefixes if (found := book.get(prefix))), None)
    if header:
        yield Meant(header, Why.ABOVE)
