"""The tables that come with the product."""

from collections import Counter

import pytest

from bot.built_files.own_tables import own_tables, procedure_tables
from bot.domain.codes.search.stem import stem
from bot.domain.codes.search.tables import BadTable, Saying, phrase_key, rows, tables
from bot.domain.codes.search.weights import STOP
from bot.domain.codes.search.words import words
from tests.fakes_diagnoses import april_tabular

OWN = own_tables()


@pytest.mark.parametrize(
    ("saying", "least"), [(Saying.ABBREVIATION, 500), (Saying.LAY, 500), (Saying.SYNONYM, 500)]
)
def test_there_are_several_hundred_of_each(saying: Saying, least: int) -> None:
    """A table of a few dozen helps nobody."""
    assert sum(p.saying is saying for p in OWN.phrases) >= least


@pytest.mark.parametrize("saying", [Saying.ABBREVIATION, Saying.LAY, Saying.SYNONYM])
def test_no_row_is_shadowed_by_another(saying: Saying) -> None:
    """A saying stands once, in whatever order its words are."""
    keys = Counter(phrase_key(p) for p in OWN.phrases if p.saying is saying)
    assert {key: n for key, n in keys.items() if n > 1} == {}


@pytest.fixture(scope="module")
def known() -> tuple[set[str], set[str]]:
    """The stems of everything printed in the installed ICD-10-CM, and its codes without 7th characters."""
    diagnoses = april_tabular().diagnoses
    texts = (
        t for d in diagnoses for t in (d.name, *d.instructions.inclusion_terms, *d.instructions.includes)
    )
    printed = {w.text for text in set(texts) for w in words(text)}
    return {stem(word) for word in printed}, {d.code for d in diagnoses}


def test_every_diagnosis_that_is_called_common_exists(known: tuple[set[str], set[str]]) -> None:
    """A code that was deleted is no tie-breaker."""
    assert [code for code in OWN.common if code not in known[1]] == []


def test_every_meaning_uses_a_word_that_the_classification_knows(known: tuple[set[str], set[str]]) -> None:
    """Otherwise it would never find anything. Names of drugs and equipment are HCPCS's, so synonyms are exempt."""
    lost = [
        (p.said, meaning)
        for p in OWN.phrases
        if p.saying is not Saying.SYNONYM
        for meaning in p.meanings
        if not any(stem(w.text) in known[0] for w in words(meaning) if w.text not in STOP)
    ]
    assert lost == []


def test_a_line_without_a_meaning_is_refused_with_its_number() -> None:
    """A team's table is read the same way."""
    with pytest.raises(BadTable) as refused:
        rows("# comment\n\nhtn\thypertension\nckd\n")
    assert refused.value.line == 4


def test_meanings_keep_their_order() -> None:
    """The likeliest comes first."""
    assert tables(abbreviations="ms\tmultiple sclerosis| mitral stenosis ").phrases[0].meanings == (
        "multiple sclerosis", "mitral stenosis",
    )  # fmt: skip


def test_no_row_is_met_by_a_single_letter_of_a_longer_saying() -> None:
    """'h&p' loses its h as a word that says nothing: then every lone p would mean a physical."""
    met = [p.said for p in procedure_tables().phrases if len("".join(phrase_key(p)).lstrip("=")) == 1]

    assert [said for said in met if len(said) > 1] == []
