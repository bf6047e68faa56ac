"""Which diagnosis goes first, and which two do not go together.

Sources: ICD-10-CM Official Guidelines I.A.12 (Excludes), I.A.13 (etiology before manifestation, 'code first'), I.C.20
(external causes). Conditional notes ('code first, if applicable') only require the order of codes that are present.
"""

from collections.abc import Iterator
from itertools import combinations

from bot.domain.codes.claim.context import Context
from bot.domain.codes.claim.finding import (
    Authority,
    ClaimFinding,
    ClaimRule,
    ClaimVerdict,
    DiagnosisOutOfOrder,
    ExcludesNote,
    Misplaced,
)
from bot.domain.codes.diagnosis import Diagnosis, DiagnosisTable
from bot.domain.codes.icd import excludes
from bot.domain.codes.icd.path import NoteKind, PrintedNotes, blocks, inherited
from bot.domain.codes.icd.targets import hits, place_of, targets

_EXTERNAL_CAUSES = frozenset("VWXY")  # chapter 20 is V00-Y99
_MANIFESTATION = "classified elsewhere"


def excluding(context: Context) -> Iterator[ClaimFinding]:
    """Pairs of diagnoses that an Excludes1 note names. I.A.12.a permits both if they are unrelated."""
    table = context.reference.diagnoses
    if table is None or not context.has_notes:
        return
    held = _held(context)
    pairs = excludes.together(tuple(diagnosis for _, diagnosis in held), table)
    for ((one, first), (two, second)), pair in zip(combinations(held, 2), pairs, strict=True):
        note = next((n for n in pair.findings if n.kind is NoteKind.EXCLUDES1), None)
        if note and first.code != second.code:
            yield ClaimFinding(
                ClaimRule.EXCLUDES, ClaimVerdict.LOOK_AGAIN, ExcludesNote(note), Authority.EXCLUDES,
                diagnosis=two, others=(one,),
            )  # fmt: skip


def misplaced(context: Context) -> Iterator[ClaimFinding]:
    """Diagnoses before a code that must come first, and external causes where none is allowed.

    External causes are recognized by their code, so that rule needs no release. The others need its names and notes.
    """
    for position, typed in enumerate(context.claim.diagnoses, start=1):
        if is_external_cause(typed.code):
            yield from _external_cause(position, typed.code, context)
    table = context.reference.diagnoses
    if table is None:
        return
    held = _held(context)
    for position, diagnosis in held:
        if not is_external_cause(diagnosis.code) and (found := _sequence(position, diagnosis, held, table)):
            yield found


def is_external_cause(code: str) -> bool:
    """Whether a code is in chapter 20, External causes of morbidity."""
    return code[:1] in _EXTERNAL_CAUSES


def _held(context: Context) -> list[tuple[int, Diagnosis]]:
    positions = range(1, len(context.resolved) + 1)
    return [(position, d) for position in positions if (d := context.diagnosis(position))]


def _external_cause(position: int, code: str, context: Context) -> Iterator[ClaimFinding]:
    first = DiagnosisOutOfOrder(Misplaced.EXTERNAL_CAUSE_FIRST, code)
    if position == 1:
        yield ClaimFinding(
            ClaimRule.ORDER, ClaimVerdict.CONFLICT, first, Authority.EXTERNAL_CAUSE, diagnosis=position
        )
    pointed = DiagnosisOutOfOrder(Misplaced.EXTERNAL_CAUSE_POINTED_FIRST, code)
    for line in context.claim.lines:
        if line.pointers and line.pointers[0] == position:
            yield ClaimFinding(
                ClaimRule.ORDER, ClaimVerdict.LOOK_AGAIN, pointed, Authority.EXTERNAL_CAUSE,
                line=line.number, others=(position,),
            )  # fmt: skip


def _sequence(
    position: int, diagnosis: Diagnosis, held: list[tuple[int, Diagnosis]], table: DiagnosisTable
) -> ClaimFinding | None:
    """A manifestation may never be first. A code named by a 'code first' note goes before the code with the note."""
    printed = next(iter(inherited(diagnosis, table, (NoteKind.CODE_FIRST,))), None)
    named = [(at, d) for at, d in held if at != position and printed and _names(printed, d, table)]
    if any(at < position for at, _ in named):
        return None
    why = Misplaced.CODE_FIRST_AFTER if named else _missing(position, diagnosis, printed)
    if why is None:
        return None
    first = next(iter(named), None)
    detail = DiagnosisOutOfOrder(
        why, diagnosis.code, first[1].code if first else None,
        printed.at if printed else None, printed.notes if printed else (),
    )  # fmt: skip
    never = position == 1 and _MANIFESTATION in diagnosis.name  # with or without its disease after it
    verdict = ClaimVerdict.CONFLICT if never else ClaimVerdict.LOOK_AGAIN
    others = (first[0],) if first else ()
    return ClaimFinding(
        ClaimRule.ORDER, verdict, detail, Authority.MANIFESTATION, diagnosis=position, others=others
    )


def _missing(position: int, diagnosis: Diagnosis, printed: PrintedNotes | None) -> Misplaced | None:
    """The problem if no code that goes first is on the claim. Only manifestations always require one."""
    if _MANIFESTATION not in diagnosis.name:
        return None
    if position == 1:
        return Misplaced.MANIFESTATION_FIRST
    named = printed and any(targets(note) for note in printed.notes)
    return Misplaced.CODE_FIRST_MISSING if named else None


def _names(printed: PrintedNotes, diagnosis: Diagnosis, table: DiagnosisTable) -> bool:
    place = place_of(diagnosis.code, blocks(diagnosis, table))
    return any(hits(target, place) for note in printed.notes for target in targets(note))
