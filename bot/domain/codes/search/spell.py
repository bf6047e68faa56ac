"""Words near a misspelt one, from a table of deletions kept as sorted hashes (Garbe's symmetric deletes)."""

import zlib
from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from rapidfuzz.distance import OSA

from bot.domain.codes.search.arrays import U32

PREFIX = 7
"""Deletions are taken from the first letters only: the rest is left to the distance."""
MOST_EDITS = 2


def deletions(word: str, edits: int) -> set[str]:
    """The first letters of `word` with up to `edits` of them left out."""
    head = word[:PREFIX]
    found = {head}
    for n in range(1, min(edits, len(head) - 1) + 1):
        found.update("".join(c) for c in combinations(head, len(head) - n))
    return found


def allowed(word: str) -> int:
    """How many slips a word of this length may hold and still be told from its neighbours."""
    if len(word) < 3 or not word.isalpha():
        return 0
    return 1 if len(word) < 5 else MOST_EDITS


def delete_table(words: Sequence[str]) -> tuple[U32, U32]:
    """Hashes of all deletions, ascending, and beside each the word that it came from."""
    hashes: list[int] = []
    owners: list[int] = []
    for i, word in enumerate(words):
        if len(word) >= 3 and word.isalpha():
            variants = deletions(word, MOST_EDITS)
            hashes.extend(zlib.crc32(v.encode()) for v in variants)
            owners.extend([i] * len(variants))
    order = np.argsort(np.array(hashes, np.uint32), kind="stable")
    return np.array(hashes, np.uint32)[order], np.array(owners, np.uint32)[order]


def near(
    word: str, vocabulary: Sequence[str], hashes: U32, owners: U32, edits: int
) -> Iterable[tuple[int, int]]:
    """Words of `vocabulary` within `edits` slips (a swap of neighbours is one) as (word number, slips)."""
    asked = np.array([zlib.crc32(v.encode()) for v in deletions(word, edits)], np.uint32)
    lows, highs = np.searchsorted(hashes, asked, "left"), np.searchsorted(hashes, asked, "right")
    found: set[int] = set()
    for lo, hi in zip(lows.tolist(), highs.tolist(), strict=True):
        found.update(owners[lo:hi].tolist())
    for i in found:
        other = vocabulary[i]
        if abs(len(other) - len(word)) <= edits:
            slips = OSA.distance(word, other, score_cutoff=edits)
            if slips <= edits:
                yield i, slips
