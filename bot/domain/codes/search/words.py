"""Text into words, the same way for what is indexed and for what is asked."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

WITHOUT = "without"
_NEGATORS = {"no": WITHOUT, "w/o": WITHOUT, "wo": WITHOUT, "non": "non", "not": "not", WITHOUT: WITHOUT}
_ENDS_NEGATION = {"with", "and", "due", "or", "but", "in", "of"}
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

# A word; a decimal number stays whole ('1.5'); letters around slashes are one word ('w/o', 'n/v/d').
_TOKEN = re.compile(r"[a-z](?:/[a-z])+(?![a-z])|\d+(?:\.\d+)?[a-z]*|[a-z0-9]+|[(\[]|[)\]]|,|;")
_POSSESSIVE = re.compile(r"(?<=[a-z])'s\b|(?<=s)'(?!\w)")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: `denied` where 'without' or 'no' stands before it, `aside` where it stands in parentheses."""

    text: str
    denied: bool = False
    aside: bool = False


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Lower case without accents or possessives: "Ménière's" becomes "meniere"."""
    decomposed = unicodedata.normalize("NFKD", text.lower().replace("ß", "ss").replace("ø", "o"))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c)).replace("’", "'")
    return _GROUPED.sub("", _POSSESSIVE.sub("", bare).replace("&", " and "))


def words(text: str) -> list[Word]:
    """The words of `text` in order; numerals, ordinals and 'w/o' in one spelling.

    >>> [w.text for w in words("Type II DM w/o complication")]
    ['type', '2', 'dm', 'without', 'complication']
    """
    found: list[Word] = []
    denied = False
    depth = 0
    before = ""
    for piece in _TOKEN.findall(plain(text)):
        if piece in "([":
            depth += 1
        elif piece in ")]":
            depth = max(0, depth - 1)
        elif piece in ",;":
            denied = False
        else:
            word = _one_spelling(piece, before)
            negator = _NEGATORS.get(word)
            if negator == WITHOUT:
                denied, word = True, WITHOUT
            elif word in _ENDS_NEGATION:
                denied = False
            found.append(Word(word, denied and negator is None, depth > 0))
            before = word
    if denied and len(found) > 1 and found[-1].text == WITHOUT:  # 'fever no'
        found[-2] = Word(found[-2].text, True, found[-2].aside)
    if len(found) > 1 and found[-1].text == "a":  # 'hepatitis a': a name, no article
        found[-1] = Word(LETTER_A, found[-1].denied, found[-1].aside)
    return found


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
