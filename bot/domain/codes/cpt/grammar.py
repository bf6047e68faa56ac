"""The forms of procedure codes: CPT Categories I-III, PLA, MAAA and HCPCS Level II.

Only the form is checked here. The loaded release decides whether a code exists on a date.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class CodeKind(StrEnum):
    """Which family of codes a form belongs to."""

    CATEGORY_I = "CPT Category I"
    CATEGORY_II = "CPT Category II"
    CATEGORY_III = "CPT Category III"
    PLA = "CPT PLA"
    MAAA = "CPT MAAA"
    COVID_ADMINISTRATION = "CPT COVID-19 vaccine administration"
    HCPCS = "HCPCS Level II"
    CDT = "CDT"
    OWN = "your team's own codes"


@dataclass(frozen=True, slots=True)
class ProcedureCode:
    """A code in canonical form (upper case), and the family of its form."""

    code: str
    kind: CodeKind


@dataclass(frozen=True, slots=True)
class BilledCode:
    """A code with its modifiers in the order typed: `97110-GP-59`."""

    procedure: ProcedureCode
    modifiers: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "-".join((self.procedure.code, *self.modifiers))


_FORMS = {
    CodeKind.CATEGORY_I: r"[0-9]{5}",
    CodeKind.CATEGORY_II: r"[0-9]{4}F",
    CodeKind.CATEGORY_III: r"[0-9]{4}T",
    CodeKind.PLA: r"[0-9]{4}U",
    CodeKind.MAAA: r"[0-9]{4}M",
    CodeKind.COVID_ADMINISTRATION: r"[0-9]{4}A",
    CodeKind.HCPCS: r"[ABCEGHJKLMPQRSTUV][0-9]{4}",
    CodeKind.CDT: r"D[0-9]{4}",
}
_ANY_FORM = re.compile("|".join(f"(?P<{kind.name}>{form})" for kind, form in _FORMS.items()))
_WIDTH = 5
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_ATTACHED = re.compile(r"([0-9A-Z]{5})(?:[-:]?([A-Z][0-9A-Z])|[-:]([0-9A-Z]{2}))((?:[-:][0-9A-Z]{2})*)")
_DIAGNOSIS = re.compile(r"(?:[A-Z][0-9][0-9AB]|QA0)(?:\.[0-9A-Z]{1,4}|[0-9A-Z]{0,4})")


def read_code(token: str) -> ProcedureCode | None:
    """The procedure code in `token`, in any case, or None if it doesn't have the form.

    >>> read_code("0592t")
    ProcedureCode(code='0592T', kind=<CodeKind.CATEGORY_III: 'CPT Category III'>)
    """
    if len(token) != _WIDTH:  # most words of a pasted claim are not codes, so check the length first
        return None
    found = _ANY_FORM.fullmatch(token.upper())
    return ProcedureCode(found[0], CodeKind[found.lastgroup or ""]) if found else None


def read_billed(token: str) -> BilledCode | None:
    """A code with or without attached modifiers: `97110`, `97110-59`, `97110-GP-59`, `97110:59`, `97110GP`.

    Seven digits (`9711059`) are not accepted, because they may be a mistyped number. They get a suggestion.
    """
    if code := read_code(token):
        return BilledCode(code)
    if len(token) <= _WIDTH:
        return None
    found = _ATTACHED.fullmatch(token.upper())
    code = read_code(found[1]) if found else None
    if not found or not code:
        return None
    rest = re.findall(r"[0-9A-Z]{2}", found[4])
    return BilledCode(code, tuple(dict.fromkeys((found[2] or found[3], *rest))))


def with_modifiers(billed: BilledCode, more: Sequence[str]) -> BilledCode:
    """The code with the modifiers that came after it added, each once: `97110 GP 59`."""
    return BilledCode(billed.procedure, tuple(dict.fromkeys((*billed.modifiers, *more))))


def has_modifier_form(token: str) -> bool:
    """Whether `token` has two characters, as every modifier does. It doesn't tell whether the modifier exists."""
    return bool(_MODIFIER.fullmatch(token.upper()))


def read_diagnosis(token: str) -> str | None:
    """The ICD-10-CM form of `token` (with its dot) if it has a diagnosis code's form, or None.

    Dotless tokens such as `A0100` have both forms; the caller must decide.
    """
    written = token.upper().rstrip(".")
    if not _DIAGNOSIS.fullmatch(written):
        return None
    bare = written.replace(".", "")
    return f"{bare[:3]}.{bare[3:]}" if len(bare) > 3 else bare
