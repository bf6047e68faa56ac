"""Derive the meaning of an unknown word from its parts: 'splenopathy' is a disease of the spleen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

LEAST = 6  # the fewest letters of a word to split
_KNOWN = 5  # letters of a known word that may end an unknown one
_ROOT = range(2, 12)
_MOST = 4
_MOST_PARTS = 4
_VOWELS = "oiae"
_NOTHING = "-"


class _WordPart(NamedTuple):
    """A piece of the word with its meanings, likeliest first.

    If the word's ending starts in it, `ends` is its position.
    """

    meanings: tuple[str, ...]
    root: bool
    ends: int = 0


class Roots:
    """Splits words.

    `rows` are parts with their meanings; endings have a '-' before them. `known` returns a word's text count.
    """

    def __init__(self, rows: Mapping[str, tuple[str, ...]], known: Callable[[str], int]) -> None:
        self._roots = {part: meant for part, meant in rows.items() if not part.startswith(_NOTHING)}
        self._ends = {part[1:]: meant for part, meant in rows.items() if part.startswith(_NOTHING)}
        self._known = known

    def meanings(self, word: str) -> tuple[str, ...]:
        """The possible meanings of `word` as search words, likeliest first; () if it can't be split completely."""
        parts = self._cut(word, 0, _MOST_PARTS) if len(word) >= LEAST else None
        if parts is None or not any(p.root and p.meanings[0] != _NOTHING for p in parts):
            return ()
        said = (*self._same_end(word, parts[-1]), *_combined(parts))
        likely = tuple(dict.fromkeys(m for m in said if m))[:_MOST]
        return tuple(dict.fromkeys((*likely, _least(parts))))

    def _cut(self, word: str, at: int, most: int) -> list[_WordPart] | None:
        """The fewest parts that make up `word` from `at` on."""
        tail = word[at:]
        if at and len(tail) >= _KNOWN and self._known(tail):
            return [_WordPart((tail,), root=True)]
        if at and tail in self._ends:
            return [_WordPart(self._ends[tail], root=False, ends=at)]
        found = [cut for cut in self._after_root(word, at, most) if cut is not None] if most > 1 else []
        return min(found, key=len, default=None)

    def _after_root(self, word: str, at: int, most: int) -> Iterator[list[_WordPart] | None]:
        for length in reversed(_ROOT):
            meant = self._roots.get(word[at : at + length])
            end = at + length
            if meant is None or end >= len(word):
                continue
            for begin in (end, end + 1) if word[end] in _VOWELS else (end,):
                rest = self._cut(word, begin, most - 1) if begin < len(word) else None
                yield None if rest is None else [_WordPart(meant, root=True), *rest]

    def _same_end(self, word: str, last: _WordPart) -> Iterator[str]:
        """Known words with another ending of the same meaning: 'pleurodynia' for 'pleuralgia'."""
        if last.ends and last.meanings[0] != _NOTHING:
            heads = (word[: last.ends], word[: last.ends].rstrip(_VOWELS))
            for end, meant in self._ends.items():
                if meant[0] == last.meanings[0]:
                    yield from (
                        head + end for head in heads if head + end != word and self._known(head + end)
                    )


def _combined(parts: Sequence[_WordPart]) -> Iterator[str]:
    """The likeliest meanings together, then each other meaning with the likeliest of the rest."""
    first = [p.meanings[0] for p in parts]
    yield _said(first)
    for n, part in enumerate(parts):
        for other in part.meanings[1:]:
            yield _said([*first[:n], other, *first[n + 1 :]])


def _least(parts: Sequence[_WordPart]) -> str:
    """The minimum that is certain: the known word, or that something is wrong with the body part."""
    if parts[-1].root:
        return parts[-1].meanings[0]
    *_, place = (p.meanings[0] for p in parts if p.root and p.meanings[0] != _NOTHING)
    return _said([place, "disorder"])


def _said(meanings: Sequence[str]) -> str:
    return " ".join(dict.fromkeys(m for m in meanings if m != _NOTHING))
