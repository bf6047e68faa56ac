"""Ranking facts other than words: billable, sides, unspecified, common codes, and the team's usage."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.domain.codes.search.arrays import F32, I32, I64, Arrays
from bot.domain.codes.search.build_docs import ACCESSORIES, Flag
from bot.domain.codes.search.parse import Question
from bot.domain.codes.search.polarity import axes
from bot.domain.codes.search.rank import DocScores
from bot.domain.codes.search.weights import Weighing, set_of

Flags = npt.NDArray[np.uint16]

# Plain integers, because numpy calls an enum's own operators for each operation.
_BILLABLE, _OTHER, _MANIFESTATION = int(Flag.BILLABLE), int(Flag.OTHER), int(Flag.MANIFESTATION)
_ACCESSORY = int(Flag.ACCESSORY)
_UNSPECIFIED, _BILATERAL = int(Flag.UNSPECIFIED), int(Flag.BILATERAL)
_PAIRED, _SIDE_OPEN = int(Flag.PAIRED), int(Flag.SIDE_OPEN)
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
_ALIKE = 3
_NEOPLASM, _COMPLICATION, _FOLLOWING = int(Flag.NEOPLASM), int(Flag.COMPLICATION), int(Flag.FOLLOWING)
_NEOPLASM_WORDS = set_of(
    "neoplasm neoplasms cancer cancers ca tumor tumors tumour carcinoma malignant malignancy benign melanoma sarcoma",
    "lymphoma metastasis metastatic metastases mets mass lesion growth polyp adenoma adenocarcinoma adenomatous",
    "papilloma",
    "lipoma fibroma nevus mole hemangioma carcinoid glioma meningioma situ uncertain behavior leiomyoma myoma fibroid",
    "blastoma seminoma teratoma bcc scc oncology chemotherapy secondary cyst osteoma chondroma neuroma schwannoma",
)
_EQUIPMENT_WORDS = set_of(
    "socket prosthesis prosthetic orthosis orthotic brace wheelchair walker crutch crutches cane splint bed",
    "pump cpap mask battery lens hearing device part parts accessory accessories attachment addition supply supplies",
    "tubing filter tire wheel armrest footrest seat cushion pad pads strap liner foot leg arm hand helmet implant",
    "catheter bag kit equipment",
)
_COMPLICATION_WORDS = set_of("complication complications complicated complicating problem malfunction issue")
_FOLLOWING_WORDS = set_of(
    "following after post sequela sequelae late residual residuals effect effects history hx old prior previous since",
    "stroke cva infarction hemorrhage cerebrovascular ischemic surgery procedure surgical postprocedural postoperative",
    "bypass delivery pregnancy abortion ectopic immunization vaccine explanation transfusion infusion injection",
)
_HIGH = 0.6  # of the best score
_NEAR_HEADER = 0.7
_MOST_HEADERS = 8


_FLAGS = 1 << 13
"""All combinations of the first flags of `Flag`; the others are weighed one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class UsedDocuments:
    """Documents that a team uses, ascending, each with a value from 0 to 1."""

    docs: I32
    values: F32


class DocumentBoosts:
    """The ranking facts of one index's documents."""

    def __init__(self, arrays: Arrays, w: Weighing) -> None:
        self._w = w
        self._flags: Flags = arrays["doc_flags"]
        self._polarity: npt.NDArray[np.uint64] = arrays["doc_polarity"]
        self._ends: I32 = arrays["doc_end"]
        unspecified = np.where(self._flags & _UNSPECIFIED, np.float32(w.unspecified), np.float32(0))
        self._added: F32 = np.float32(w.common) * arrays["doc_prior"] + unspecified
        self._factors: dict[tuple[bool, bool, tuple[bool, ...], int], F32] = {}

    def scored(self, question: Question, answered: DocScores, used: UsedDocuments | None) -> F32:
        """The scores of documents after the facts, the best billable code of a header before it.

        What is common or unspecified comes first among codes that answer alike, so it counts less for a code that
        leaves a part of the question unanswered.
        """
        docs, score = answered.docs, answered.score
        flags = self._flags.take(docs)
        alike = (score / score.max(initial=1e-6)) ** _ALIKE
        found: F32 = (
            score * self._factor(question).take(flags & (_FLAGS - 1)) + self._added.take(docs) * alike
        )
        self._weigh_kinds(question, flags, found)
        if question.polarity:
            self._weigh_polarity(question.polarity, docs, found)
        if used is not None:
            at = np.minimum(used.docs.searchsorted(docs), len(used.docs) - 1)
            found += np.float32(self._w.boost) * used.values[at] * (used.docs[at] == docs)
        self._before_headers(docs, flags, found)
        return found

    def things(self, question: Question, docs: I64) -> npt.NDArray[np.bool_]:
        """Which documents are no part of some equipment, or all where the question names equipment.

        'Knee replacement' is an operation, and no socket of a prosthesis.
        """
        if not _EQUIPMENT_WORDS.isdisjoint(question.said):
            return np.ones(len(docs), np.bool_)
        return np.asarray((self._flags.take(docs) & _ACCESSORY) == 0, np.bool_)

    def _weigh_kinds(self, question: Question, flags: Flags, score: F32) -> None:
        """Weaken, in place, neoplasms, complications and sequels where no word of the question says one."""
        for flag, asked, factor in (
            (_NEOPLASM, _NEOPLASM_WORDS, self._w.neoplasm),
            (_COMPLICATION, _COMPLICATION_WORDS, self._w.complication),
            (_FOLLOWING, _FOLLOWING_WORDS, self._w.complication),
        ):
            if asked.isdisjoint(question.said):
                score[(flags & flag) != 0] *= np.float32(factor)

    def _weigh_polarity(self, asked: int, docs: I64, score: F32) -> None:
        """Weaken, in place, the codes that say another value of an axis than the question does."""
        said = self._polarity.take(docs)
        for mask, wanted in axes(asked):
            named = said & np.uint64(mask)
            score[(named != 0) & (named & np.uint64(wanted) == 0)] *= np.float32(self._w.other_value)

    def _factor(self, question: Question) -> F32:
        """The factor of every combination of flags. There are a thousand, but few kinds of queries."""
        said = question.said
        strangers = tuple(patient.isdisjoint(said) for _, patient in _PATIENTS)
        key = "other" in said, not ACCESSORIES.isdisjoint(said), strangers, sides_asked(question)
        factor = self._factors.get(key)
        if factor is None:
            factor = self._factors[key] = _factors(self._w, *key)
        return factor

    def _before_headers(self, docs: I64, flags: Flags, score: F32) -> None:
        """Move the best billable code below each of the best headers ahead of it, in place."""
        billable = flags & _BILLABLE
        high = score > score.max() * np.float32(_HIGH)
        headers = (high > billable).nonzero()[0]  # both high and not billable
        if not len(headers):
            return
        headers = headers.take((-score.take(headers)).argsort(kind="stable")[:_MOST_HEADERS])
        ends = docs.searchsorted(self._ends.take(docs.take(headers)))
        own = (score * billable).tolist()  # few numbers: a list's slices are faster than an array's
        for at, end in sorted(zip(headers.tolist(), ends.tolist(), strict=True), reverse=True):
            below = own[at + 1 : end]
            best = max(below, default=0.0)
            its = float(score[at])
            if below and best >= its * _NEAR_HEADER:
                child = at + 1 + below.index(best)
                score[child] = own[child] = max(best, its + 1e-4)


def _factors(
    w: Weighing, other_asked: bool, accessory_asked: bool, strangers: tuple[bool, ...], sides: int
) -> F32:
    flags = np.arange(_FLAGS, dtype=np.uint16)
    factor = np.where(flags & _BILLABLE, np.float32(1), np.float32(w.header))
    factor[(flags & _MANIFESTATION) != 0] *= np.float32(w.manifestation)
    if not other_asked:
        factor[(flags & _OTHER) != 0] *= np.float32(w.other)
    if not accessory_asked:
        factor[(flags & _ACCESSORY) != 0] *= np.float32(w.accessory)
    for (flag, _), stranger in zip(_PATIENTS, strangers, strict=True):
        if stranger:
            factor[(flags & flag) != 0] *= np.float32(w.other_patient)
    _weigh_sides(flags, sides, factor, w)
    return factor


def sides_asked(question: Question) -> int:
    """The sides that the question names, also by an abbreviation, as bits of `Flag`. Right and left are both."""
    asked = sum(bit for side, bit in _SIDES.items() if side in question.said)
    return _BILATERAL if asked == _ANY_SIDE - _BILATERAL else asked


def _weigh_sides(flags: Flags, asked: int, factor: F32, w: Weighing) -> None:
    sided = (flags & _ANY_SIDE) != 0
    if not asked:
        factor[sided] *= np.float32(w.sided)
        return
    factor[(flags & _SIDE_OPEN) != 0] *= np.float32(w.side_left_open)
    unmet = sided & ((flags & asked) == 0)
    if asked != _BILATERAL:
        factor[unmet] *= np.float32(w.wrong_side)
        return
    paired = (flags & _PAIRED) != 0
    factor[unmet & paired] *= np.float32(w.both_sides)
    factor[unmet & ~paired] *= np.float32(w.wrong_side)
