"""Split text into words, in the same way for the index and for queries."""

import re
import unicodedata
from dataclasses import dataclass

WITHOUT = "without"
_NEGATORS = {"no": WITHOUT, "w/o": WITHOUT, "wo": WITHOUT, "non": "non", "not": "not", WITHOUT: WITHOUT}
NEGATORS = frozenset(_NEGATORS.values())
_WHETHER = "whether"
"""'Unspecified whether with hypoxia or hypercapnia' says neither."""
_ENDS_NEGATION = {"with", "and", "due", "but", "in", "of"}
_BEFORE_OF = {"loss", "mention", "evidence", "history", "sign", "signs", "presence", "use", "delivery"}
"""'Without loss of consciousness' denies all of it; 'without foreign body of scalp' denies no scalp."""
_AFTER_NOT = {"specified", "as", "in", "having", "achieved", "a", "an", "the", "on", "related", "due", "to"}
"""'Not specified as recurrent' and 'not in remission' deny the word behind these."""
_NEW_THOUGHT = {
    "intractable", "recurrent", "acute", "chronic", "right", "left", "bilateral", "unilateral", "initial", "subsequent",
    "sequela", "mild", "moderate", "severe", "unspecified", "routine", "delayed", "rt", "lt", "bilat", "r", "l",
    "first", "second", "third", "1st", "2nd", "3rd", "trimester", "stage", "episode", "single", "male", "female",
    "open", "closed", "displaced", "nondisplaced",
}  # fmt: skip
"""They end a denial that has met its word: 'without aura intractable' denies the aura alone."""
_DENIED_BY_NON = {
    "traumatic", "rheumatic", "toxic", "exudative", "proliferative", "obstructive", "displaced", "intractable",
    "pressure", "dominant", "ischemic", "suppurative", "purulent", "infective", "inflammatory", "hemorrhagic",
    "alcoholic", "puerperal", "pregnant", "scarring", "familial", "neoplastic", "neovascular", "pyogenic",
    "venomous", "malignant", "diabetic", "recurrent",
}  # fmt: skip
_NON = {f"non{word}": word for word in _DENIED_BY_NON} | {"atraumatic": "traumatic"}
"""Words that say 'not', each with the word that they deny."""
SAID_TWICE = tuple(_NON)
"""An index holds them beside the word that they deny."""
_SPELLED = {
    "1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth", "6th": "sixth",
    "7th": "seventh", "8th": "eighth", "9th": "ninth", "10th": "tenth", "11th": "eleventh", "12th": "twelfth",
    "w": "with", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5",
}  # fmt: skip
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8"}
_BEFORE_ROMAN = {
    "type", "stage", "grade", "class", "group", "level", "mobitz", "category", "phase", "degree", "zone",
    "types", "stages", "bipolar",
}  # fmt: skip
LETTER_A = "a_"
_BEFORE_LETTER = {
    "hepatitis", "hep", "vitamin", "vit", "factor", "group", "influenza", "flu", "type", "hemophilia", "strep",
    "streptococcus", "stage", "part", "monkey", "immunoglobulin", "class",
}  # fmt: skip
_ALWAYS_ROMAN = {"ii", "iii", "iv"}
_FACTOR_NUMERALS = {"factor"}

# A word. A decimal number stays whole ('1.5'); letters around slashes are one word ('w/o', 'n/v/d').
_TOKEN = re.compile(r"[a-z](?:/[a-z])+(?![a-z])|\d+(?:\.\d+)?[a-z]*|[a-z0-9]+|[(\[]|[)\]]|,|;")
_POSSESSIVE = re.compile(r"(?<=[a-z])'s\b|(?<=s)'(?!\w)")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")
_PUNCTUATION = {"(": 1, "[": 1, ")": -1, "]": -1, ",": 0, ";": 0}
"""What each does to the depth of parentheses; those that do nothing to it end a clause."""
_QUALIFIERS = {"with", "due", "following"}
_ENDS_QUALIFIER = {"affecting", "involving"}
_TELLING = frozenset(
    (
        *_QUALIFIERS,
        *_ENDS_QUALIFIER,
        *_PUNCTUATION,
        *_SPELLED,
        *_ROMAN,
        *_NEGATORS,
        _WHETHER,
        *_ENDS_NEGATION,
        *_NEW_THOUGHT,
        *_NON,
        "a",
    )
)
"""The pieces that are not simply words."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `denied` where 'without', 'no' or 'not' stands before it, `aside` where it stands in parentheses.

    'Nontraumatic' is the denied word 'traumatic', and `joined`: its denial is a part of it.
    """

    text: str
    denied: bool = False
    aside: bool = False
    joined: bool = False

    @property
    def key(self) -> str:
        """The word as the rows of tables are met by it: 'nontraumatic' is another word than 'traumatic'."""
        return f"non{self.text}" if self.joined else self.text


DENIED = 1
ASIDE = 2
AFTER_HEAD = 4  # in a name of HCPCS: told of the thing that it begins with
JOINED = 8
QUALIFIES = 16  # in a clause that begins with 'with', 'due to' or 'following': what the plain case lacks


def plain(text: str) -> str:
    """Lower case without accents or possessives: "Ménière's" becomes "meniere"."""
    bare = text.lower()
    if not bare.isascii():
        decomposed = unicodedata.normalize("NFKD", bare.replace("ß", "ss").replace("ø", "o"))
        bare = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")
    if "'" in bare:
        bare = _POSSESSIVE.sub("", bare)
    if "&" in bare:
        bare = bare.replace("&", " and ")
    if "," in bare:
        bare = _GROUPED.sub("", bare)
        if ", and " in bare:
            bare = _LIST_DENIED.sub(
                lambda found: found[0].replace(", and ", " or ").replace(",", " or"), bare
            )
    return bare


_LIST_DENIED = re.compile(r"(?<=\bwithout )[^,;()]+(?:, [^,;()]+)+, and (?=[^,;()]+$)")
"""'Without behavioral disturbance, mood disturbance, and anxiety' denies all three."""


def words(text: str) -> list[Word]:
    """The words of `text` in order. Numerals, ordinals and 'w/o' are normalized.

    >>> [w.text for w in words("Type II DM w/o complication")]
    ['type', '2', 'dm', 'without', 'complication']
    """
    found, flags = spelled(text)
    return [
        Word(word, flag & DENIED != 0, flag & ASIDE != 0, flag & JOINED != 0)
        for word, flag in zip(found, flags, strict=True)
    ]


def spelled(text: str, *, denied_too: bool = False) -> tuple[list[str], list[int]]:
    """As `words`, but in two lists, the words and their flags (DENIED, ASIDE): an index has a million.

    `denied_too`: 'nontraumatic' is given as the denied word 'traumatic' and again as it stands, so that both ways
    of asking find it.
    """
    reader = _WordReader(denied_too=denied_too)
    for piece in _TOKEN.findall(plain(text)):
        if piece not in _TELLING:  # nine of ten
            reader.add_plain(piece)
        elif piece in _PUNCTUATION:
            reader.take_punctuation(_PUNCTUATION[piece])
        elif piece in _NON:
            reader.add_denied(piece)
        else:
            reader.add_telling(piece)
    return reader.ended()


class _WordReader:
    """The words and flags of one text, in the making."""

    __slots__ = ("_denial", "_denied_too", "_depth", "_flags", "_found", "_qualifies")

    def __init__(self, *, denied_too: bool) -> None:
        self._denied_too = denied_too
        self._found: list[str] = []
        self._flags: list[int] = []
        self._denial = _Denial()
        self._depth = self._qualifies = 0

    def add_plain(self, piece: str) -> None:
        """A word that does nothing to others."""
        self._found.append(piece)
        aside = (ASIDE if self._depth else 0) | self._qualifies
        self._flags.append(self._denial.flag(piece) | aside if self._denial.left else aside)

    def take_punctuation(self, deeper: int) -> None:
        """A parenthesis, or the end of a clause."""
        self._depth = max(0, self._depth + deeper)
        if not deeper:
            self._denial.left = self._qualifies = 0

    def add_denied(self, piece: str) -> None:
        """A word such as 'nontraumatic'."""
        aside = (ASIDE if self._depth else 0) | self._qualifies
        self._found.append(_NON[piece])
        self._flags.append(DENIED | JOINED | aside)
        if self._denied_too:
            self._found.append(piece)
            self._flags.append(aside)

    def add_telling(self, piece: str) -> None:
        """A word that may be spelled otherwise, deny others, or begin or end a clause."""
        aside = (ASIDE if self._depth else 0) | self._qualifies
        word = _one_spelling(piece, self._found[-1] if self._found else "")
        negator = _WHETHER if word == _WHETHER else _NEGATORS.get(word)
        self._flags.append((self._denial.begin(negator) if negator else self._denial.flag(word)) | aside)
        self._found.append(negator if negator == WITHOUT else word)
        if word in _QUALIFIERS and not self._depth:
            self._qualifies = QUALIFIES
        elif negator == WITHOUT or word in _ENDS_QUALIFIER:
            self._qualifies = 0

    def ended(self) -> tuple[list[str], list[int]]:
        """All words with their flags."""
        found, flags = self._found, self._flags
        if self._denial.left and len(found) > 1 and found[-1] == WITHOUT:  # 'fever no'
            flags[-2] |= DENIED
        if len(found) > 1 and found[-1] == "a":  # 'hepatitis a': a name, no article
            found[-1] = LETTER_A
        return found, flags


_CLAUSE, _ONE_WORD = 2, 1
_NOTS = ("not", "non")


class _Denial:
    """How far a denial reaches: `left` words. 'Without' reaches to the end of its clause, 'not' to the next word."""

    __slots__ = ("before", "left", "met", "whole")

    def __init__(self) -> None:
        self.left = 0
        self.met = False
        self.whole = False
        self.before = ""

    def begin(self, negator: str) -> int:
        """A word that denies what follows: itself it is not denied."""
        self.left = _ONE_WORD if negator in _NOTS else _CLAUSE
        self.met = False
        self.whole = negator == _WHETHER
        return 0

    def flag(self, word: str) -> int:
        """DENIED for a word within the reach of a denial, else 0."""
        if not self.left:
            return 0
        if self.left == _ONE_WORD:
            return self._after_not(word)
        if not self.whole and (
            (word in _ENDS_NEGATION and not (word == "of" and self.before in _BEFORE_OF))
            or (self.met and word in _NEW_THOUGHT)
        ):
            self.left = 0
            return 0
        self.met = True
        self.before = word
        return DENIED

    def _after_not(self, word: str) -> int:
        """'Not specified as acute or chronic' denies both."""
        if word in _AFTER_NOT and not self.met:
            return 0
        if self.met:
            self.met = False
            self.left = _ONE_WORD if word == "or" else 0
            return 0
        self.met = True
        return DENIED


def _one_spelling(piece: str, before: str) -> str:
    if (
        piece in _ROMAN
        and (before in _BEFORE_ROMAN or piece in _ALWAYS_ROMAN)
        and before not in _FACTOR_NUMERALS
    ):
        return _ROMAN[piece]
    if piece == "a" and before in _BEFORE_LETTER:
        return LETTER_A
    return _SPELLED.get(piece, piece)
