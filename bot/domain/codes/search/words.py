"""Split text into words, in the same way for the index and for queries."""

import re
import unicodedata
from dataclasses import dataclass

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

# A word. A decimal number stays whole ('1.5'); letters around slashes are one word ('w/o', 'n/v/d').
_TOKEN = re.compile(r"[a-z](?:/[a-z])+(?![a-z])|\d+(?:\.\d+)?[a-z]*|[a-z0-9]+|[(\[]|[)\]]|,|;")
_POSSESSIVE = re.compile(r"(?<=[a-z])'s\b|(?<=s)'(?!\w)")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3})")
_PUNCTUATION = {"(": 1, "[": 1, ")": -1, "]": -1, ",": 0, ";": 0}
"""The change in parenthesis depth for each. Those with no change end a clause."""
_TELLING = frozenset((*_PUNCTUATION, *_SPELLED, *_ROMAN, *_NEGATORS, *_ENDS_NEGATION, "a"))
"""The pieces that are not plain words."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `denied`: 'without' or 'no' is before it; `aside`: it is in parentheses."""

    text: str
    denied: bool = False
    aside: bool = False


DENIED = 1
ASIDE = 2
AFTER_HEAD = 4  # in an HCPCS name: describes the thing at its beginning


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
    return _GROUPED.sub("", bare) if "," in bare else bare


def words(text: str) -> list[Word]:
    """The words of `text` in order. Numerals, ordinals and 'w/o' are normalized.

    >>> [w.text for w in words("Type II DM w/o complication")]
    ['type', '2', 'dm', 'without', 'complication']
    """
    found, flags = spelled(text)
    return [
        Word(word, flag & DENIED != 0, flag & ASIDE != 0) for word, flag in zip(found, flags, strict=True)
    ]


def spelled(text: str) -> tuple[list[str], list[int]]:
    """Like `words`, but as two lists, words and flags (DENIED, ASIDE), because an index has a million."""
    found: list[str] = []
    flags: list[int] = []
    denied = depth = flag = 0
    for piece in _TOKEN.findall(plain(text)):
        if piece not in _TELLING:  # nine out of ten
            found.append(piece)
            flags.append(flag)
            continue
        if piece in _PUNCTUATION:
            depth = max(0, depth + _PUNCTUATION[piece])
            denied = denied if _PUNCTUATION[piece] else 0
        else:
            word = _one_spelling(piece, found[-1] if found else "")
            negator = _NEGATORS.get(word)
            if negator == WITHOUT:
                denied, word = DENIED, WITHOUT
            elif word in _ENDS_NEGATION:
                denied = 0
            found.append(word)
            flags.append((denied if negator is None else 0) | (ASIDE if depth else 0))
        flag = denied | (ASIDE if depth else 0)
    if denied and len(found) > 1 and found[-1] == WITHOUT:  # 'fever no'
        flags[-2] |= DENIED
    if len(found) > 1 and found[-1] == "a":  # 'hepatitis a': a name, not an article
        found[-1] = LETTER_A
    return found, flags


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
