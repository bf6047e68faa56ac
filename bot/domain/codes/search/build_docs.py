"""Group codes into documents: a code with its 7th-character completions, and its relation to its family."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntFlag

import numpy as np

from bot.domain.codes.releases import System
from bot.domain.codes.search.arrays import packed
from bot.domain.codes.search.entries import SearchEntry, TextOrigin
from bot.domain.codes.search.polarity import POLAR_PIECES, TRAUMATIC, polarity
from bot.domain.codes.search.weights import set_of
from bot.domain.codes.search.words import words as words_in

ACCESSORIES = set_of("accessories accessory addition attachment modification repair replace replacement")
"""HCPCS's words for parts and modifications of a thing."""
_FORMS = set_of("infusion injection")
"""Heads that give the form of a thing, not the thing itself."""
_ENDS = re.compile("[,;]")


def head_and_rest(system: str, name: str) -> tuple[str, str]:
    """The head of an HCPCS name and the text after its first comma, or ''. Names of other systems are all head.

    >>> head_and_rest("HCPCS Level II", "Injection, ketorolac tromethamine, per 15 mg")
    ('Injection, ketorolac tromethamine', ' per 15 mg')
    """
    if system != System.HCPCS:
        return name, ""
    form, _, _ = name.partition(",")
    end = _ENDS.search(name, len(form) + 1 if form.lower() in _FORMS else 0)
    return (name[: end.start()], name[end.end() :]) if end else (name, "")


class Flag(IntFlag):
    """Facts about a document for ranking."""

    BILLABLE = 1  # itself, or one of its completions
    COMPLETED = 2  # billable only with a 7th character
    UNSPECIFIED = 4
    OTHER = 8
    RIGHT = 16
    LEFT = 32
    BILATERAL = 64
    MOTHER = 128  # chapter 15: only for the record of the pregnant patient
    NEWBORN = 256  # chapter 16: only for conditions that began before birth or in the first month
    MANIFESTATION = 512  # 'in diseases classified elsewhere': never first
    ACCESSORY = 1024  # a part of a thing or something for it: not the thing
    PAIRED = 2048  # right or left, and no code of the family says bilateral: both sides take two codes
    SIDE_OPEN = 4096  # says no side, and others of its family do
    NEOPLASM = 8192  # named as one: 'Malignant neoplasm of ...'
    COMPLICATION = 16384  # named as one: 'Colostomy complication'
    FOLLOWING = 32768  # what an earlier disease left: 'Hemiplegia following cerebral infarction'


@dataclass(slots=True)
class Doc:
    """A code or header and, if it takes a 7th character, its completions in code order."""

    system: str
    code: str
    name: str
    billable: bool
    parent: str | None
    texts: tuple[tuple[TextOrigin, str], ...]
    completions: list[SearchEntry] = field(default_factory=list)


def documents(entries: Iterable[SearchEntry]) -> list[Doc]:
    """Documents by system and code, each completion together with the code that it completes."""
    docs: dict[tuple[str, str], Doc] = {}
    completions = []
    for e in entries:
        if e.completes is None:
            docs[e.system, e.code] = Doc(e.system, e.code, e.name, e.billable, e.parent, e.texts)
        else:
            completions.append(e)
    for e in completions:
        stem = docs.get((e.system, e.completes or ""))
        if stem is None:
            docs[e.system, e.code] = Doc(e.system, e.code, e.name, e.billable, e.parent, e.texts)
        else:
            stem.completions.append(e)
            stem.texts += e.texts
    return [docs[key] for key in sorted(docs)]


def document_arrays(docs: Sequence[Doc], common: Sequence[str]) -> Mapping[str, np.ndarray]:
    """Codes, names, flags, parents, default children, priors and completions of the documents."""
    at = {(d.system, d.code): i for i, d in enumerate(docs)}
    parent = np.array([at.get((d.system, d.parent or ""), -1) for d in docs], np.int32)
    named = [_WORD.findall(d.name.lower()) for d in docs]
    families = _families(named, parent)
    systems = sorted({d.system for d in docs})
    system_blob, system_offsets = packed(systems)
    code_blob, code_offsets = packed(d.code for d in docs)
    name_blob, name_offsets = packed(d.name for d in docs)
    return {
        "systems_blob": system_blob,
        "systems_offsets": system_offsets,
        "doc_system": np.array([systems.index(d.system) for d in docs], np.uint8),
        "code_blob": code_blob,
        "code_offsets": code_offsets,
        "name_blob": name_blob,
        "name_offsets": name_offsets,
        "doc_flags": _all_flags(docs, named, families),
        "doc_polarity": np.array([_polarity(d) for d in docs], np.uint64),
        "doc_parent": parent,
        "doc_default": _defaults(docs, parent),
        "doc_prior": _priors(docs, common),
        "doc_end": _subtree_ends(parent),
        "doc_family": families,
        **_completion_arrays(docs),
        **_lookup_arrays(docs),
    }


_WORD = re.compile(r"[a-z0-9]+")
_NOS = re.compile(r"\bnos\b")
_SIDES = {"right": int(Flag.RIGHT), "left": int(Flag.LEFT), "bilateral": int(Flag.BILATERAL)}
_SIDE_WORDS = frozenset((*_SIDES, "unspecified", "side", "nos"))
_WITHOUT, _WITH = "without ", "with "
_TAIL = ", unspecified"
_BARE = frozenset(("unspecified", "without complication", "without complications", "uncomplicated"))
_BILLABLE, _COMPLETED, _UNSPECIFIED = int(Flag.BILLABLE), int(Flag.COMPLETED), int(Flag.UNSPECIFIED)
_OTHER, _MANIFESTATION, _ACCESSORY = int(Flag.OTHER), int(Flag.MANIFESTATION), int(Flag.ACCESSORY)
_NEOPLASM, _COMPLICATION, _FOLLOWING = int(Flag.NEOPLASM), int(Flag.COMPLICATION), int(Flag.FOLLOWING)
_NEOPLASMS = (
    "malignant neoplasm",
    "benign neoplasm",
    "neoplasm of",
    "carcinoma in situ",
    "secondary malignant",
)
_COMPLICATED = re.compile(r"(?<!without )\bcomplications?\b")
_CHAPTERS = {"O": int(Flag.MOTHER), "P": int(Flag.NEWBORN)}


def _vague(name: str) -> bool:
    """Whether a name in lower case is unspecific."""
    return (
        "unspecified" in name
        or "without complication" in name
        or "uncomplicated" in name
        or ("nos" in name and _NOS.search(name) is not None)
    )


def _all_flags(docs: Sequence[Doc], named: Sequence[Sequence[str]], families: np.ndarray) -> np.ndarray:
    flags = np.array([_flags(d, words) for d, words in zip(docs, named, strict=True)], np.uint16)
    with_bilateral = np.unique(families[(flags & int(Flag.BILATERAL)) != 0])
    one_side = (flags & int(Flag.RIGHT | Flag.LEFT)) != 0
    flags[one_side & ~np.isin(families, with_bilateral)] |= int(Flag.PAIRED)
    sided = (flags & int(Flag.RIGHT | Flag.LEFT | Flag.BILATERAL)) != 0
    flags[~sided & np.isin(families, np.unique(families[sided]))] |= int(Flag.SIDE_OPEN)
    return flags


def _flags(doc: Doc, words: Sequence[str]) -> int:
    flags = _flags_of_name(doc.name.lower(), words)
    if doc.billable or any(c.billable for c in doc.completions):
        flags |= _BILLABLE
    if doc.completions:
        flags |= _COMPLETED
    if doc.system == System.ICD10CM:
        flags |= _CHAPTERS.get(doc.code[0], 0)
    if doc.system == System.HCPCS and not ACCESSORIES.isdisjoint(words):
        flags |= _ACCESSORY
    return flags


def _flags_of_name(name: str, words: Sequence[str]) -> int:
    flags = 0
    for word in words:
        if word in _SIDES:
            flags |= _SIDES[word]
    for holds, flag in (
        (_vague(name), _UNSPECIFIED),
        (words[:1] == ["other"] or "other specified" in name, _OTHER),
        (name.startswith(_NEOPLASMS), _NEOPLASM),
        (" following " in name or name.startswith("sequelae"), _FOLLOWING),
        ("complication" in name and bool(_COMPLICATED.search(name)), _COMPLICATION),
        ("classified elsewhere" in name, _MANIFESTATION),
    ):
        if holds:
            flags |= flag
    return flags


_POLAR = re.compile("|".join(map(re.escape, POLAR_PIECES)))
_INJURIES = "S"
"""The chapter of injuries has 'strain' and 'tear' where others say 'traumatic'."""


def _polarity(doc: Doc) -> int:
    found = polarity(words_in(doc.name)) if _POLAR.search(doc.name.lower()) else 0
    return found | (TRAUMATIC if doc.system == System.ICD10CM and doc.code[0] == _INJURIES else 0)


def _families(named: Sequence[Sequence[str]], parent: np.ndarray) -> np.ndarray:
    """The first document of each document's family.

    A family is a header and the codes below it that differ only by side.
    """
    bare = [" ".join([w for w in words if w not in _SIDE_WORDS]) for words in named]
    first: dict[tuple[int, str], int] = {}
    families = list(range(len(named)))
    for i, p in enumerate(parent.tolist()):
        if p >= 0:
            same_as_header = bare[i] == bare[p] and families[p] == p
            families[i] = p if same_as_header else first.setdefault((p, bare[i]), i)
    return np.array(families, np.int32)


def _defaults(docs: Sequence[Doc], parent: np.ndarray) -> np.ndarray:
    """For each header, the child to bill if nothing more is known ('unspecified'), or -1."""
    best: dict[int, tuple[float, int]] = {}
    for i, p in enumerate(parent.tolist()):
        if p >= 0:
            score = _as_default(docs[i], docs[p])
            if score > best.get(p, (0.0, -1))[0]:
                best[p] = (score, i)
    return np.array([best.get(i, (0.0, -1))[1] for i in range(len(docs))], np.int32)


def _as_default(child: Doc, header: Doc) -> float:
    """How much a code is what its header says and no more; 0 for one that says more."""
    name, above = child.name.lower(), header.name.lower()
    if not name.startswith(above):
        above = above.removesuffix(
            _TAIL
        )  # 'Acute pancreatitis, unspecified' above 'Acute pancreatitis without ...'
    added = name.removeprefix(above).strip(", ")
    score = 0.0
    if _vague(added):
        score = 3.0 - added.count(",") * 0.3 - len(added) / 500
    if child.code[-1] == "9" and score:
        score += 0.5
    if added in _BARE:
        score += 2.0
    if (
        added.startswith(_WITHOUT) and f" {_WITH}" not in added
    ):  # with status migrainosus or without: what nobody speaks of isn't there
        score += 1.0
    elif added.startswith(_WITH):
        score -= 1.0
    return max(0.0, score)


def _priors(docs: Sequence[Doc], common: Sequence[str]) -> np.ndarray:
    """1 for the most common code, falling to 0.5 for the last in the table; 0 for all others."""
    place = {code: 1.0 - 0.5 * i / max(1, len(common)) for i, code in reversed(list(enumerate(common)))}
    own = ((d.code, *(c.code for c in d.completions)) for d in docs)
    return np.array([max(place.get(code, 0.0) for code in codes) for codes in own], np.float32)


def _subtree_ends(parent: np.ndarray) -> np.ndarray:
    """For each document, the first one after it that is not below it. Code order keeps a subtree together."""
    ends, above = list(range(1, len(parent) + 1)), parent.tolist()
    for i in range(len(parent) - 1, -1, -1):
        p = above[i]
        if p >= 0 and ends[p] < ends[i]:
            ends[p] = ends[i]
    return np.array(ends, np.int32)


def _completion_arrays(docs: Sequence[Doc]) -> Mapping[str, np.ndarray]:
    rows = [(c, d) for d in docs for c in d.completions]
    meanings = sorted({c.completion for c, _ in rows})
    meaning = {m: i for i, m in enumerate(meanings)}
    meaning_blob, meaning_offsets = packed(meanings)
    pointers = np.zeros(len(docs) + 1, np.int32)
    np.cumsum([len(d.completions) for d in docs], out=pointers[1:])
    return {
        "completion_pointers": pointers,
        "completion_character": np.array([ord(c.code[-1]) for c, _ in rows], np.uint8),
        "completion_meaning": np.array([meaning[c.completion] for c, _ in rows], np.uint16),
        "meaning_blob": meaning_blob,
        "meaning_offsets": meaning_offsets,
    }


def _lookup_arrays(docs: Sequence[Doc]) -> Mapping[str, np.ndarray]:
    """Every code without its dot, ascending, with its document and its completion (-1: none)."""
    rows = []
    for i, d in enumerate(docs):
        rows.append((d.code.replace(".", ""), i, -1))
        rows.extend((c.code.replace(".", ""), i, n) for n, c in enumerate(d.completions))
    rows.sort()
    return {
        "lookup_code": np.array([r[0].encode() for r in rows], "S8"),
        "lookup_doc": np.array([r[1] for r in rows], np.int32),
        "lookup_completion": np.array([r[2] for r in rows], np.int16),
    }
