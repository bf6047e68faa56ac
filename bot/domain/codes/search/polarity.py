"""Words that exclude one another: acute and chronic, mild and severe, old and current, upper and lower.

A code that says one of an axis is no answer to a question that says another. What 'with' and 'without' do is told of
each word by itself (`words.DENIED`); here are the words that are denied by other words.
"""

from collections.abc import Iterable, Iterator

from bot.domain.codes.search.words import Word

_AXES: tuple[tuple[str, ...], ...] = (
    ("acute", "chronic longstanding", "subacute"),
    ("intractable", "tractable"),
    ("traumatic", "nontraumatic degenerative"),
    ("recurrent", "single"),
    ("mild", "moderate", "severe"),
    ("complete", "partial incomplete"),
    ("old", "current new fresh"),
    ("unilateral", "bilateral"),
    (
        "accidental accidentally unintentional",
        "intentional suicide suicidal",
        "assault",
        "undetermined",
        "underdosing",
    ),
    ("male man men", "female woman women"),
    ("early", "late"),
    ("upper", "lower"),
    ("medial", "lateral"),
    ("anterior", "posterior"),
    ("proximal", "distal"),
    ("internal", "external"),
    ("benign", "malignant"),
    ("primary", "secondary"),
    ("open", "closed"),
    ("active", "latent inactive"),
    ("congenital", "acquired"),
    ("dominant", "nondominant"),
    ("regular", "irregular"),
    ("primigravida", "multigravida"),
)
"""Each axis: its values, and the words that say each."""
_BIT: dict[str, int] = {}
_MASK: dict[int, int] = {}
_OTHER: dict[int, int] = {}


def _number_axes() -> None:
    at = 0
    for axis in _AXES:
        bits = [1 << (at + n) for n in range(len(axis))]
        at += len(axis)
        for bit, said in zip(bits, axis, strict=True):
            _BIT.update(dict.fromkeys(said.split(), bit))
            _MASK[bit] = sum(bits)
            if len(bits) == 2:
                _OTHER[bit] = sum(bits) - bit


_number_axes()
BITS = sum(len(axis) for axis in _AXES)
TRAUMATIC = _BIT["traumatic"]
POLAR_PIECES = tuple(_BIT)
"""A text without any of these says no value."""


def polarity(words: Iterable[Word]) -> int:
    """The values that some words say, as bits. A denied value of two says the other: 'not intractable'.

    What stands in parentheses may be said or not: it names no axis, but is a further value of one that is named.
    """
    found = aside = 0
    for word in words:
        bit = _BIT.get(word.text)
        if bit is None:
            continue
        if word.denied:
            bit = _OTHER.get(bit, 0)
        if word.aside:
            aside |= bit
        else:
            found |= bit
    return found | sum(aside & mask for mask, _ in axes(found))


def axes(asked: int) -> Iterator[tuple[int, int]]:
    """Of each axis that a question names, the bits of all its values and of those that are asked."""
    while asked:
        mask = _MASK[asked & -asked]
        yield mask, asked & mask
        asked &= ~mask


def filled(asked: int, more: int) -> int:
    """`asked`, and of `more` the values of those axes that `asked` doesn't name."""
    taken = sum(mask for mask, _ in axes(asked))
    return asked | (more & ~taken)


def conflicting(one: int, other: int) -> bool:
    """Whether both name an axis, and no value of it in common."""
    return any(one & mask and not one & wanted for mask, wanted in axes(other))
