"""Parse the text after `/claim` into a claim: anything that a biller pastes, one line or a table."""

import re
from collections.abc import Collection
from datetime import date

from bot.domain.codes.claim.claim import LETTERS, Claim
from bot.domain.codes.claim.normalize import PLACE_MARK, UNITS_MARK, read_written
from bot.domain.codes.claim.own import KnowsOwn, read_own
from bot.domain.codes.claim.problems import NothingToCheck
from bot.domain.codes.claim.rows import (
    DraftLine,
    KnowsDiagnosis,
    Reader,
    lines_of,
    new_row,
    place_of,
    refuse_too_many,
    set_units,
)
from bot.domain.codes.cpt.grammar import (
    BilledCode,
    read_billed,
    read_code,
    read_diagnosis,
    with_modifiers,
)
from bot.domain.codes.cpt.modifier_forms import is_known, may_modify
from bot.domain.codes.cpt.suggestions import looks_meant_as_code, mistyped
from bot.domain.codes.icd import grammar as icd
from bot.domain.errors import NotUnderstood

_BETWEEN = re.compile(r"[\s,;|&+=@]+")
_LABEL = re.compile(r"\b(dx|diag|diagnos[ie]s|icd|icd-?10|cpt|hcpcs|mods?|modifiers?|ptrs?|pointers?):", re.I)
_AROUND = "()[]{}.:!?\"'<>=-_/"
_SLASH = re.compile(r"[/\\]")
_RANGE = re.compile(r"[-/]")
_TIED = re.compile(r"[-:/]")
_TWO = re.compile(r"[0-9A-Z]{2}")
_BARE_UNITS = re.compile(r"[1-9]\d{0,3}")
_LETTERS_APART = re.compile(r"[A-L](?:[:/][A-L])+")
_PLACES_APART = re.compile(r"\d{1,2}(?:[:/]\d{1,2})*")
_NO_UNITS = re.compile(r"[xX*][-+.\dxX*]*\d[-+.\dxX*]*")
_GLUED_UNITS = re.compile(r"([0-9A-Z]{5}(?:-[0-9A-Z]{2})*)[xX](\d{1,4})")
_DX = re.compile(r"(?:dx|dxs|diag|diags|diagnosis|diagnoses|icd|icd10|icd-10|icd-10-cm|icd10cm)\d{0,2}", re.I)
_POINTER = re.compile(r"(?:ptr|ptrs|pointer|pointers|points|point)", re.I)
_FILLER = (
    "mod mods modifier modifiers cpt hcpcs code codes proc procedure units unit qty and with on dos to for x"
)
_NOISE = frozenset(_FILLER.split())
_POINTERS = re.compile(r"[A-L]{1,12}")
_MONEY = re.compile(r"\$[\d,.]*|\d+\.\d{2}")


def read_claim(
    text: str,
    today: date,
    known: Collection[str],
    knows_diagnosis: KnowsDiagnosis,
    knows_own: KnowsOwn | None = None,
) -> Claim:
    """Parse cleaned `text` into a claim.

    `known` has the procedure codes, to tell `J1885` from a diagnosis and to suggest corrections, and the loaded
    modifiers. `knows_own` is None if the team has loaded no codes of its own. Raises NothingToCheck, TooMany,
    BadUnits, SeveralDates, NotADate, MistypedCode for `97I40`, NotUnderstood for `x-1`.
    """
    written = read_written(text, today)
    reader = Reader(known, knows_diagnosis, knows_own, left_out=list(written.left_out))
    pieces = _BETWEEN.split(_LABEL.sub(r"\1 ", written.rest))
    tokens = [token for piece in pieces for token in _apart(_stripped(piece)) if token]
    for at, token in enumerate(tokens):
        _take(token, tokens[at + 1] if at + 1 < len(tokens) else "", reader)
    if not reader.rows and not reader.diagnoses:
        raise NothingToCheck
    refuse_too_many(reader)
    return Claim(
        lines_of(reader),
        tuple(reader.diagnoses.values()),
        written.on,
        written.setting,
        written.full,
        tuple(dict.fromkeys(reader.left_out)),
        place_of(reader),
        written.payer,
    )


def _stripped(token: str) -> str:
    return token if token.startswith("$") else token.strip(_AROUND)


def _apart(token: str) -> list[str]:
    """Split `M54.50/M54.2` and `97110/97140` into several codes. `GP/59` and `A/B` are split later."""
    parts = _SLASH.split(token)
    return parts if len(parts) > 1 and all(len(part) > 2 for part in parts) else [token]


def _take(token: str, following: str, reader: Reader) -> None:
    """Handle one token. Each step returns whether it consumed the token."""
    if _place(token, reader):
        return
    if _keyword(token, reader) or _own(_as_own(token), reader) or _units(token, reader):
        return
    if _pointers(token, following, reader):
        return
    if _diagnosis(token, reader) or _codes(token, reader) or _modifiers(token, reader):
        return
    _left_over(token, reader)


def _place(token: str, reader: Reader) -> bool:
    """A place of service: that of the line before it, or of the line behind it where places stand first."""
    if not token.startswith(PLACE_MARK):
        return False
    reader.places_first |= not reader.rows
    if reader.places_first:
        reader.next_place = token[1:]
    else:
        reader.rows[-1].place = token[1:]
    return True


def _keyword(token: str, reader: Reader) -> bool:
    if token[:1].isdigit():
        return False
    if _DX.fullmatch(token):
        reader.zone = "dx"
    elif _POINTER.fullmatch(token):
        reader.zone = "ptr"
    else:
        return token.lower() in _NOISE and not (token.isupper() and is_known(token, reader.known))
    return True


def _units(token: str, reader: Reader) -> bool:
    if not token.startswith(UNITS_MARK) or not token[1:].isdigit():
        return False
    reader.units_first |= not reader.rows
    if reader.units_first:
        reader.pending = int(token[1:])
    else:
        set_units(reader.rows[-1], int(token[1:]))
    return True


def _pointers(token: str, following: str, reader: Reader) -> bool:
    """Letters A to L or positions 1 to 12: after a keyword, after `dx`, or alone if nothing else can be meant."""
    if not reader.rows:
        return False
    positions = _positions(token, reader)
    if not positions:
        return False
    if reader.zone == "dx" and _as_diagnosis(following, reader):
        return True  # the label of the diagnosis after it: `A. M54.50`
    pointers = reader.rows[-1].pointers
    pointers.extend(p for p in positions if p not in pointers)
    return True


def _positions(token: str, reader: Reader) -> tuple[int, ...]:
    announced = bool(reader.zone)
    written = token.upper() if announced else token
    if _LETTERS_APART.fullmatch(written):
        written = "".join(_TIED.split(written))
    if _POINTERS.fullmatch(written) and (announced or len(written) == 1 or len(written) in (3, 4)):
        return tuple(LETTERS.index(letter) + 1 for letter in written)
    if announced and _PLACES_APART.fullmatch(token):
        return tuple(int(each) for each in _TIED.split(token) if int(each))
    units_known = reader.rows[-1].units is not None
    return (int(token),) if units_known and re.fullmatch(r"[1-9]", token) and not announced else ()


def _as_diagnosis(token: str, reader: Reader) -> icd.Typed | None:
    """The token as a diagnosis, unless it is more likely a procedure.

    `M5450` has both forms. A known procedure wins, then a diagnosis in the table, then what the keyword before it
    says.
    """
    typed = icd.read_code(token)
    billed = read_billed(token)
    if typed is None or (
        typed.guessed and not (reader.zone == "dx" and token[:1].isalpha() and billed is None)
    ):
        return None
    if billed is None or "." in token:
        return typed
    if billed.procedure.code in reader.known and not billed.modifiers:
        return None
    return typed if reader.knows_diagnosis(typed.code) or reader.zone == "dx" else None


def _diagnosis(token: str, reader: Reader) -> bool:
    typed = _as_diagnosis(token, reader)
    if typed is None:
        return False
    kept = reader.diagnoses.setdefault(typed.code, typed)
    if reader.rows and kept.code not in reader.rows[-1].own:
        reader.rows[-1].own.append(kept.code)
    return True


def _codes(token: str, reader: Reader) -> bool:
    """Start a new line. `97110-97112` is two codes; `97110x2` has its units attached."""
    glued = _GLUED_UNITS.fullmatch(token)
    found = read_billed(glued[1] if glued else token)
    several = [read_code(part) for part in _RANGE.split(token)] if not found else []
    if found:
        new_row(found, reader)
        if glued:
            set_units(reader.rows[-1], int(glued[2]))
    elif len(several) > 1 and all(several):
        reader.rows.extend(DraftLine(BilledCode(code)) for code in several if code)
    else:
        return False
    reader.zone = ""
    return True


def _own(token: str, reader: Reader) -> bool:
    """One of the team's own codes. A published code that is the same has priority."""
    found = read_own(token, reader.knows_own, reader.known) if reader.knows_own else None
    if found is None or (not found.modifiers and _published(token, reader)):
        return False
    new_row(found, reader)
    reader.zone = ""
    return True


def _as_own(token: str) -> str:
    """`X1001` was marked as units. If the team has such a code, it wins, because no one bills a thousand units."""
    return f"X{token[1:]}" if token.startswith(UNITS_MARK) and len(token) > _LONGEST_UNITS else token


_LONGEST_UNITS = 4


def _published(token: str, reader: Reader) -> bool:
    """Whether CPT, HCPCS, ICD-10-CM or a list of modifiers also has the code."""
    billed = read_billed(token)
    if billed and billed.procedure.code in reader.known:
        return True
    if reader.rows and may_modify(token, reader.rows[-1].billed.procedure.code, reader.known):
        return True
    typed = icd.read_code(token)
    return typed is not None and not typed.guessed and reader.knows_diagnosis(typed.code)


def _modifiers(token: str, reader: Reader) -> bool:
    parts = _TIED.split(token.upper())
    if not reader.rows or not all(map(_TWO.fullmatch, parts)):
        return False
    row = reader.rows[-1]
    if not all(_meant_as_modifier(part, token, row, reader.known) for part in parts):
        return False
    row.billed = with_modifiers(row.billed, parts)
    reader.zone = ""
    return True


def _meant_as_modifier(part: str, token: str, row: DraftLine, known: Collection[str]) -> bool:
    """Known modifiers in any case except common words; unknown ones if they can't be a word or a number."""
    if may_modify(part, row.billed.procedure.code, known):
        return not (token.islower() and token.upper() in _WORDS)
    return not part.isdigit() and not token.islower()


_ALSO_WORDS = "AT AS AM GO UP US HE AD ET ST MS PI HI PA PO"
_WORDS = frozenset(_ALSO_WORDS.split())


def _left_over(token: str, reader: Reader) -> None:
    if _NO_UNITS.fullmatch(token):  # ignoring it would mean one unit
        raise NotUnderstood(token, ("/claim 97140-59 97530 x2 dx M54.50, S43.421D on 2026-02-03",))
    if _BARE_UNITS.fullmatch(token) and reader.rows and reader.rows[-1].units is None:
        set_units(reader.rows[-1], int(token))
    elif _MONEY.fullmatch(token) or (token.isdigit() and len(token) < 4):
        reader.left_out.append(token)
    elif looks_meant_as_code(token) and read_diagnosis(token) is None:
        raise mistyped(token, reader.known)
    else:
        reader.left_out.append(token)
