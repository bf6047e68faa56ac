"""The patient data check: no alarm for normal requests, and an alarm for every identifier."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.privacy import PatientDataKind, find_patient_data

NORMAL = """
97140
97140 97110-59 J1885
/cpt units 97140 45 97110 20
/cpt units 97110 25 min, 97140 10
J1885 60 mg
M54.50 on 2026-02-03
97110 GP 59 x2, 97140 GP dx M5450 2/3/26
97140-59 97530 x2 dx M54.50, S43.421D on 2026-02-03
97140-59 97530 x2 dx M54.50, S43.421D on Feb 3 2026
low back pain
Low Back Pain 2/3/2026
Manual Therapy 02/03/2026
Total Knee Arthroplasty 3/4/2012
Bell Palsy on 1/2/2012
UHC needs GP
97110 UHC needs GP
Smith fracture of right radius
Smith fracture 2/3/2026
CPT 90837 50 min
99202-99215
99202 99203 99204 99205 99211 99212 99213 99214 99215
10 digit code
what does a 9 digit zip do
is 97140 covered by Medicaid? no 97110?
Medicare policy 97140
member id required for 97140?
patient name required on the CMS-1500?
Patient Education 98960
PT Eval Low 2/3/26
medical record review 99080
social security disability exam 99455
telephone 99441 5 min
telephone 99441-99443
payer id 87726
group therapy 90853
policy number for 97140
NPI 1234567893
2000000002
90837 +90785 +99354
97140 on 2025-12-31
M54.5 on 2021-09-30
newborn 99460 on 2026-02-03
date of service 01/02/2025
97140–59&amp;97110
<@U123> <!channel> <#C0123456789|billing>
NDC 00074-3799-13
claims@uhc.example.com
per Dana, Mar 3: needs GP
NCCI Edits 1/1/1996
effective 1/1/1996
A-12 3074F 0592T 0001U M25.561 59 2026-02-03
G0283 for 97014 since 1/1/1998
mr elbow 73221
West Virginia Medicaid on 2/3/26
mark up of 97140
will 97140 bill with 97530 1/2/26
Crystal analysis 89060
St Louis encephalitis on 2026-02-03
single live birth on 2026-02-03
Twin liveborn infant, unspecified as to place of birth 2/3/26
""".strip().splitlines()

SUSPECT = [
    ("123-45-6789", PatientDataKind.SOCIAL_SECURITY_NUMBER),
    ("123–45–6789", PatientDataKind.SOCIAL_SECURITY_NUMBER),
    ("123 45 6789", PatientDataKind.SOCIAL_SECURITY_NUMBER),
    ("１２３-４５-６７８９", PatientDataKind.SOCIAL_SECURITY_NUMBER),
    ("SSN 123456789", PatientDataKind.SOCIAL_SECURITY_NUMBER),
    ("ssn ends in 6789", PatientDataKind.SOCIAL_SECURITY_NUMBER),
    ("social security number is 1234", PatientDataKind.SOCIAL_SECURITY_NUMBER),
    ("97140 123456789A", PatientDataKind.SOCIAL_SECURITY_NUMBER),
    ("MRN 00123456", PatientDataKind.RECORD_NUMBER),
    ("MRN#: A12345", PatientDataKind.RECORD_NUMBER),
    ("mrn=123456", PatientDataKind.RECORD_NUMBER),
    ("medical record number 778812", PatientDataKind.RECORD_NUMBER),
    ("acct # 4455661", PatientDataKind.RECORD_NUMBER),
    ("patient id 88231", PatientDataKind.RECORD_NUMBER),
    ("John Smith 01/02/1960", PatientDataKind.NAME_AND_DATE),
    ("john smith 01/02/1960", PatientDataKind.NAME_AND_DATE),
    ("SMITH, JOHN Q. 1960-01-02", PatientDataKind.NAME_AND_DATE),
    ("Smith, John (01/02/1960) 97140", PatientDataKind.NAME_AND_DATE),
    ("97140 for John Smith, born March 4, 1956", PatientDataKind.NAME_AND_DATE),
    ("01/02/1960 Jane Doe", PatientDataKind.NAME_AND_DATE),
    ("Xiuying Zhang 5/6/1971", PatientDataKind.NAME_AND_DATE),
    ("Okonkwo 5/6/1971", PatientDataKind.NAME_AND_DATE),
    ("Emma Jones 5/6/2021", PatientDataKind.NAME_AND_DATE),
    ("pt Jane Doe dob 3/4/56", PatientDataKind.NAME_AND_DATE),
    ("DOB 3/4/1956", PatientDataKind.BIRTH_DATE),
    ("D.O.B. 3/4/1956", PatientDataKind.BIRTH_DATE),
    ("dob:03041956", PatientDataKind.BIRTH_DATE),
    ("date of birth is Mar 4, 2019", PatientDataKind.BIRTH_DATE),
    ("patient John Smith needs 97140", PatientDataKind.NAME),
    ("patient name: Xiuying Zhang", PatientDataKind.NAME),
    ("(555) 123-4567", PatientDataKind.PHONE),
    ("555.123.4567", PatientDataKind.PHONE),
    ("+1 555 123 4567", PatientDataKind.PHONE),
    ("+15551234567", PatientDataKind.PHONE),
    ("+44 20 7946 0958", PatientDataKind.PHONE),
    ("call 555-123-4567 re 97140", PatientDataKind.PHONE),
    ("phone 555-1234", PatientDataKind.PHONE),
    ("<tel:4155552671|4155552671>", PatientDataKind.PHONE),
    ("member id W123456789", PatientDataKind.MEMBER_NUMBER),
    ("policy # 8812-44", PatientDataKind.MEMBER_NUMBER),
    ("Policy number: XJB44521", PatientDataKind.MEMBER_NUMBER),
    ("subscriber no. 445566", PatientDataKind.MEMBER_NUMBER),
    ("Medicaid ID 4455667", PatientDataKind.MEMBER_NUMBER),
    ("1EG4-TE5-MK73", PatientDataKind.MEDICARE_NUMBER),
    ("1eg4te5mk73 97140", PatientDataKind.MEDICARE_NUMBER),
    ("jane.doe@example.com", PatientDataKind.EMAIL),
    ("<mailto:jdoe@mail.example.org|jdoe@mail.example.org>", PatientDataKind.EMAIL),
]


@pytest.mark.parametrize("text", NORMAL)
def test_a_normal_question_is_never_taken_for_patient_data(text: str) -> None:
    """Codes, units, dates of service, searches, notes and office addresses pass."""
    assert find_patient_data(text) is None


@pytest.mark.parametrize(("text", "kind"), SUSPECT)
def test_an_identifier_is_noticed_and_named(text: str, kind: PatientDataKind) -> None:
    """Each kind of identifier is found in its usual forms, and the kind is reported."""
    assert find_patient_data(text) == kind


_digits = st.integers(0, 9999).map("{:04d}".format)
_letter = st.sampled_from
_codes = st.one_of(
    st.integers(0, 99999).map("{:05d}".format),
    st.builds("{}{}".format, _digits, _letter("FTUMA")),
    st.builds("{}{}".format, _letter("ABCEGHJKLMPQRSTUV"), _digits),
    st.from_regex(r"\A[A-Z][0-9A][0-9AB](\.?[0-9A-Z]{1,4})?\Z"),
)
_modifier = st.one_of(
    st.integers(10, 99).map(str),
    st.sampled_from(["GP", "GO", "GN", "XE", "XS", "LT", "RT", "CO", "JZ", "P1", "1P", "8P"]),
)
_line = st.builds(
    lambda code, joint, modifiers, units: joint.join([code, *modifiers]) + units,
    _codes,
    st.sampled_from("- "),
    st.lists(_modifier, max_size=4),
    st.sampled_from(["", " x2", " x12", " 45", " 120 min"]),
)
_service = st.one_of(
    st.dates().map(lambda d: f"{d:%Y-%m-%d}"),
    st.dates().map(lambda d: f"{d.month}/{d.day}/{d:%y}"),
    st.dates().map(lambda d: f"{d:%m/%d/%Y}"),
    st.dates().map(lambda d: f"{d:%b} {d.day} {d:%Y}"),
)


_question = st.builds(
    lambda lines, joint, diagnoses, tail: joint.join(lines) + diagnoses + tail,
    st.lists(_line, min_size=1, max_size=12),
    st.sampled_from([" ", ", "]),
    st.one_of(st.just(""), st.lists(_codes, min_size=1, max_size=4).map(lambda dx: " dx " + ", ".join(dx))),
    st.one_of(st.just(""), st.builds("{}{}".format, st.sampled_from([" ", " on "]), _service)),
)


@settings(deadline=None)
@given(_question)
def test_no_list_of_codes_with_modifiers_and_a_date_of_service_is_ever_stopped(question: str) -> None:
    """For any codes in a claim."""
    assert find_patient_data(question) is None


_around = st.text(max_size=60)


@settings(deadline=None)
@given(_around, st.from_regex(r"\A[0-9]{3}-[0-9]{2}-[0-9]{4}\Z"), _around)
def test_a_social_security_number_is_found_in_any_text(before: str, number: str, after: str) -> None:
    """Only digits directly next to it could make it another number."""
    assert find_patient_data(f"{before}: {number} {after}") is not None


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_is_answered(text: str) -> None:
    """The check never raises for any pasted text."""
    assert find_patient_data(text) in {None, *PatientDataKind}


def test_a_long_paste_made_to_be_slow_is_answered_at_once() -> None:
    """No pattern backtracks catastrophically: the test's timeout would stop it."""
    for piece in ("a-", "1-", "A1 ", "x.", "555 ", "1/1/60 ", "mrn ", "a@", "john ", "+1 ", "id is "):
        find_patient_data(piece * 5_000)


@given(st.from_regex(r"\A[A-Za-z]?[0-9][A-Za-z0-9]{0,4}(\.[A-Za-z0-9]{1,4})?\Z"))
def test_a_code_alone_is_what_it_is_among_other_words(code: str) -> None:
    """The fast path skips the check; the check would find nothing either."""
    assert find_patient_data(code) is None
    assert find_patient_data(f"{code} ?") is None


@pytest.mark.parametrize(
    "text",
    [
        "José García 01/02/1960",
        "José Müller 3/4/2025",
        "John A Smith 3/4/2025",
        "97140 Smith, John A 3/4/2025",
        "Nguyen Van A 1950-02-03",
        "Иван Петров 01.02.1960",
        "陈伟 1960-01-02",
    ],
)
def test_a_name_is_one_with_accents_an_initial_or_letters_of_another_script(text: str) -> None:
    """Many patients have such names."""
    assert find_patient_data(text) is PatientDataKind.NAME_AND_DATE


@pytest.mark.parametrize(
    "text",
    ["97140 for Mrs. Jones", "Mr Smith M54.50", "acct 12345678", "patient 4711234", "policy ABC1234567"],
)
def test_a_title_before_a_name_and_a_number_behind_its_label_are_noticed(text: str) -> None:
    """Without a date or the word 'number'."""
    assert find_patient_data(text) is not None


@pytest.mark.parametrize(
    "text",
    [
        "MR Brain without contrast",
        "ms contin",
        "policy 2024",
        "Ménière disease on 2/3/26",
        "Sjögren syndrome 3/4/2025",
        "97140 A 2/3/26",
        "Dr. Jones 97140",
        "acct team 97140",
        "patient 20260203 97140",
    ],
)
def test_what_only_looks_like_a_title_or_a_name_is_let_through(text: str) -> None:
    """Imaging, a drug, diseases named after people."""
    assert find_patient_data(text) is None


_PROCEDURES = st.from_regex(r"[0-9]{4}[A-Za-z0-9]|[A-Za-z][0-9]{4}", fullmatch=True)
_DIAGNOSES = st.from_regex(r"[A-Za-z][0-9][A-Za-z0-9](\.[A-Za-z0-9]{1,4})?", fullmatch=True)


@given(st.tuples(_PROCEDURES, _DIAGNOSES).flatmap(st.permutations))
def test_a_procedure_and_a_diagnosis_hold_nothing_behind_a_word_either(codes: list[str]) -> None:
    """The two alone take a shorter way; with a word before them they are looked through whole."""
    assert find_patient_data(" ".join(codes)) is None
    assert find_patient_data(" ".join(("or", *codes))) is None
