"""The form of ICD-10-CM codes, and the ways people type them.

A letter, a digit (or A: QA0), a digit (or A, B: M1A, C7B), then up to four letters or digits after a dot. No code has
the letter O after its first character; I and L occur, but rarely.
"""

import re
from dataclasses import dataclass

_LONGEST = 7
_READ_AT_MOST = 10  # longer than any code, to tell 'too many characters' from nonsense
_FORM = re.compile(rf"[A-Z][0-9A][0-9AB][0-9A-Z]{{0,{_READ_AT_MOST - 3}}}")
_HCPCS_FORM = re.compile(r"[ABCEGHJKLMPQRSTUV][0-9]{4}")
_PROCEDURE_FORM = re.compile(r"[0-9][0-9IOL]{3}[0-9A-Z]|[0-9]{3}[FTUM]")
_AROUND = " .,;:()[]{}#'\"!?*_<>|-"
_OTHER_DOT = re.compile(r"^([A-Za-z][0-9][0-9ABab])[,:_-](?=[0-9][0-9A-Za-z]{0,3}[,;]?$)")
_CODE_ALONE = re.compile(
    r"[A-Za-z][0-9][0-9ABab](?:\.?[0-9A-Za-z]{0,4})[,;.]?|(?i:and|or|dx|icd|icd-?10|codes?|[,;&+])"
)
_DIGIT_FOR = str.maketrans("OIL", "011")


@dataclass(frozen=True, slots=True)
class Typed:
    """A code as typed (`m5450`, in upper case here) and as read (`M54.50`).

    `guessed`: a letter was read as a digit, so the reading is a suggestion, not an answer.
    """

    written: str
    code: str
    guessed: bool = False


def read_code(token: str) -> Typed | None:
    """Read one token, in any case, with or without dot or trailing dash; None if it doesn't have a code's form.

    >>> read_code("m5450.")
    Typed(written='M5450', code='M54.50', guessed=False)
    """
    written = token.strip(_AROUND).upper().removesuffix("'S")
    plain = bare(written)
    if not "A" <= plain[:1] <= "Z":
        return None
    if _has_form(plain):
        return Typed(written, dotted(plain))
    mended = lookalikes_mended(plain)
    if mended != plain and any(c.isdigit() for c in plain) and _has_form(mended):
        return Typed(written, dotted(mended), guessed=True)
    return None


def dots_mended(text: str) -> str:
    """`M54,50`, `M54-50` and `M54:50` with their dot, if `text` has only codes and separators.

    >>> dots_mended("M54,50 E11-9")
    'M54.50 E11.9'
    """
    mended = [_OTHER_DOT.sub(r"\1.", token) for token in text.split()]
    return " ".join(mended) if all(map(_CODE_ALONE.fullmatch, mended)) else text


def bare(code: str) -> str:
    """Without dots: `M54.50` -> `M5450`."""
    return code.replace(".", "")


def dotted(plain: str) -> str:
    """With the dot after the category: `M5450` -> `M54.50`, `I10` -> `I10`."""
    return f"{plain[:3]}.{plain[3:]}" if len(plain) > 3 else plain


def too_long(code: str) -> bool:
    """Whether there are more characters than any code has."""
    return len(bare(code)) > _LONGEST


def lookalikes_mended(plain: str) -> str:
    """The letters O, I and L after the first character, read as 0 and 1."""
    return plain[:1] + plain[1:].translate(_DIGIT_FOR)


def is_ambiguous(token: str) -> bool:
    """Whether `token`, typed without a dot, also has the form of an HCPCS Level II code (`A0100`)."""
    written = token.strip(_AROUND).upper()
    return bool(_HCPCS_FORM.fullmatch(written))


def looks_like_procedure(token: str) -> bool:
    """Whether `token` has, or nearly has, the form of a CPT code: `97140`, `0592T`, `592T`, `97I40`."""
    return bool(_PROCEDURE_FORM.fullmatch(token.strip(_AROUND).upper()))


def _has_form(plain: str) -> bool:
    """Codes have a digit in their category; words such as 'cab' or 'baby' don't."""
    return bool(_FORM.fullmatch(plain)) and any(c.isdigit() for c in plain[1:3])
