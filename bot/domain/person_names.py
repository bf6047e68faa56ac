"""Detect a person's name next to a date by given names, capital letters and the age of the date."""

import re
import unicodedata
from itertools import pairwise, takewhile

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}"
    rf"|{_MONTH}\.? ?\d{{1,2}}(?:st|nd|rd|th)?,? ?'?(?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}[ -]{_MONTH}\.?,?[ -]\d{{2,4}})(?!\w)"
)
"""A date in any common form. An ambiguous numeric date is read month first."""

_DATES = re.compile(rf"(?<![\w.-]){DATE}", re.IGNORECASE)
_TOKENS = re.compile(r"[^\W\d_](?:[^\W\d_]|['.-])*|\S")
_NEAR = 60  # characters on each side: enough for three long names and the words between them and the date
_BILLABLE_SINCE = 2015  # an older date next to a capitalized name is a birth date, not a date of service
_SINGLE_BEFORE = 2000  # the same, for a single capitalized word

_JOINS = frozenset(
    (*",()-:;/", "dob", "d.o.b", "born", "birth", "date", "of", "bd", "on", "pt", "patient", "client", "for")
)
_GIVEN_NAMES_TEXT = """
    aaron abigail adam adrian aiden alan albert alejandro alex alexander alexandra alexis alfred alice
    alicia allison alyssa amanda amber amelia amy ana andrea andrew angel angela angelica ann anna anne
    annie anthony antonio ariana arthur ashley aubrey audrey ava barbara beatrice benjamin bernard bernice
    beth betty beverly bobby bonnie bradley brandon brenda brian brianna bruce bryan caleb cameron camila
    carl carla carlos carmen caroline carolyn catherine cecilia charles charlotte cheryl chloe chris
    christian christina christine christopher cindy claire clara claudia connie craig curtis cynthia daniel
    danielle david deborah debra dennis derek diana diane diego dolores donald donna doris dorothy douglas
    dylan edgar edith eduardo edward edwin elaine eleanor elena eli elias elijah elizabeth ella ellen emily
    emma eric erica erik ernest esther ethan ethel eugene eva evan evelyn fernando frances francis francisco
    gabriel gary george gerald geraldine gina gladys gloria gordon gregory hailey hannah harold harriet
    harry hazel heather hector helen henry herbert howard isaac isabella isaiah ivan jacob jacqueline jaime
    james jamie jane janet janice jared jasmine jason javier jayden jeff jeffery jeffrey jennifer jenny
    jeremy jerome jerry jesse jessica jesus jill jim jimmy joan joanne joe joel john johnny jonathan jorge
    jose joseph josephine joshua josiah joyce juan juanita judith judy julia julian julie justin kaitlyn
    karen karl katherine kathleen kathryn kathy katie kayla keith kelly kenneth kevin kimberly kristen kyle
    larry laura lauren lawrence layla leah leo leon leonard leroy leslie liam lillian linda lisa lois lori
    lorraine louis louise lucas lucia lucille lucy luis luke lydia lynn mabel manuel marcus margaret maria
    marie marilyn mario marion marjorie martha martin marvin mary mateo matthew maureen megan melanie
    melissa melvin mia michael michele michelle miguel mildred mohammed monica nancy naomi natalie nathan
    nathaniel nicholas nicole noah nora norma norman oliver olivia oscar pamela patricia patrick paul paula
    pedro peggy peter philip phillip phyllis priscilla rachel rafael ralph ramon randy raymond rebecca
    ricardo richard robert roberta roberto rodney roger ronald rosa rosemary roy ruben russell ruth ryan
    sally samantha samuel sandra sara sarah scarlett scott sean sebastian sergio seth shannon sharon shawn
    sheila shirley sofia sophia stacy stanley stella stephanie stephen steve steven susan suzanne sylvia
    tamara tammy taylor teresa terry thelma theodore theresa thomas tiffany timothy tina todd tommy tracy
    travis tyler valerie vanessa vernon veronica vicki vincent vivian walter wanda warren wayne wendy wesley
    william willie wyatt xavier yolanda yvonne zachary zoe
"""
GIVEN_NAMES = frozenset(_GIVEN_NAMES_TEXT.split())
"""Common US given names, written from general knowledge and not copied from a list.

Names that are also ordinary or clinical words (Mark, Will, Grace, May, Art, Dawn, Crystal) and states (Virginia) are
left out. A false alarm on 'mark up' teaches people to ignore the warning, and the rules for old dates catch such
names anyway.
"""

_NOT_NAMES_TEXT = """
    a about active acute add after all an and ankle any are arthritis as assessment at back before bilateral
    bill billed billing bell blue both by category change check chronic claim claims clinic cms code codes
    compare complete covered cpt cross date dated day deleted denied diabetes diagnosis disease disorder dos
    dx edit edits effective elbow end ended established eval evaluation exam exercise expired first foot for
    fracture from ga gait gn go gp hand hcpcs healthcare high hip home humana icd in infection initial
    injection injury insurance is joint kaiser knee left low lower lumbar manual medicaid medical medicare
    medicine modifier moderate months neck need needs neuromuscular new no not note of office old on or pain
    palsy part patient payer per period permanente physical plan plus policy pos preventive procedure prior
    professional pt rate re release replaced required review right rule screening service services shield
    shoulder sign sprain st start started surgery syndrome system test that the therapeutic therapy this
    through thru till time timed to together total training treatment type types under unit units united
    unspecified until update upper valid version virus visit visits was wellness west when with without
    workers wrist x year years
"""
_NOT_NAMES = frozenset(_NOT_NAMES_TEXT.split())
_CLINICAL = re.compile(
    r"(?:algia|ectomy|graphy|itis|oma|ology|opathy|osis|oscopy|ostomy|otomy|plasty|therapy)s?$"
)


def has_person_near_date(text: str) -> bool:
    """Whether cleaned `text` has a person's name directly before or after a date."""
    text = _without_accents(text)
    return any(_is_near(text, found) for found in _DATES.finditer(text))


def names_patient(text: str) -> bool:
    """Whether the text names a patient: 'patient name: ...', 'pt John Smith', 'Mrs. Jones'."""
    text = _without_accents(text)
    if any(_may_be_name(titled[1]) for titled in _TITLED.finditer(text)):
        return True
    return any(
        _has_given_name([m["first"], m["second"]])
        or (
            m["label"] is not None and all(_capital(w) and _may_be_name(w) for w in (m["first"], m["second"]))
        )
        for m in _PATIENT.finditer(text)
    )


# Mixed case only: MR, MRS and MS are imaging terms and a disease. 'Dr.' is a provider, not a patient.
_TITLED = re.compile(r"\b(?:Mrs?|Ms|Miss)\.? ([A-Z][a-z]+)")
_PATIENT = re.compile(
    r"\b(?:patient|pt|client)(?P<label>(?:'s)? name)?\b[:,=]? ?(?:is )?"
    r"(?P<first>[a-z][a-z'-]+),? (?P<second>[a-z][a-z'-]+)",
    re.IGNORECASE,
)


def _is_near(text: str, date: re.Match[str]) -> bool:
    before = [t[0] for t in _TOKENS.finditer(text[max(0, date.start() - _NEAR) : date.start()])]
    after = [t[0] for t in _TOKENS.finditer(text[date.end() : date.end() + _NEAR])]
    year = _year(date[0])
    return _is_person(before[::-1], year, backwards=True) or _is_person(after, year, backwards=False)


def _is_person(tokens: list[str], year: int, *, backwards: bool) -> bool:
    """Whether the tokens start with a name after joining words are skipped.

    Tokens are ordered nearest to the date first.
    """
    joined = list(takewhile(lambda t: t.lower() in _JOINS, tokens))
    rest = [t.rstrip(".,'") for t in tokens[len(joined) :] if t != ","]
    words = [w for w in takewhile(lambda w: w[:1].isalpha(), rest[:5]) if len(w) > 1 or not w.isascii()]
    if backwards and "dr" in (w.lower() for w in words):
        return False  # a provider, not a patient
    if _has_given_name(words[:3]):
        return True
    return not any(t.lower() == "on" for t in joined) and _old_name(words[:3], year)


def _has_given_name(words: list[str]) -> bool:
    """Whether a given name is next to a possible family name, in either order, both capitalized or both not."""
    return any(
        (a.lower() in GIVEN_NAMES or b.lower() in GIVEN_NAMES)
        and _capital(a) == _capital(b)
        and _may_be_name(a)
        and _may_be_name(b)
        for a, b in pairwise(words)
    )


def _old_name(words: list[str], year: int) -> bool:
    names = [w for w in words[:2] if _capital(w) and len(w) > 1 and _may_be_name(w)]
    if len(words) > 1 and len(names) == 2:
        return year < _BILLABLE_SINCE
    return (
        year < _SINGLE_BEFORE
        and bool(names)
        and names[0] == words[0]
        and (names[0][1:].islower() or not names[0].isascii())
    )


def _may_be_name(word: str) -> bool:
    lower = word.lower()
    if lower in _NOT_NAMES or _CLINICAL.search(lower):
        return False
    return len(word) < 3 or _vowel(lower) or not word.isascii()


def _vowel(word: str) -> bool:
    return not set("aeiouy").isdisjoint(word)


def _capital(word: str) -> bool:
    """Whether the word is capitalized. Scripts without capital letters count as capitalized."""
    return word[:1].isupper() or (not word.isascii() and word[:1].upper() == word[:1].lower())


def _without_accents(text: str) -> str:
    """`José` becomes `Jose`, the form in the list of given names."""
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _year(date: str) -> int:
    """The year of a date that `_DATES` matched. Two-digit years up to 35 are in this century."""
    numbers = re.findall(r"\d+", date)
    year = next((int(n) for n in numbers if len(n) == 4), None)
    if year is not None:
        return year
    short = int(numbers[-1][-2:])
    return 2000 + short if short <= 35 else 1900 + short
