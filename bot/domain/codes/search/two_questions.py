"""Two conditions in one question: 'obesity bmi 42' takes two codes, and the better one answers half of it."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.codes.search.arrays import F32
from bot.domain.codes.search.parse import Question
from bot.domain.codes.search.polarity import POLAR_PIECES
from bot.domain.codes.search.result import SearchHit
from bot.domain.codes.search.weights import set_of

_NOT_MET = 0.3
_LEAST_SHARE = 0.2  # of the question: a smaller part is a detail of the first condition
_MOST_SHARE = 0.8  # what is more has not found its first code yet
_SURE = 0.85  # the score of a code that is exactly what the rest of the question says
_DETAILS = frozenset(POLAR_PIECES) | set_of(
    "right left bilateral unspecified initial subsequent sequela encounter without with not history family personal",
    "screening status complication complications routine pain injury disease disorder syndrome exam examination",
    "visit follow up new",
)
"""Words that tell more of a condition and are none themselves."""


def unanswered(question: Question, met: F32) -> Question | None:
    """The part of a question that its best code does not answer, as a question; None where it is too little.

    `met` is how well that code gives each slot, 0 to 1.
    """
    if len(question.slots) < 2:
        return None
    total = sum(slot.weight for slot in question.slots)
    left = [
        slot
        for slot, how in zip(question.slots, met.tolist(), strict=True)
        if how < _NOT_MET and slot.said not in _DETAILS
    ]
    if not _LEAST_SHARE <= sum(slot.weight for slot in left) / total <= _MOST_SHARE:
        return None
    said = {word for slot in left for word in slot.said.split()}
    words = tuple(word for word in question.words if word.text in said)
    return replace(question, words=words, slots=left)


def with_second(hits: tuple[SearchHit, ...], other: Sequence[SearchHit], limit: int) -> tuple[SearchHit, ...]:
    """The hits with the code of the second condition right behind the first one, where it is sure."""
    if not other or other[0].score < _SURE or other[0].code == hits[0].code:
        return hits
    second = other[0]._replace(score=min(other[0].score, hits[0].score))
    rest = (hit for hit in hits[1:] if hit.code != second.code)
    return (hits[0], second, *rest)[:limit]
