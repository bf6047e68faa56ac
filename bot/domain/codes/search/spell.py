"""Find words similar to a misspelled one, with a table of deletions as sorted hashes (Garbe's symmetric deletes)."""

from collections.abc import Iterable, Sequence
from itertools import combinations

import numpy as np
from rapidfuzz.distance import OSA

from bot.domain.codes.search.arrays import U8, U32

PREFIX = 7
"""Deletions are made only in the first letters; the distance covers the rest."""
MOST_EDITS = 2


def _kept(edits: int) -> list[tuple[int, ...]]:
    """The positions of the first letters that remain when up to `edits` of them are deleted."""
    return [places for n in range(edits + 1) for places in combinations(range(PREFIX), PREFIX - n)]


_KEPT = {edits: np.array([[*k, *(PREFIX,) * (8 - len(k))] for k in _kept(edits)]) for edits in (0, 1, 2)}
"""By number of deletions: rows of eight positions, with PREFIX (no letter) for a deleted one."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


def _hashes(heads: U8, edits: int) -> U32:
    """The remainder of each head (rows of PREFIX letters and a zero) for each row of _KEPT, hashed to one number."""
    left = np.ascontiguousarray(heads[:, _KEPT[edits]]).view(np.uint64)[..., 0]
    return ((left * _MIX) >> np.uint64(32)).astype(np.uint32)


def _heads(words: Sequence[str]) -> U8:
    block = b"".join(word[:PREFIX].encode().ljust(PREFIX + 1, b"\0") for word in words)
    return np.frombuffer(block, np.uint8).reshape(-1, PREFIX + 1)


def allowed(word: str) -> int:
    """How many typos are allowed in a word of this length without confusing it with similar words."""
    if len(word) < 3 or not (word.isalpha() and word.isascii()):
        return 0
    return 1 if len(word) < 5 else MOST_EDITS


def delete_table(words: Sequence[str]) -> tuple[U32, U32]:
    """Hashes of all deletions, ascending, and the source word of each."""
    taken = [i for i, word in enumerate(words) if len(word) >= 3 and word.isalpha() and word.isascii()]
    hashes = _hashes(_heads([words[i] for i in taken]), MOST_EDITS)
    owners = np.broadcast_to(np.array(taken, np.uint64)[:, None], hashes.shape)
    pairs = (hashes.astype(np.uint64) << np.uint64(32) | owners).ravel()
    pairs.sort()
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])] if len(pairs) else pairs
    return (pairs >> np.uint64(32)).astype(np.uint32), (pairs & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def near(
    word: str, vocabulary: Sequence[str], hashes: U32, owners: U32, edits: int
) -> Iterable[tuple[int, int]]:
    """Words of `vocabulary` within `edits` typos (a swap of adjacent letters is one), as (word number, typos)."""
    asked = _hashes(_heads([word]), edits)[0]
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
