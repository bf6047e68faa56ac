"""Modifiers by what they are about: `modifiers telehealth` names 95, 93, GT, GQ and FQ."""

from collections.abc import Iterable
from functools import lru_cache

from bot.domain.codes.cpt.modifiers import MODIFIERS
from bot.domain.codes.cpt.modifiers.modifier import Modifier
from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.weights import set_of
from bot.domain.codes.search.words import words

MOST = 6
_ALSO = {
    "telemedicine": "telehealth", "virtual": "telehealth", "surgeon": "team", "bilateral": "both",
    "pt": "therapy", "ot": "therapy", "slp": "therapy", "abn": "notice", "advance": "notice", "repeat": "repeated",
    "decision": "decided", "unrelated": "unrelated", "staged": "planned", "professional": "part", "technical": "part",
    "distinct": "separate", "unbundle": "separate", "laterality": "side", "lab": "laboratory",
}  # fmt: skip
_NOISE = set_of(
    "modifier modifiers mod mods for of the a an to on with about list all and or which what use",
)


def modifiers_about(asked: Iterable[str]) -> tuple[str, ...]:
    """At most six modifiers whose family, or whose meaning, holds every word; () where none does."""
    stems = [stem(_ALSO.get(word, word)) for word in map(str.lower, asked) if word not in _NOISE]
    if not stems:
        return ()
    for holds in (_family, _meaning, _text):
        found = [m.code for m in MODIFIERS.values() if holds(m).issuperset(stems)]
        if found:
            return tuple(found[:MOST])
    return ()


@lru_cache(maxsize=512)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word.text) for word in words(text))


def _family(modifier: Modifier) -> frozenset[str]:
    return _stems(modifier.family)


def _meaning(modifier: Modifier) -> frozenset[str]:
    return _stems(f"{modifier.family} {modifier.meaning}")


def _text(modifier: Modifier) -> frozenset[str]:
    return _stems(f"{modifier.family} {modifier.meaning} {modifier.fits}")
