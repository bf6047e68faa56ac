"""Find the words of a name that changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from bot.domain.codes.search.words import plain

_PIECE = re.compile(r"\s+|[^\W_]+|.", re.DOTALL)
_WORD = re.compile(r"[a-z0-9]+")


class WordMark(StrEnum):
    """Which of the two names a piece of text is in."""

    SAME = "same"
    OUT = "out"  # only in the name before
    IN = "in"  # only in the name after


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of one or more words."""

    mark: WordMark
    text: str


def same_words(before: str, after: str) -> bool:
    """Whether the names differ only in accents, case, spaces or punctuation: `Sjogren's` and `Sjögren's`."""
    return _WORD.findall(plain(before)) == _WORD.findall(plain(after))


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """Both names as one text, in reading order: unchanged, removed and added pieces.

    >>> [str(p.mark) + ":" + p.text for p in marked("right wrist and hand", "right hand")]
    ['same:right ', 'out:wrist and ', 'same:hand']
    """
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    found: list[Piece] = []
    for piece in _pieces(old, new):
        if found and found[-1].mark is piece.mark:
            found[-1] = Piece(piece.mark, found[-1].text + piece.text)
        else:
            found.append(piece)
    return tuple(found)


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for what, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece(WordMark.SAME, "".join(old[a:b]))
            continue
        if b > a:
            yield Piece(WordMark.OUT, "".join(old[a:b]))
        if d > c:
            yield Piece(WordMark.IN, "".join(new[c:d]))
