"""Does a text hold what may be patient data? Asked before anything is looked up, stored or posted.

The choices, so that nobody has to guess them from the patterns:

- A number that has the form of an identifier is flagged without a label: 3-2-4 digits or nine digits (SSN,
  and the old Medicare number made from it), a Medicare beneficiary identifier, telephone numbers. No code,
  range, modifier, unit or date that this product reads has such a form. Ten bare digits are a telephone
  number unless they are a valid NPI, which names a provider and not a patient.
- Other identifiers have no form of their own, so they need their label directly before them (`MRN 00123`).
  Codes after a label are flagged too: nobody can tell the chart number 97140 from the code.
- A date alone is a date of service. It becomes a birth date by its label, by a given name beside it, or by
  standing beside a capitalised name at a date too old to be billed.
- Names without a date are not flagged (`Smith fracture`), except after 'patient name' or as
  'patient John Smith'.
- E-mail addresses are flagged unless they are a desk's (`claims@...`).

Which identifiers count: 45 CFR 164.514(b)(2), as far as text of this length can show them.
"""

import re
from enum import StrEnum

from bot.domain.names_beside_dates import DATE, patient_named, person_beside_date
from bot.domain.text import clean


class PatientDataKind(StrEnum):
    """What was found. Never holds the finding itself."""

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
    """The first kind of patient data that `text` seems to hold, or None.

    `text` may be as it came: it goes through `clean` here. A check of form only; it cannot see every name.

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
    if person_beside_date(text):
        return PatientDataKind.NAME_AND_DATE
    if patient_named(text):
        return PatientDataKind.NAME
    return PatientDataKind.BIRTH_DATE if _BIRTH_DATE.search(lower) else None


def _is_npi(digits: str) -> bool:
    """Have ten digits the check digit of a provider's NPI (45 CFR 162.406: Luhn over 80840 + NPI)?"""
    if digits[0] not in "12":
        return False
    doubled = [int(d) * 2 for d in digits[-2::-2]]
    return (24 + sum(int(d) for d in digits[-1::-2]) + sum(d // 10 + d % 10 for d in doubled)) % 10 == 0


_IS = r"(?:\W{0,3}\b(?:is|was|number|num|no|id|ends? in|last (?:4|four))\b)*[\s:#=.(-]{0,4}"
_VALUE = r"[a-z]{0,6}-?\d[a-z0-9-]{2,}"
_NUMBERED = r"(?:\s*(?:id|number|num|no\.|no(?=\s*(?:[:#=]|\d{6})))(?!\w)|\s*#)"
_LONG_NUMBER = r"[ :#=]{1,3}(?!20\d{6}\b)\d{6}"  # and no date of service
_LETTER = "[ac-hjkmnp-rt-y]"  # CMS's form of a beneficiary identifier: no S, L, O, I, B, Z
_EITHER = "[0-9ac-hjkmnp-rt-y]"
_DESKS = (
    r"(?:appeals?|auth|billing|claims?|contact|edi|enroll\w*|help|info|no-?reply|office|prior-?auth"
    r"|provider\w*|service|support)"
)

_SSN = PatientDataKind.SOCIAL_SECURITY_NUMBER
_PLANS = (
    r"(?:member(?:ship)?|subscriber|policy(?: ?holder)?|insured|insurance|beneficiary|medicare|medicaid|group"
    r"|recipient|certificate|mbi|hicn)"
)
# For lower-cased text. 123-45-6789 is found however it is glued to words; with spaces or dots only where it
# stands apart, so that the tail of a code and its modifier (`M25.561 59 2026-...`) is not read as one.
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
        # +44 20 7946 0958, +15551234567; an add-on code (`+90833`) has five digits at once.
        (PatientDataKind.PHONE, r"\+\d{1,3}(?:[ .-]\(?\d{2,4}\)?){2,5}(?![\w-])|\+\d{8,15}(?!\d)"),
        (PatientDataKind.PHONE, rf"\b(?:(?:tele)?phone|tel|cell|mobile|ph){_IS}\d{{3}}[ .-]?\d{{4}}(?!\d)"),
        (
            PatientDataKind.EMAIL,
            rf"(?<![\w.+-])(?!{_DESKS}[\w.-]*@)[\w.+-]{{1,64}}@[\w-]+(?:\.[\w-]+)*\.[a-z]{{2,}}",
        ),
    )
)
_PROCEDURE = r"(?:\d{4}[A-Za-z0-9]|[A-Za-z]\d{4})"
_DIAGNOSIS = r"[A-Za-z]\d[A-Za-z0-9](?:\.[A-Za-z0-9]{1,4})?"
_ONE_OR_TWO_CODES = re.compile(
    r"[A-Za-z]?\d[A-Za-z0-9]{0,4}(?:\.[A-Za-z0-9]{1,4})?"
    rf"|{_PROCEDURE} {_DIAGNOSIS}|{_DIAGNOSIS} {_PROCEDURE}"
)
"""What is asked for most needs no look: it has too few digits in a row for a number, and one letter makes no label.
Of two codes one begins with a letter, so no number goes on from the one to the other."""
_TEN_DIGITS = re.compile(r"(?<![\w.-])[2-9]\d\d[2-9]\d{6}(?![\w-])")
_BIRTH_DATE = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?(?:date|day)|born|b-?day)(?!\w)"
    rf"{_IS}(?:on )?(?:{DATE}|\d{{8}}\b|\d{{6}}\b)"
)
