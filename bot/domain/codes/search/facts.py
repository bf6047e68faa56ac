"""What ranking knows beside words: billable, sides, unspecified, common codes, what the team uses."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from bot.domain.codes.search.arrays import F32, I32, Arrays
from bot.domain.codes.search.build_docs import Flag
from bot.domain.codes.search.question import Question
from bot.domain.codes.search.weighing import Weighing
from bot.domain.codes.search.weights import set_of

Flags = npt.NDArray[np.uint16]

# Plain integers: numpy asks an enum's own operators for each operation.
_BILLABLE, _OTHER, _MANIFESTATION = int(Flag.BILLABLE), int(Flag.OTHER), int(Flag.MANIFESTATION)
_UNSPECIFIED, _BILATERAL = int(Flag.UNSPECIFIED), int(Flag.BILATERAL)
_SIDES = {"right": int(Flag.RIGHT), "left": int(Flag.LEFT), "bilateral": _BILATERAL}
_ANY_SIDE = sum(_SIDES.values())
_PATIENTS = (
    (
        int(Flag.MOTHER),
        set_of(
            "pregnancy pregnant gestational maternal labor delivery postpartum obstetric birth abortion miscarriage",
            "puerperal antepartum trimester mother obstetrical fetal",
        ),
    ),
    (
        int(Flag.NEWBORN),
        set_of(
            "newborn neonatal neonate infant baby perinatal birth fetal preterm premature congenital fetus maternal",
            "nursery",
        ),
    ),
)
_NEAR_HEADER = 0.7
_MOST_HEADERS = 8


_FLAGS = 1 << 10
"""All combinations of `Flag`."""


@dataclass(frozen=True, slots=True, eq=False)
class Used:
    """Documents that a team uses, ascending, each with its 0 to 1."""

    docs: I32
    values: F32


def with_facts(
    arrays: Arrays, question: Question, docs: I32, score: F32, *, used: Used | None, w: Weighing
) -> F32:
    """The scores of `docs` after the facts."""
    flags: Flags = arrays["doc_flags"][docs]
    said = question.said
    strangers = tuple(patient.isdisjoint(said) for _, patient in _PATIENTS)
    factor = _factors(w, "other" in said, strangers, sides_asked(question))
    found = score * factor[flags] + np.float32(w.common) * arrays["doc_prior"][docs]
    found += _unspecified(w)[flags]
    if used is not None:
        at = np.minimum(used.docs.searchsorted(docs), len(used.docs) - 1)
        found += np.float32(w.boost) * used.values[at] * (used.docs[at] == docs)
    return np.asarray(found, np.float32)


@lru_cache(maxsize=64)
def _factors(w: Weighing, other_asked: bool, strangers: tuple[bool, ...], sides: int) -> F32:
    """The factor of every combination of flags: there are a thousand, and few kinds of questions."""
    flags = np.arange(_FLAGS, dtype=np.uint16)
    factor = np.where(flags & _BILLABLE, np.float32(1), np.float32(w.header))
    factor[(flags & _MANIFESTATION) != 0] *= np.float32(w.manifestation)
    if not other_asked:
        factor[(flags & _OTHER) != 0] *= np.float32(w.other)
    for (flag, _), stranger in zip(_PATIENTS, strangers, strict=True):
        if stranger:
            factor[(flags & flag) != 0] *= np.float32(w.other_patient)
    _weigh_sides(flags, sides, factor, w)
    return factor


@lru_cache(maxsize=4)
def _unspecified(w: Weighing) -> F32:
    flags = np.arange(_FLAGS, dtype=np.uint16)
    return np.where(flags & _UNSPECIFIED, np.float32(w.unspecified), np.float32(0))


def before_headers(arrays: Arrays, docs: I32, score: F32) -> None:
    """Let the best billable code below each of the best headers stand before it, in place."""
    billable = (arrays["doc_flags"][docs] & _BILLABLE) != 0
    headers = np.flatnonzero(~billable & (score > score.max() * np.float32(0.6)))
    if not len(headers):
        return
    headers = headers[(-score[headers]).argsort(kind="stable")[:_MOST_HEADERS]]
    ends = docs.searchsorted(arrays["doc_end"][docs[headers]])
    own = (score * billable).tolist()  # few numbers: a list's slices are quicker than an array's
    for at, end in sorted(zip(headers.tolist(), ends.tolist(), strict=True), reverse=True):
        below = own[at + 1 : end]
        if below:
            best = max(below)
            if best >= score[at] * _NEAR_HEADER:
                child = at + 1 + below.index(best)
                score[child] = own[child] = max(best, float(score[at]) + 1e-4)


def sides_asked(question: Question) -> int:
    """The sides that the question names, also by an abbreviation, as bits of `Flag`."""
    return sum(bit for side, bit in _SIDES.items() if side in question.said)


def _weigh_sides(flags: Flags, asked: int, factor: F32, w: Weighing) -> None:
    sided = (flags & _ANY_SIDE) != 0
    if not asked:
        factor[sided] *= np.float32(w.sided)
        return
    unmet = sided & ((flags & asked) == 0)
    factor[unmet] *= np.float32(w.both_sides if asked == _BILATERAL else w.wrong_side)
