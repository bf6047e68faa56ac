"""What ranking knows beside words: billable, sides, unspecified, common codes, what the team uses."""

from collections.abc import Mapping

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


def with_facts(
    arrays: Arrays, question: Question, docs: I32, score: F32, *, boosts: Mapping[int, float], w: Weighing
) -> F32:
    """The scores of `docs` after the facts. `boosts`: document -> 0 to 1."""
    flags: Flags = arrays["doc_flags"][docs]
    factor = np.where(flags & _BILLABLE, np.float32(1), np.float32(w.header))
    factor[(flags & _MANIFESTATION) != 0] *= np.float32(w.manifestation)
    if "other" not in question.said:
        factor[(flags & _OTHER) != 0] *= np.float32(w.other)
    for flag, patient in _PATIENTS:
        if patient.isdisjoint(question.said):
            factor[(flags & flag) != 0] *= np.float32(w.other_patient)
    _weigh_sides(flags, sides_asked(question), factor, w)
    found = score * factor + np.float32(w.common) * arrays["doc_prior"][docs]
    found[(flags & _UNSPECIFIED) != 0] += np.float32(w.unspecified)
    if boosts:
        used = np.array([min(1.0, max(0.0, boosts.get(d, 0.0))) for d in docs.tolist()], np.float32)
        found += np.float32(w.boost) * used
    return np.asarray(found, np.float32)


def before_headers(arrays: Arrays, docs: I32, score: F32) -> None:
    """Let the best billable code below each of the best headers stand before it, in place."""
    billable = (arrays["doc_flags"][docs] & _BILLABLE) != 0
    headers = np.flatnonzero(~billable & (score > score.max() * np.float32(0.6)))
    headers = headers[np.argsort(-score[headers], kind="stable")[:_MOST_HEADERS]]
    ends = np.searchsorted(docs, arrays["doc_end"][docs[headers]])
    for at, end in sorted(zip(headers.tolist(), ends.tolist(), strict=True), reverse=True):
        own = np.where(billable[at + 1 : end], score[at + 1 : end], np.float32(0))
        if len(own):
            best = int(own.argmax())
            if own[best] >= score[at] * _NEAR_HEADER:
                score[at + 1 + best] = max(own[best], score[at] + np.float32(1e-4))


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
