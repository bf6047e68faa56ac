"""Build the arrays from entries. It takes seconds and much memory, so it runs in a child process."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

import numpy as np

from bot.domain.codes.releases import System
from bot.domain.codes.search.arrays import Arrays, packed
from bot.domain.codes.search.build_docs import Doc, document_arrays, documents, head_and_rest
from bot.domain.codes.search.entries import SearchEntry, TextOrigin
from bot.domain.codes.search.format import FORMAT
from bot.domain.codes.search.spell import delete_table
from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.tables import Phrase, Tables, phrase_key, vocabulary
from bot.domain.codes.search.weights import AFTER_HEAD_WEIGHT, ASIDE_WEIGHT, DENIED_WEIGHT, UNKNOWN_IDF, role
from bot.domain.codes.search.words import AFTER_HEAD, ASIDE, DENIED, QUALIFIES, spelled

COMMON = 3000


def build(entries: Iterable[SearchEntry], tables: Tables = Tables()) -> Arrays:  # noqa: B008 (frozen)
    """Return the index of `entries` as named arrays, for `Index`. Codes must be unique within a system."""
    docs = documents(entries)
    texts = _texts(docs)
    tokens = _tokens([_parts(docs[d], kind, text) for d, kind, text in texts], vocabulary(tables.phrases))
    stems = [stem(word) for word in tokens.vocab]
    arrays = dict(document_arrays(docs, tables.common))
    for part in (
        _text_arrays(texts),
        _token_arrays(tokens),
        {
            "text_qualifier": _qualifiers(
                tokens, np.array([docs[d].system == System.ICD10CM for d, _, _ in texts])
            )
        },
        _vocabulary_arrays(tokens.vocab, stems),
        _posting_arrays(tokens, _stem_numbers(stems)),
        _phrase_arrays(tables.phrases),
        _spelling_arrays(tables.spellings),
        {"roots": _lines(f"{part}\t{'|'.join(meant)}" for part, meant in tables.roots)},
    ):
        arrays.update(part)
    arrays["format"] = np.array([FORMAT], np.int32)
    return arrays


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The words of all texts, concatenated.

    `terms` are indexes into `vocab` (ascending), with their flags and the count for each text.
    """

    vocab: list[str]
    terms: np.ndarray
    flags: np.ndarray
    lengths: np.ndarray

    @property
    def text(self) -> np.ndarray:
        """The text of each token."""
        return np.repeat(np.arange(len(self.lengths)), self.lengths)


@lru_cache(1 << 18)  # two editions of one code set, built one after the other, share most texts
def _spelled(text: str) -> tuple[list[str], list[int]]:
    """As `spelled`; the lists must not be changed."""
    return spelled(text, denied_too=True)


def _tokens(texts: Iterable[tuple[str, str]], more: Iterable[str]) -> _Tokens:
    number: dict[str, int] = defaultdict(count().__next__)
    terms, flags, lengths = array("i"), array("B"), array("i")
    for head, rest in texts:
        found, flagged = _spelled(head)
        if rest:
            further, also = _spelled(rest)
            found = found + further
            flagged = flagged + [flag | AFTER_HEAD for flag in also]
        terms.extend(map(number.__getitem__, found))
        flags.extend(flagged)
        lengths.append(len(found))
    for word in more:
        number[word]
    vocab = sorted(number)
    place = np.empty(len(vocab), np.int32)
    place[[number[word] for word in vocab]] = np.arange(len(vocab))
    return _Tokens(
        vocab,
        place[np.frombuffer(terms, np.int32)],
        np.frombuffer(flags, np.uint8),
        np.frombuffer(lengths, np.int32),
    )


def _texts(docs: Sequence[Doc]) -> list[tuple[int, TextOrigin, str]]:
    """(document, kind, text) for every distinct text, with names first within a document."""
    found = []
    for d, doc in enumerate(docs):
        seen = {doc.name.lower()}
        found.append((d, TextOrigin.NAME, doc.name))
        for kind, text in doc.texts:
            if text.lower() not in seen:
                seen.add(text.lower())
                found.append((d, kind, text))
    return found


def _parts(doc: Doc, kind: TextOrigin, text: str) -> tuple[str, str]:
    return head_and_rest(doc.system, text) if kind is TextOrigin.NAME else (text, "")


def _text_arrays(texts: Sequence[tuple[int, TextOrigin, str]]) -> Mapping[str, np.ndarray]:
    blob, offsets = packed("" if kind is TextOrigin.NAME else text for _, kind, text in texts)
    return {
        "text_doc": np.array([d for d, _, _ in texts], np.int64),
        "doc_text": np.array(
            [t for t, (_, kind, _) in enumerate(texts) if kind is TextOrigin.NAME], np.int64
        ),
        "text_kind": np.array([kind for _, kind, _ in texts], np.uint8),
        "text_blob": blob,
        "text_offsets": offsets,
    }


def _token_arrays(tokens: _Tokens) -> Mapping[str, np.ndarray]:
    """Tokens of each text (CSR), each word's number of texts and weight, and the weight of texts.

    A token's mass is its weight in its text, negative if it is negated.
    """
    denied, aside = (tokens.flags & DENIED) != 0, (tokens.flags & ASIDE) != 0
    total = len(tokens.lengths)
    counts, _ = _postings(tokens.terms, tokens.text, len(tokens.vocab), total)
    weight = _rarity(counts, total) * np.array([role(word) for word in tokens.vocab], np.float32)
    after_head = (tokens.flags & AFTER_HEAD) != 0
    mass = (
        np.where(after_head, AFTER_HEAD_WEIGHT, np.where(aside, ASIDE_WEIGHT, 1.0))
        * np.where(denied, DENIED_WEIGHT, 1.0)
        * weight[tokens.terms]
    )
    return {
        "token_pointers": _pointers(tokens.lengths),
        "tokens": tokens.terms.astype(np.int32),
        "token_mass": np.where(denied, -mass, mass).astype(np.float32),
        "word_count": counts.astype(np.int32),
        "word_weight": weight.astype(np.float32),
        "text_mass": np.bincount(tokens.text, mass, total).astype(np.float32),
    }


def _qualifiers(tokens: _Tokens, diagnoses: np.ndarray) -> np.ndarray:
    """For each text where its first clause of 'with' begins and ends, in words (texts x 2); 0, 0 without one.

    Only of `diagnoses`: 'with pads and tips' describes a thing, and makes no other thing of it.
    """
    at = np.flatnonzero(tokens.flags & QUALIFIES)
    text, begins = tokens.text[at], np.cumsum(tokens.lengths) - tokens.lengths
    place = at - begins[text]
    found = np.zeros((len(tokens.lengths), 2), np.uint8)
    known = place < np.iinfo(np.uint8).max
    text, place = text[known][::-1], place[known][::-1]
    found[text, 0] = place  # of several the last write stands, and it is the first word
    found[text[::-1], 1] = place[::-1] + 1
    found[~diagnoses] = 0
    return found


def _posting_arrays(tokens: _Tokens, stems: np.ndarray) -> Mapping[str, np.ndarray]:
    """For each stem, the texts with a form of it (CSR, ascending); for the most common stems also as bits."""
    total = len(tokens.lengths)
    counts, posted = _postings(stems[tokens.terms], tokens.text, int(stems.max(initial=-1)) + 1, total)
    return {
        **_common_arrays(counts, posted, total),
        "posting_pointers": _pointers(counts),
        "postings": posted.astype(np.int32),
    }


def _postings(owners: np.ndarray, text: np.ndarray, most: int, texts: int) -> tuple[np.ndarray, np.ndarray]:
    """How many texts each owner occurs in, and which, by owner."""
    pairs = owners.astype(np.int64) * texts + text
    pairs.sort()  # np.unique builds a set first, which takes four times as long
    pairs = pairs[np.append(True, pairs[1:] != pairs[:-1])] if len(pairs) else pairs
    return np.bincount(pairs // max(1, texts), minlength=most), pairs % max(1, texts)


def _common_arrays(counts: np.ndarray, posted: np.ndarray, texts: int) -> Mapping[str, np.ndarray]:
    """The stems in very many texts, and their texts as bits, eight to a byte."""
    often = np.flatnonzero(counts > COMMON)
    ends = np.cumsum(counts)
    bits = np.zeros((len(often), -(-texts // 8)), np.uint8)
    for row, term in enumerate(often.tolist()):
        held = np.zeros(texts, bool)
        held[posted[ends[term] - counts[term] : ends[term]]] = True
        bits[row] = np.packbits(held, bitorder="little")
    return {"common_stems": often.astype(np.int32), "common_bits": bits}


def _rarity(counts: np.ndarray, total: int) -> np.ndarray:
    """Inverse document frequency, scaled to 0 to 1. A word in no text gets a medium value."""
    rarity = np.log1p(total / np.maximum(counts, 1)) / np.log1p(max(total, 2))
    return np.where(counts == 0, UNKNOWN_IDF, rarity).astype(np.float32)


def _pointers(lengths: np.ndarray) -> np.ndarray:
    pointers = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=pointers[1:])
    return pointers


def _stem_numbers(stems: Sequence[str]) -> np.ndarray:
    """The stem number of each word. Stems are numbered alphabetically."""
    order = {s: i for i, s in enumerate(sorted(set(stems)))}
    return np.array([order[s] for s in stems], np.int32)


def _vocabulary_arrays(vocab: Sequence[str], stems: Sequence[str]) -> Mapping[str, np.ndarray]:
    hashes, owners = delete_table(vocab)
    group, order = _stem_numbers(stems), sorted(set(stems))
    return {
        "words": _lines(vocab),
        "delete_hashes": hashes,
        "delete_words": owners,
        "word_stem": group,
        "stem_members": np.argsort(group, kind="stable").astype(np.int32),
        "stem_pointers": _pointers(np.bincount(group, minlength=len(order))),
        "stems": _lines(order),
    }


def _lines(lines: Iterable[str]) -> np.ndarray:
    """Pack strings that are all needed when the index is loaded, so that one split restores the list."""
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _phrase_arrays(phrases: Sequence[Phrase]) -> Mapping[str, np.ndarray]:
    """Rows of the tables, and the stems by which a query matches them."""
    return {
        "phrase_rows": _lines(f"{int(p.saying)}\t{p.said}\t{'|'.join(p.meanings)}" for p in phrases),
        "phrase_keys": _lines(" ".join(phrase_key(p)) for p in phrases),
    }


def _spelling_arrays(spellings: Sequence[tuple[str, str]]) -> Mapping[str, np.ndarray]:
    return {"spellings": _lines(f"{british}\t{american}" for british, american in spellings)}
