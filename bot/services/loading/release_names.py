"""Determine a file's release from what the file says and what the person who loads it specified."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import PurePath
from typing import assert_never

from bot.codefiles.editions import from_first_day
from bot.domain.codes.files import FileKind, FileSource, Licence, Variant
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.domain.errors import CodeDeskError

FROM_EVER = date(1900, 1, 1)
"""The first day of a team's own codes, because their list has no first day. Only each code's own dates count."""


class Unsaid(StrEnum):
    """Information that neither the file nor the person gave."""

    EFFECTIVE = "effective"
    VARIANT = "variant"
    WORKSPACE = "workspace"
    RELEASE = "release"


@dataclass
class EditionsDisagree(CodeDeskError):
    """The file `name` is one edition by its content, and another by its name or by what the person specified.

    `found` are both editions by name, each with its first day. The edition from the content, or else from the file
    name, comes first. Nothing was changed. `said`: the second edition comes from the first day that the person gave.
    """

    kind: FileKind
    name: str
    found: tuple[tuple[str, date], tuple[str, date]]
    said: bool = False


@dataclass
class NeedsToKnow(CodeDeskError):
    """`what` must be specified before the file `name` can be loaded; nothing was changed.

    `choices` are its possible values if there are few, such as settings or the known workspaces.
    """

    what: Unsaid
    kind: FileKind
    name: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """What the person specified: a name for the release, its first day, its setting, and the licensed workspace.

    With `workspace` None, public files are for all workspaces. Others go to the only known workspace, if there is
    just one.
    """

    name: str | None = None
    effective: date | None = None
    workspace: str | None = None
    variant: Variant | None = None


_QPP_SINCE = 2026  # earlier years had one fee schedule
_LONGEST_NAME = 60


def release_of(
    source: FileSource, options: LoadOptions, known: tuple[str, ...] = (), part: str = ""
) -> Release:
    """The release that a file will be.

    `known` are the workspaces in the database. `part` is the part of a multi-file table, from the file's content. If
    a table comes in several files, each is its own release, and its edition ends in its part: '2026 Q1 f1', '2026
    long', 'FY2024 order'. So a list of codes never replaces a tabular list, which holds more. Raises NeedsToKnow, and
    EditionsDisagree.
    """
    source = _own(source, options) if source.kind is FileKind.OWN_CODES else _agreed(source, options)
    if source.effective is None:
        if options.effective is None:
            raise NeedsToKnow(Unsaid.EFFECTIVE, source.kind, source.name)
        source = from_first_day(source, options.effective)
    first_day = options.effective or source.effective or FROM_EVER
    over = source.ends is not None and source.ends < first_day
    return Release(
        _system(source, options),
        _edition(source, options, part or _part(source)),
        first_day,
        from_first_day(source, first_day).ends if over else source.ends,
        source.name,
        workspace_of(source, options, known),
    )


def _agreed(source: FileSource, options: LoadOptions) -> FileSource:
    """The file with the edition that its name, its content and the person agree on.

    If the person gave a first day, it decides between the file's name and its content. A day that fits neither
    raises, unless the person also named the release, because then it is intended.
    """
    said = options.effective
    if source.effective is None or (said and options.name):
        return source
    inside, other = (source.edition, source.effective), source.other
    if said and source.effective <= said <= (source.ends or date.max):
        return source
    if said and other and other.effective <= said <= other.ends:
        return replace(source, edition=other.edition, effective=other.effective, ends=other.ends)
    if said:
        by_day = from_first_day(source, said).edition, said
        raise EditionsDisagree(source.kind, source.name, (inside, by_day), said=True)
    if other:
        raise EditionsDisagree(source.kind, source.name, (inside, (other.edition, other.effective)))
    return source


def workspace_of(source: FileSource, options: LoadOptions, known: tuple[str, ...]) -> str:
    """The workspace that may use the file.

    Files with CPT, and a team's own codes, are never public. Raises NeedsToKnow.
    """
    if source.licence is Licence.PUBLIC:
        return options.workspace or PUBLIC
    if options.workspace and options.workspace != PUBLIC:
        return options.workspace
    if options.workspace is None and len(known) == 1:
        return known[0]
    raise NeedsToKnow(Unsaid.WORKSPACE, source.kind, source.name, known)


def _own(source: FileSource, options: LoadOptions) -> FileSource:
    stem = "".join(c for c in PurePath(source.name).stem if c.isprintable())[:_LONGEST_NAME].strip()
    return replace(source, edition=stem or "codes", effective=options.effective or FROM_EVER)


def _system(source: FileSource, options: LoadOptions) -> System:
    variants = _systems_of(source.kind)
    if isinstance(variants, System):
        return variants
    said = options.variant if options.variant in variants else source.variant
    if (
        said is None
        and source.kind is FileKind.FEES
        and source.effective
        and source.effective.year < _QPP_SINCE
    ):
        said = Variant.NON_QPP
    if said is None or said not in variants:
        raise NeedsToKnow(Unsaid.VARIANT, source.kind, source.name, tuple(v.value for v in variants))
    return variants[said]


def _systems_of(kind: FileKind) -> System | Mapping[Variant, System]:  # noqa: C901, PLR0911, PLR0912 - one case for each kind
    """The system of a kind's rows, or one for each variant in which the kind is published."""
    match kind:
        case (
            FileKind.ICD10CM_TABULAR
            | FileKind.ICD10CM_ORDER
            | FileKind.ICD10CM_CODES
            | FileKind.ICD10CM_ADDENDA
        ):
            return System.ICD10CM
        case FileKind.ICD10CM_INDEX:
            return System.ICD10CM_INDEX
        case FileKind.ICD10CM_CONVERSIONS:
            return System.ICD10CM_CONVERSIONS
        case FileKind.HCPCS:
            return System.HCPCS
        case FileKind.HCPCS_CHANGES:
            return System.HCPCS_CHANGES
        case FileKind.FEES:
            return {Variant.QPP: System.FEES_QPP, Variant.NON_QPP: System.FEES}
        case FileKind.PTP:
            return {
                Variant.PRACTITIONER: System.PAIRS_PRACTITIONER,
                Variant.OUTPATIENT: System.PAIRS_OUTPATIENT,
            }
        case FileKind.MUE:
            return {
                Variant.PRACTITIONER: System.UNITS_PRACTITIONER,
                Variant.OUTPATIENT: System.UNITS_OUTPATIENT,
                Variant.DME: System.UNITS_DME,
            }
        case FileKind.ADD_ON:
            return System.ADD_ONS
        case FileKind.GPCI | FileKind.LOCALITY_COUNTIES | FileKind.ANESTHESIA:
            return System.LOCALITIES
        case (
            FileKind.CPT_LONG
            | FileKind.CPT_MEDIUM
            | FileKind.CPT_SHORT
            | FileKind.CPT_CONSUMER
            | FileKind.CPT_CLINICIAN
        ):
            return System.CPT
        case FileKind.CPT_MODIFIERS:
            return System.CPT_MODIFIERS
        case FileKind.OWN_CODES:
            return System.OWN
    assert_never(kind)


def _edition(source: FileSource, options: LoadOptions, part: str) -> str:
    if source.kind is FileKind.PTP and not part and not options.name:
        raise NeedsToKnow(Unsaid.RELEASE, source.kind, source.name)  # or it would replace the other parts
    name = (options.name or source.edition)[:_LONGEST_NAME]
    return f"{name} {part}" if part else name


def _part(source: FileSource) -> str:
    return f"f{source.part}" if source.part else _part_of_kind(source.kind)


def _part_of_kind(kind: FileKind) -> str:  # noqa: C901, PLR0911 - one case for each part
    """The part of its table that every file of a kind holds.

    '' if a file is a whole table, or the part is in its name.
    """
    match kind:
        case FileKind.ICD10CM_ORDER:
            return "order"
        case FileKind.ICD10CM_CODES:
            return "codes"
        case FileKind.CPT_LONG:
            return "long"
        case FileKind.CPT_MEDIUM:
            return "medium"
        case FileKind.CPT_SHORT:
            return "short"
        case FileKind.CPT_CONSUMER:
            return "consumer"
        case FileKind.CPT_CLINICIAN:
            return "clinician"
        case FileKind.GPCI:
            return "indices"
        case FileKind.LOCALITY_COUNTIES:
            return "counties"
        case FileKind.ANESTHESIA:
            return "anesthesia"
        case (
            FileKind.ICD10CM_TABULAR
            | FileKind.ICD10CM_INDEX
            | FileKind.ICD10CM_ADDENDA
            | FileKind.ICD10CM_CONVERSIONS
            | FileKind.HCPCS
            | FileKind.HCPCS_CHANGES
            | FileKind.FEES
            | FileKind.PTP
            | FileKind.MUE
            | FileKind.ADD_ON
            | FileKind.CPT_MODIFIERS
            | FileKind.OWN_CODES
        ):
            return ""
    assert_never(kind)
