"""Codes that answer every main word of a question: 'colonoscopy' finds nothing rather than something else.

Few procedures are known where no code file is loaded, so the closest one is mostly another thing.
"""

import numpy as np
import numpy.typing as npt

from bot.domain.codes.search.arrays import F32
from bot.domain.codes.search.parse import Question, Slot
from bot.domain.codes.search.term import How
from bot.domain.codes.search.weights import STOP, set_of

_MET = 0.5
_TYPO_MET = 0.75  # a slip of one letter in a long word; a wilder guess is no answer
_MINOR = STOP | set_of(
    "right left bilateral both patient patients cpt hcpcs icd code codes procedure procedures service services",
    "per each any some only also bill billing billed billable medicare mg mcg ml cc unit units min minute minutes hour",
    "without no not today outpatient inpatient simple other unspecified do does did can how much many what is",
)
"""Words that tell more of a service and name none."""


def _main(said: str) -> bool:
    return any(word not in _MINOR and not word[0].isdigit() for word in said.split())


def names_unknown(question: Question) -> bool:
    """Whether a main word is not known at all."""
    return any(map(_main, question.dropped))


def answers_all(question: Question, slots: F32) -> npt.NDArray[np.bool_]:
    """Which documents answer each slot with a main word (`slots`: slots x documents); all where there is none."""
    rows = [n for n, slot in enumerate(question.slots) if _main(slot.said)]
    if not rows:
        return np.ones(slots.shape[1], np.bool_)
    least = np.array([_least(question, question.slots[n]) for n in rows], np.float32)
    return np.asarray((slots[rows] >= least[:, None]).all(axis=0), np.bool_)


def _least(question: Question, slot: Slot) -> float:
    """How well a slot must be met: better where all that was understood is a guess at a misspelt word."""
    columns = [question.columns[c] for alternative in slot.alternatives for c in alternative.columns]
    guessed = all(found.how is How.TYPO for column in columns for found in column.found)
    return _TYPO_MET if guessed else _MET
