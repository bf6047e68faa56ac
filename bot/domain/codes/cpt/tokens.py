"""Split a question's text into codes with their modifiers, diagnosis codes, and other words."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from bot.domain.codes.cpt.grammar import (
    BilledCode,
    has_modifier_form,
    read_billed,
    read_code,
    read_diagnosis,
    with_modifiers,
)
from bot.domain.codes.cpt.modifier_forms import is_known, is_modifier, may_modify
from bot.domain.codes.cpt.problems import UnknownModifier
from bot.domain.codes.cpt.suggestions import looks_meant_as_code, mistyped

_T = TypeVar("_T")
_BETWEEN = re.compile(r"[\s,;+&|/]+")
_FILLER_WORDS = "and or with w plus cpt hcpcs code codes mod mods modifier modifiers vs versus the for"
_FILLERS = frozenset(_FILLER_WORDS.split())
_UNITS = re.compile(r"x[0-9]{1,3}|[0-9]{1,3}x", re.IGNORECASE)
# Modifiers that are also common words. In lower case before another word, they are read as the word.
_ALSO_WORDS = "AT AS AM GO UP US HE AD ET ST MS PI HI PA PO"
_WORDS_TOO = frozenset(_ALSO_WORDS.split())


@dataclass(slots=True)
class CodeTokens:
    """The contents of the text, in order. `words` are not codes; `modifiers` came before any code."""

    billed: list[BilledCode] = field(default_factory=list)
    diagnoses: list[str] = field(default_factory=list)
    modifiers: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def read_tokens(text: str, known: Collection[str]) -> CodeTokens:
    """Split `text`. `known` has the loaded codes, for suggestions, and the modifiers.

    Raises MistypedCode for a token that seems to be a code but doesn't have the form, and UnknownModifier for two
    digits after a code that are not a modifier.
    """
    read = CodeTokens()
    for token, following in pairwise((*_split(text), "")):
        _take(token, following, read, known)
    _demote_short_diagnoses(read)
    _refuse_near_misses(read, known)
    read.billed, read.diagnoses = _once(read.billed), _once(read.diagnoses)
    return read


def _split(text: str) -> Iterator[str]:
    for piece in _BETWEEN.split(text):
        token = piece.strip("()[]{}.:!?\"'#<>-")
        if token and token.lower() not in _FILLERS:
            yield from token.split("-") if _several(token) else (token,)


def _several(token: str) -> bool:
    """`99213-99214` is two codes and `GP-59` two modifiers; `97110-59` stays together."""
    parts = token.split("-")
    return len(parts) > 1 and (all(map(read_code, parts)) or all(map(is_modifier, parts)))


def _take(token: str, following: str, read: CodeTokens, known: Collection[str]) -> None:
    if billed := read_billed(token):
        _refuse_unknown_modifiers(billed, known)
        read.billed.append(billed)
    elif _is_modifier_here(token, following, read, known):
        _attach(token.upper(), read)
    elif diagnosis := read_diagnosis(token):
        read.diagnoses.append(diagnosis)
    else:
        read.words.append(token)


def _is_modifier_here(token: str, following: str, read: CodeTokens, known: Collection[str]) -> bool:
    if _UNITS.fullmatch(token) and read.billed:
        return False
    if token.upper() in _WORDS_TOO and token.islower():
        return not read.words and (not following or is_modifier(following) or bool(read_billed(following)))
    if not read.billed:
        return is_known(token, known)
    code = read.billed[-1].procedure.code
    if has_modifier_form(token) and token.isdigit() and not is_known(token, known):
        raise UnknownModifier(token, (), code)
    return may_modify(token, code, known)


def _attach(modifier: str, read: CodeTokens) -> None:
    if read.billed:
        read.billed[-1] = with_modifiers(read.billed[-1], (modifier,))
    else:
        read.modifiers.append(modifier)


def _refuse_unknown_modifiers(billed: BilledCode, known: Collection[str]) -> None:
    for modifier in billed.modifiers:
        if not may_modify(modifier, billed.procedure.code, known):
            raise UnknownModifier(modifier, (), billed.procedure.code)


def _demote_short_diagnoses(read: CodeTokens) -> None:
    """`b12 injection` is about a vitamin: with words around, three characters without a dot are a word."""
    if read.words:
        short = [d for d in read.diagnoses if len(d) == 3]
        read.words.extend(short)
        read.diagnoses = [d for d in read.diagnoses if d not in short]


def _refuse_near_misses(read: CodeTokens, known: Collection[str]) -> None:
    with_words = any(not looks_meant_as_code(word) for word in read.words)
    for word in read.words:
        plain_number = word.isdigit() and len(word) <= 4 and with_words and not read.billed
        if looks_meant_as_code(word) and not _UNITS.fullmatch(word) and not plain_number:
            raise mistyped(word, known)


def _once(found: list[_T]) -> list[_T]:
    return list(dict.fromkeys(found))
