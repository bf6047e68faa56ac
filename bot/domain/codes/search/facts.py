"""What ranking knows beside words: billable, sides, unspecified, common codes, what the team uses."""

from collections.abc import Mapping

import numpy as np

from bot.domain.codes.search.arrays import F32, I32, Arrays
from bot.domain.codes.search.build_docs import Flag
from bot.domain.codes.search.question import Question
from bot.domain.codes.search.weighing import Weighing

SIDES = {"right": Flag.RIGHT, "left": Flag.LEFT, "bilateral": Flag.BILATERAL}
_ANY_SIDE = Flag.RIGHT | Flag.LEFT | Flag.BILATERAL


def with_facts(
    arrays: Arrays, question: Question, docs: I32, score: F32, boosts: Mapping[int, float], w: Weighing
) -> F32:
    """The scores of `docs` after the facts. `boosts`: document -> 0 to 1."""
    flags = arrays["doc_flags"][docs]
    score = score * _sides(flags, sides_asked(question), w)
    score = score * np.where(flags & Flag.BILLABLE, np.float32(1), np.float32(w.header))
    if not _asks(question, "other"):
        score = score * np.where(flags & Flag.OTHER, np.float32(w.other), np.float32(1))
    score = score + np.float32(w.unspecified) * ((flags & Flag.UNSPECIFIED) != 0)
    score = score + np.float32(w.common) * arrays["doc_prior"][docs]
    if boosts:
        used = np.array([min(1.0, max(0.0, boosts.get(d, 0.0))) for d in docs.tolist()], np.float32)
        score = score + np.float32(w.boost) * used
    return np.asarray(score, np.float32)


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


def _sides(flags: np.ndarray, asked: Flag, w: Weighing) -> np.ndarray:
    sided = (flags & _ANY_SIDE) != 0
    if not asked:
        return np.where(sided, np.float32(w.sided), np.float32(1))
    return np.where(sided & ((flags & asked) == 0), np.float32(w.wrong_side), np.float32(1))


def _asks(question: Question, word: str) -> bool:
    return any(w.text == word for w in question.words)
