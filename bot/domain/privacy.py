"""Detect possible patient data. Runs before text is looked up, stored or posted.

Rules:

- A number in the form of an identifier is flagged without a label: 3-2-4 digits or nine digits (SSN, and the old
  Medicare number based on it), a Medicare beneficiary identifier, phone numbers. No code, range, modifier, unit or
  date that this product reads has such a form. Ten bare digits are a phone number unless they are a valid NPI,
  which identifies a provider.
- Other identifiers have no form of their own and need their label directly before them (`MRN 00123`).
  Codes after a label are flagged too: chart number 97140 looks the same as code 97140.
- A date alone is a date of service. It counts as a birth date with a label, next to a given name, or next to
  a capitalized name if the date is too old to bill.
- Names without a date are not flagged (`Smith fracture`), except after 'patient name' or as 'patient John Smith'.
- Email addresses are flagged unless they belong to an office (`claims@...`).

Identifiers follow 45 CFR 164.514(b)(2), as far as short text can show them.
"""

import re
from enum import StrEnum

from bot.domain.person_names import DATE, has_person_near_date, names_patient
from bot.domain.text import clean


class PatientDataKind(StrEnum):
    """The type of patient data found. Never holds the text itself."""

    SOCIAL_SECURITY_NUMBER = "social security number"
    MEDICARE_NUMBER = "Medicare number"
    RECORD_NUMBER = "medical record number"
    MEMBER_NUMBER = "member or policy number"
    PHONE = "phone number"
    EMAIL = "e-mail address"
    NAME_AND_DATE = "name beside a date"
    NAME = "patient name"
    BIRTH_DATE = "date of birth"


def find_patient_data(text: str) -> PatientDataKind | None:
    """The first kind of patient data that `text` seems to contain, or None.

    `text` may be raw: `clean` is applied here. This checks form only and cannot detect every name.

    >>> find_patient_data("97140 for John Smith 01/02/1960")
    <PatientDataKind.NAME_AND_DATE: 'name beside a date'>
    """
    text = clean(text)
    if _ONE_OR_TWO_CODES.fullmatch(text):
        return None
    lower = text.lower()
    for kind, pattern in _PATTERNS:
        if pattern.search(lower):
            return kind
    if any(not _is_npi(ten[0]) for ten in _TEN_DIGITS.finditer(lower)):
        return PatientDataKind.PHONE
    if has_person_near_date(text):
        return PatientDataKind.NAME_AND_DATE
    if names_patient(text):
        return PatientDataKind.NAME
    return PatientDataKind.BIRTH_DATE if _BIRTH_DATE.search(lower) else None


def _is_npi(digits: str) -> bool:
    """Whether ten digits are a valid NPI (45 CFR 162.406: Luhn check over 80840 + NPI)."""
    if digits[0] not in "12":
        return False
    doubled = [int(d) * 2 for d in digits[-2::-2]]
    return (24 + sum(int(d) for d in digits[-1::-2]) + sum(d // 10 + d % 10 for d in doubled)) % 10 == 0


_IS = r"(?:\W{0,3}\b(?:is|was|number|num|no|id|ends? in|last (?:4|four))\b)*[\s:#=.(-]{0,4}"
_VALUE = r"[a-z]{0,6}-?\d[a-z0-9-]{2,}"
_NUMBERED = r"(?:\s*(?:id|number|num|no\.|no(?=\s*(?:[:#=]|\d{6})))(?!\w)|\s*#)"
_LONG_NUMBER = r"[ :#=]{1,3}(?!20\d{6}\b)\d{6}"  # but not a date of service
_LETTER = "[ac-hjkmnp-rt-y]"  # Medicare beneficiary identifiers use no S, L, O, I, B, Z (CMS format)
_EITHER = "[0-9ac-hjkmnp-rt-y]"
_OFFICE_MAILBOXES = (
    r"(?:appeals?|auth|billing|claims?|contact|edi|enroll\w*|help|info|no-?reply|office|prior-?auth"
    r"|provider\w*|service|support)"
)

_SSN = PatientDataKind.SOCIAL_SECURITY_NUMBER
_PLANS = (
    r"(?:member(?:ship)?|subscriber|policy(?: ?holder)?|insured|insurance|beneficiary|medicare|medicaid|group"
    r"|recipient|certificate|mbi|hicn)"
)
# Patterns for lowercase text. 123-45-6789 matches even when glued to words. With spaces or dots it must stand alone,
# because a code with a modifier and a date (`M25.561 59 2026-...`) must not match.
_PATTERNS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (_SSN, r"(?<!\d)\d{3} ?- ?\d{2} ?- ?\d{4}(?!\d)"),
        (_SSN, r"(?<![\w.-])(?:\d{3}([ .])\d{2}\1\d{4}|\d{9}(?:[a-z]\d?)?)(?![\w-])"),
        (_SSN, rf"\bs(?:sn|s ?#|ocial security(?= (?:num|no\b)|#)){_IS}\d{{4}}"),
        (
            PatientDataKind.MEDICARE_NUMBER,
            rf"\b[1-9]{_LETTER}{_EITHER}\d[ -]?{_LETTER}{_EITHER}\d[ -]?{_LETTER}{{2}}\d\d\b",
        ),
        (PatientDataKind.RECORD_NUMBER, rf"\be?m(?:rn|r ?#|ed(?:ical)? rec(?:ord)?{_NUMBERED}){_IS}{_VALUE}"),
        (
            PatientDataKind.RECORD_NUMBER,
            rf"\b(?:chart|acct|account|encounter|patient|pt)(?:{_NUMBERED}{_IS}{_VALUE}|{_LONG_NUMBER})",
        ),
        (
            PatientDataKind.MEMBER_NUMBER,
            rf"\b(?:{_PLANS}{_NUMBERED}|mbi|hicn|subscriber|policy(?=[ :#=]{{1,3}}[a-z]{{0,3}}\d{{6}})){_IS}{_VALUE}",
        ),
        (
            PatientDataKind.PHONE,
            r"(?<![\w.-])(?:\+?1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .-])\d{3}[ .-]\d{4}(?![\w-])",
        ),
        # +44 20 7946 0958, +15551234567. An add-on code (`+90833`) has only five digits.
        (PatientDataKind.PHONE, r"\+\d{1,3}(?:[ .-]\(?\d{2,4}\)?){2,5}(?![\w-])|\+\d{8,15}(?!\d)"),
        (PatientDataKind.PHONE, rf"\b(?:(?:tele)?phone|tel|cell|mobile|ph){_IS}\d{{3}}[ .-]?\d{{4}}(?!\d)"),
        (
            PatientDataKind.EMAIL,
            rf"(?<![\w.+-])(?!{_OFFICE_MAILBOXES}[\w.-]*@)[\w.+-]{{1,64}}@[\w-]+(?:\.[\w-]+)*\.[a-z]{{2,}}",
        ),
    )
)
_PROCEDURE = r"(?:\d{4}[A-Za-z0-9]|[A-Za-z]\d{4})"
_DIAGNOSIS = r"[A-Za-z]\d[A-Za-z0-9](?:\.[A-Za-z0-9]{1,4})?"
_ONE_OR_TWO_CODES = re.compile(
    r"[A-Za-z]?\d[A-Za-z0-9]{0,4}(?:\.[A-Za-z0-9]{1,4})?"
    rf"|{_PROCEDURE} {_DIAGNOSIS}|{_DIAGNOSIS} {_PROCEDURE}"
)
"""Fast path for one code or two: too short for an identifier, and one letter cannot be a label.
One of two codes begins with a letter, so no number spans both."""
_TEN_DIGITS = re.compile(r"(?<![\w.-])[2-9]\d\d[2-9]\d{6}(?![\w-])")
_BIRTH_DATE = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?(?:date|day)|born|b-?day)(?!\w)"
    rf"{_IS}(?:on )?(?:{DATE}|\d{{8}}\b|\d{{6}}\b)"
)
