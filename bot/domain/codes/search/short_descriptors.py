"""Expand short descriptors of procedures: 'Arthrp kne w/o img' to 'arthroplasty knee without imaging'.

A fee schedule prints a procedure in 28 characters. The search finds words, so each abbreviated word is expanded: by a
table, else to the likeliest medical word that has its letters in order.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

BOTH = "withandwithout"
"""One word for imaging without contrast and then with it, because that is neither of the two alone."""
_BOTH = re.compile(
    r"\bw(?:ith)?(?:/|\b) ?(?:and|&|/|\+)? ?(?:w/?o|without)\b/?"
    r"|\b(?:w/?o|without)(?:/|\b) ?(?:and|&|/|\+)? ?w(?:ith)?(?:/|\b)",
    re.IGNORECASE,
)
_READINGS = 3
_LONGEST = 3
"""The most words of an abbreviated phrase, such as 'ing hrnia'."""
_SHORTEST_GUESS = 3
_SIGNS = {"&": "and", "/": "", "<": "under", ">": "over", "+": "or more", "-": ""}
_PIECE = re.compile(r"w/o|w/|\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?|[a-z]+(?:'[a-z]+)?\d*|[&<>+]", re.IGNORECASE)


def one_word_for_both(text: str) -> str:
    """'MRI brain with and without contrast' and 'Mri brn w/o&w/dye' with the same single word for it."""
    return _BOTH.sub(f" {BOTH} ", text)


class ShortDescriptors:
    """Expands short descriptors. Built from rows (full word, its abbreviations) and medical words."""

    def __init__(self, rows: Iterable[tuple[str, Sequence[str]]], trade: Iterable[str] = ()) -> None:
        self._full: dict[str, list[str]] = {}
        known = {word for text in trade for word in text.lower().split() if word.isalpha()}
        for full, clips in rows:
            known.update(full.split())
            for clip in clips:
                self._full.setdefault(clip.lower(), []).append(full)
        self._begins: dict[str, list[str]] = {}
        for word in sorted(known):
            self._begins.setdefault(word[0], []).append(word)
        self._known = frozenset(known)
        self._guess = lru_cache(maxsize=4096)(self._guessed)

    def written_out(self, descriptor: str) -> tuple[str, ...]:
        """The possible full wordings of the descriptor, likeliest first, each once."""
        parts = self._parts(one_word_for_both(descriptor).split())
        texts = (" ".join(part[min(n, len(part) - 1)] for part in parts) for n in range(_READINGS))
        return tuple(dict.fromkeys(" ".join(text.split()) for text in texts))

    def _parts(self, chunks: Sequence[str]) -> list[Sequence[str]]:
        """Each abbreviated word or phrase with its possible expansions."""
        found: list[Sequence[str]] = []
        at = 0
        while at < len(chunks):
            for length in range(min(_LONGEST, len(chunks) - at), 0, -1):
                phrase = " ".join(chunks[at : at + length]).lower().strip(".,;()")
                if phrase in self._full:
                    found.append(self._full[phrase])
                    break
            else:
                length = 1
                found += [self._word(piece) for piece in _PIECE.findall(chunks[at].lower())]
            at += length
        return found

    def _word(self, piece: str) -> Sequence[str]:
        if piece in ("w/o", "w/"):
            return ("without" if piece == "w/o" else "with",)
        if piece in _SIGNS:
            return (_SIGNS[piece],)
        return self._full.get(piece) or self._guess(piece)

    def _guessed(self, piece: str) -> tuple[str, ...]:
        """The piece itself, or words with the same beginning and its letters in order."""
        if piece in self._known or len(piece) < _SHORTEST_GUESS or not piece.isalpha():
            return (piece,)
        likely = [
            (-_alike(piece, word), len(word), word)
            for word in self._begins.get(piece[0], ())
            if len(word) > len(piece) and _in_order(piece, word)
        ]
        return tuple(word for _, _, word in sorted(likely)[:2]) or (piece,)


def _alike(piece: str, word: str) -> int:
    """How many leading letters the two share."""
    return next((i for i, (a, b) in enumerate(zip(piece, word, strict=False)) if a != b), len(piece))


def _in_order(piece: str, word: str) -> bool:
    letters = iter(word)
    return all(letter in letters for letter in piece)
