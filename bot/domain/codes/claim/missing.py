"""Files that a claim's lines and diagnoses need but that are not loaded."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.domain.codes.claim.claim import ClaimLine
from bot.domain.codes.claim.context import Context, diagnosis_edition
from bot.domain.codes.claim.edition import ReferenceFile
from bot.domain.codes.cpt.grammar import CodeKind
from bot.domain.codes.icd.billable_days import ICD10_BEGAN
from bot.domain.codes.releases import System


@dataclass(frozen=True, slots=True)
class Missing:
    """One file. `system` is the code set of a missing list; `part`: only a part of the quarter is missing.

    `cut_off` names a loaded edition that seems cut off and was not used. `notes`: only the notes of the tabular list
    are missing.
    """

    file: ReferenceFile
    system: System | None = None
    part: bool = False
    cut_off: str = ""
    notes: bool = False


def missing(claim_context: Context) -> tuple[Missing, ...]:
    """The missing files in the order of File, each once.

    Files that no line needs are left out: one line has no pairs.
    """
    return tuple(dict.fromkeys(_missing(claim_context)))


def _missing(claim_context: Context) -> Iterator[Missing]:
    reference, claim = claim_context.reference, claim_context.claim
    medicare = any(not line.own for line in claim.lines)  # Medicare's files don't contain a team's own codes
    if claim.diagnoses and not claim_context.has_notes and claim_context.on >= ICD10_BEGAN:
        answered = diagnosis_edition(reference) is not None or claim_context.history is not None
        yield Missing(ReferenceFile.DIAGNOSES, notes=answered)
    for line in claim.lines:
        yield from _without_list(line, claim_context)
    if sum(not line.own for line in claim.lines) > 1 and not (reference.pairs and reference.pairs.whole):
        yield Missing(ReferenceFile.PAIRS, part=reference.pairs is not None)
    if not medicare:
        return
    if reference.units is None or reference.units.edition(claim.setting) is None:
        yield Missing(ReferenceFile.UNITS)
    if reference.add_ons is None:
        yield Missing(ReferenceFile.ADD_ONS)
    if reference.fees is None:
        yield Missing(ReferenceFile.FEES)


def _without_list(line: ClaimLine, claim_context: Context) -> Iterator[Missing]:
    """A line whose code has no loaded list to check its validity."""
    code, table = line.billed.procedure, claim_context.reference.procedures
    if line.own or code.kind is CodeKind.CDT or (table and table.validity(code, claim_context.on)):
        return
    system = System.HCPCS if code.kind is CodeKind.HCPCS else System.CPT
    yield Missing(
        ReferenceFile.PROCEDURES, system, cut_off=table.cut_off(code, claim_context.on) if table else ""
    )
