"""What ranking knows beside words: billable, sides, unspecified, common codes, what the team uses."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from bot.domain.codes.search.arrays import F32, I32, Arrays
from bot.domain.codes.search.build_docs import Flag
from bot.domain.codes.search.question import Question
from bot.domain.codes.search.weighing import Weighing
from bot.domain.codes.search.words import words

SIDES = {"right": Flag.RIGHT, "left": Flag.LEFT, "bilateral": Flag.BILATERAL}
_OTHER = frozenset(["other"])
NEAR_HEADER = 0.7
Flags = npt.NDArray[np.uint16]
_PATIENTS = (
    (Flag.MOTHER, frozenset("pregnancy pregnant gestational maternal labor delivery postpartum obstetric birth "
                            "abortion miscarriage puerperal antepartum trimester mother obstetrical fetal".split())),
    (Flag.NEWBORN, frozenset("newborn neonatal neonate infant baby perinatal birth fetal preterm premature "
                             "congenital fetus maternal nursery".split())),
)  # fmt: skip
_ANY_SIDE = Flag.RIGHT | Flag.LEFT | Flag.BILATERAL


def with_facts(
    arrays: Arrays, question: Question, docs: I32, score: F32, boosts: Mapping[int, float], w: Weighing
) -> F32:
    """The scores of `docs` after the facts. `boosts`: document -> 0 to 1."""
    flags = arrays["doc_flags"][docs]
    score = score * _sides(flags, sides_asked(question), w)
    score = score * np.where(flags & Flag.BILLABLE, np.float32(1), np.float32(w.header))
    if not _asks(question, _OTHER):
        score = score * np.where(flags & Flag.OTHER, np.float32(w.other), np.float32(1))
    for flag, patient in _PATIENTS:
        if not _asks(question, patient):
            score = score * np.where(flags & flag, np.float32(w.other_patient), np.float32(1))
    score = score * np.where(flags & Flag.MANIFESTATION, np.float32(w.manifestation), np.float32(1))
    score = score + np.float32(w.unspecified) * ((flags & Flag.UNSPECIFIED) != 0)
    score = score + np.float32(w.common) * arrays["doc_prior"][docs]
    if boosts:
        used = np.array([min(1.0, max(0.0, boosts.get(d, 0.0))) for d in docs.tolist()], np.float32)
        score = score + np.float32(w.boost) * used
    return np.asarray(score, np.float32)


def before_headers(arrays: Arrays, docs: I32, score: F32) -> None:
    """Let the best billable code below each of the best headers stand before it, in place."""
    billable = (arrays["doc_flags"][docs] & Flag.BILLABLE) != 0
    ends = np.searchsorted(docs, arrays["doc_end"][docs])
    floor = score.max() * 0.5
    for at in np.flatnonzero(~billable & (score > floor)).tolist():
        below = slice(at + 1, int(ends[at]))
        own = np.where(billable[below], score[below], 0)
        if len(own) and (best := int(own.argmax())) >= 0 and own[best] >= score[at] * NEAR_HEADER:
            score[at + 1 + best] = max(own[best], score[at] + np.float32(1e-4))


def sides_asked(question: Question) -> Flag:
    """The sides that the question names, also by an abbreviation."""
    sides = Flag(0)
    for word in question.words:
        sides |= SIDES.get(word.text, Flag(0))
    for slot in question.slots:
        for alternative in slot.alternatives:
            if alternative.reading is not None:
                for word in alternative.reading.meant.split():
                    sides |= SIDES.get(word, Flag(0))
                break
    return sides


def _sides(flags: Flags, asked: Flag, w: Weighing) -> F32:
    sided = (flags & _ANY_SIDE) != 0
    if not asked:
        return np.where(sided, np.float32(w.sided), np.float32(1))
    met = (flags & asked) != 0
    if asked == Flag.BILATERAL:
        return np.where(sided & ~met, np.float32(w.both_sides), np.float32(1))
    return np.where(sided & ~met, np.float32(w.wrong_side), np.float32(1))


def _asks(question: Question, any_of: frozenset[str]) -> bool:
    """Whether the question says one of the words, also by an abbreviation or a lay word."""
    return any(w.text in any_of for w in question.words) or any(
        not any_of.isdisjoint([w.text for w in words(a.reading.meant)])
        for slot in question.slots
        for a in slot.alternatives
        if a.reading is not None
    )
