"""Which topic a question to `/explain` is about: by name, with small typos, or named among other words."""

import re
from collections.abc import Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from bot.domain.codes.billing.topic import BillingTopic
from bot.domain.codes.billing.topics import TOPICS
from bot.domain.codes.billing.topics_claims import CLAIM_TOPICS
from bot.domain.codes.billing.topics_codes import CODE_TOPICS
from bot.domain.codes.cpt.modifiers import MODIFIERS

EVERY_TOPIC = (*TOPICS, *CLAIM_TOPICS, *CODE_TOPICS)
_WORD = re.compile(r"[a-z0-9]+")
_QUESTION_WORDS = """
    what whats is are the a an of in for to does do did mean means meaning explain explained define definition rule
    rules about when how why should i we can you me my tell please stand stands work works use used billing medical
"""
_NOISE = frozenset(_QUESTION_WORDS.split())
_CLOSE = 84
_SHORT = 4
_MODIFIER = (
    re.compile(r"\b(?:modifiers?|mods?|mod\.)[ :#-]*([0-9a-z]{2})()\b", re.IGNORECASE),
    re.compile(r"(?:^|\s)()([0-9a-z]{2})[ -]+modifier\b", re.IGNORECASE),
)


def find_modifier(text: str) -> str | None:
    """The modifier of the starter that `text` asks about, alone or with `modifier`: `what is modifier GA`, `mod kx`."""
    named = [(found[1] or found[2]).upper() for form in _MODIFIER for found in form.finditer(text)]
    return next((each for each in named if each in MODIFIERS), None)


def find_topic(text: str) -> BillingTopic | None:
    """The topic that `text` asks about, with small typos allowed; None for anything else. Numbers have to match.

    >>> find_topic("what is the 8 minute rule?").name
    '8-minute rule'
    """
    names = _names()
    for words in (_words(text, _NOISE), _words(text, frozenset())):
        asked = " ".join(words)
        if asked in names:
            return names[asked]
        if asked.endswith("s") and asked[:-1] in names:
            return names[asked[:-1]]
    return _close(" ".join(_words(text, _NOISE))) or _close(" ".join(_words(text, frozenset())))


def topic_among(text: str) -> BillingTopic | None:
    """The topic with the longest name that stands among the words of `text`; asked where no code was named."""
    words = f" {' '.join(_words(text, frozenset()))} "
    names = _names()
    held = [name for name in names if f" {name} " in words and (len(name) > 2)]
    return names[max(held, key=len)] if held else None


def _close(asked: str) -> BillingTopic | None:
    """A name that differs by a slip or two. Four letters may differ by one, fewer by none."""
    if len(asked) < _SHORT:
        return None
    names, numbers = _names(), _numbers(asked)
    alike = [name for name in names if len(name) >= _SHORT and _numbers(name) == numbers]
    cutoff = _CLOSE if len(asked) > _SHORT else 75
    close = process.extractOne(asked, alike, scorer=fuzz.ratio, score_cutoff=cutoff)
    return names[close[0]] if close else None


def _numbers(text: str) -> list[str]:
    return [word for word in text.split() if any(sign.isdigit() for sign in word)]


def _words(text: str, noise: frozenset[str]) -> list[str]:
    return [word for word in _WORD.findall(text.lower().replace("'", "")) if word not in noise]


@lru_cache(maxsize=1)
def _names() -> Mapping[str, BillingTopic]:
    found: dict[str, BillingTopic] = {}
    for topic in EVERY_TOPIC:
        for name in (topic.name, *topic.also):
            for noise in (_NOISE, frozenset[str]()):
                found.setdefault(" ".join(_words(name, noise)), topic)
    found.pop("", None)
    return found
