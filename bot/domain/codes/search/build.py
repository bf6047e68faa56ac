"""Entries into arrays. Takes seconds and much memory, so it runs in a child process."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from bot.domain.codes.search.arrays import Arrays, packed
from bot.domain.codes.search.build_docs import Doc, document_arrays, documents
from bot.domain.codes.search.entry import Kind, SearchEntry
from bot.domain.codes.search.spell import delete_table
from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.tables import Phrase, Tables, phrase_key, vocabulary
from bot.domain.codes.search.weights import ASIDE_WEIGHT, DENIED_WEIGHT, UNKNOWN_IDF, role
from bot.domain.codes.search.words import Word, words

FORMAT = 5  # raised whenever words, stems or arrays change
COMMON = 3000
DENIED = np.uint32(1 << 30)
ASIDE = np.uint32(1 << 31)
TERM = np.uint32((1 << 30) - 1)


def build(entries: Iterable[SearchEntry], tables: Tables = Tables()) -> Arrays:  # noqa: B008 (frozen)
    """The index of `entries` as named arrays, for `Index`; codes must be unique within a system."""
    docs = documents(entries)
    texts = _texts(docs)
    split = [words(text) for _, _, text in texts]
    vocab = sorted({w.text for ws in split for w in ws} | vocabulary(tables.phrases))
    ids = {word: i for i, word in enumerate(vocab)}
    arrays = dict(document_arrays(docs, tables.common))
    for part in (
        _text_arrays(texts),
        _token_arrays(split, ids),
        _vocabulary_arrays(vocab, _stem_numbers(vocab)),
        _posting_arrays(split, ids, _stem_numbers(vocab)),
        _phrase_arrays(tables.phrases),
        _spelling_arrays(tables.spellings),
    ):
        arrays.update(part)
    arrays["format"] = np.array([FORMAT], np.int32)
    return arrays


def _texts(docs: Sequence[Doc]) -> list[tuple[int, Kind, str]]:
    """(document, kind, text) of every distinct text, names first within a document."""
    found = []
    for d, doc in enumerate(docs):
        seen = {doc.name.lower()}
        found.append((d, Kind.NAME, doc.name))
        for kind, text in doc.texts:
            if text.lower() not in seen:
                seen.add(text.lower())
                found.append((d, kind, text))
    return found


def _text_arrays(texts: Sequence[tuple[int, Kind, str]]) -> Mapping[str, np.ndarray]:
    blob, offsets = packed("" if kind is Kind.NAME else text for _, kind, text in texts)
    return {
        "text_doc": np.array([d for d, _, _ in texts], np.int32),
        "doc_text": np.array([t for t, (_, kind, _) in enumerate(texts) if kind is Kind.NAME], np.int32),
        "text_kind": np.array([kind for _, kind, _ in texts], np.uint8),
        "text_blob": blob,
        "text_offsets": offsets,
    }


def _token_arrays(split: Sequence[Sequence[Word]], ids: Mapping[str, int]) -> Mapping[str, np.ndarray]:
    """Tokens of each text (CSR), in how many texts each word stands, its weight, and the weight of texts."""
    lengths = np.array([len(ws) for ws in split], np.int64)
    terms = np.array([ids[w.text] for ws in split for w in ws], np.uint32)
    denied = np.array([w.denied for ws in split for w in ws], bool)
    aside = np.array([w.aside for ws in split for w in ws], bool)
    text = np.repeat(np.arange(len(split)), lengths)
    counts, _ = _postings(terms, text, len(ids), len(split))
    weight = _rarity(counts, len(split)) * np.array([role(word) for word in ids], np.float32)
    mass = np.where(aside, ASIDE_WEIGHT, 1.0) * np.where(denied, DENIED_WEIGHT, 1.0) * weight[terms]
    return {
        "token_pointers": _pointers(lengths),
        "tokens": terms | np.where(denied, DENIED, 0) | np.where(aside, ASIDE, 0),
        "word_count": counts.astype(np.int32),
        "word_weight": weight.astype(np.float32),
        "text_mass": np.bincount(text, mass, len(split)).astype(np.float32),
    }


def _posting_arrays(
    split: Sequence[Sequence[Word]], ids: Mapping[str, int], stems: np.ndarray
) -> Mapping[str, np.ndarray]:
    """For each stem the texts that hold a form of it (CSR, ascending); the commonest as bits too."""
    groups = stems[np.array([ids[w.text] for ws in split for w in ws], np.int64)]
    text = np.repeat(np.arange(len(split)), [len(ws) for ws in split])
    counts, posted = _postings(groups, text, int(stems.max(initial=-1)) + 1, len(split))
    return {
        **_common_arrays(counts, posted, len(split)),
        "posting_pointers": _pointers(counts),
        "postings": posted.astype(np.int32),
    }


def _postings(owners: np.ndarray, text: np.ndarray, most: int, texts: int) -> tuple[np.ndarray, np.ndarray]:
    """How many texts each owner stands in, and which, owner by owner."""
    pairs = np.unique(owners.astype(np.int64) * texts + text)
    return np.bincount(pairs // max(1, texts), minlength=most), pairs % max(1, texts)


def _common_arrays(counts: np.ndarray, posted: np.ndarray, texts: int) -> Mapping[str, np.ndarray]:
    """The stems that stand in very many texts, and for each the texts as bits, eight to a byte."""
    often = np.flatnonzero(counts > COMMON)
    ends = np.cumsum(counts)
    bits = np.zeros((len(often), -(-texts // 8)), np.uint8)
    for row, term in enumerate(often.tolist()):
        held = np.zeros(texts, bool)
        held[posted[ends[term] - counts[term] : ends[term]]] = True
        bits[row] = np.packbits(held, bitorder="little")
    return {"common_stems": often.astype(np.int32), "common_bits": bits}


def _rarity(counts: np.ndarray, total: int) -> np.ndarray:
    """Inverse document frequency between 0 and 1; a word in no text gets a middling one."""
    rarity = np.log1p(total / np.maximum(counts, 1)) / np.log1p(max(total, 2))
    return np.where(counts == 0, UNKNOWN_IDF, rarity).astype(np.float32)


def _pointers(lengths: np.ndarray) -> np.ndarray:
    pointers = np.zeros(len(lengths) + 1, np.int32)
    np.cumsum(lengths, out=pointers[1:])
    return pointers


def _stem_numbers(vocab: Sequence[str]) -> np.ndarray:
    """For each word the number of its stem; stems are numbered in alphabetical order."""
    stems = [stem(word) for word in vocab]
    order = {s: i for i, s in enumerate(sorted(set(stems)))}
    return np.array([order[s] for s in stems], np.int32)


def _vocabulary_arrays(vocab: Sequence[str], group: np.ndarray) -> Mapping[str, np.ndarray]:
    hashes, owners = delete_table(vocab)
    order = sorted({stem(word) for word in vocab})
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
    """Strings that are needed all together when the index is loaded: one split makes them a list again."""
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _phrase_arrays(phrases: Sequence[Phrase]) -> Mapping[str, np.ndarray]:
    """Rows of the tables and the stems by which a question meets them."""
    return {
        "phrase_rows": _lines(f"{int(p.saying)}\t{p.said}\t{'|'.join(p.meanings)}" for p in phrases),
        "phrase_keys": _lines(" ".join(phrase_key(p)) for p in phrases),
    }


def _spelling_arrays(spellings: Sequence[tuple[str, str]]) -> Mapping[str, np.ndarray]:
    return {"spellings": _lines(f"{british}\t{american}" for british, american in spellings)}
