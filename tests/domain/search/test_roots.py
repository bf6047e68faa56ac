"""Words that no text holds, understood by their Greek and Latin parts."""

import pytest

from bot.built_files.own_tables import own_tables
from bot.domain.codes.search.build import build
from bot.domain.codes.search.entries import SearchEntry
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.roots import Roots
from bot.domain.codes.search.tables import tables
from bot.domain.codes.search.term import How
from tests.domain.search.small import ICD

KNOWN = {"pleurodynia", "hemopericardium", "amyloidosis", "stomatitis"}
OURS = Roots(dict(own_tables().roots), lambda word: int(word in KNOWN))


@pytest.mark.parametrize(
    ("word", "likeliest"),
    [
        ("splenopathy", "spleen disease"),
        ("prostatorrhea", "prostate discharge"),
        ("pleuralgia", "pleurodynia"),
        ("paramyloidosis", "amyloidosis"),
        ("gingivostomatitis", "gingiva stomatitis"),
        ("pneumohemopericardium", "lung hemopericardium"),
    ],
)
def test_a_word_is_read_by_its_parts(word: str, likeliest: str) -> None:
    """An end that means the same makes a known word; a known word at the end stays whole."""
    assert OURS.meanings(word)[0] == likeliest


@pytest.mark.parametrize(
    "word", ["gastrits", "hepatits", "xyzzyplugh", "ositis", "peri", "osteo", "", "tosis"]
)
def test_a_word_that_cannot_be_cut_whole_has_no_parts(word: str) -> None:
    """A misspelt word is left to the correction."""
    assert OURS.meanings(word) == ()


def test_the_least_that_is_meant_is_that_something_is_wrong_there() -> None:
    """Where the classification has no pain of the liver, it has disorders of it."""
    assert OURS.meanings("hepatalgia")[-1] == "liver disorder"


def test_a_search_tells_that_it_read_the_parts() -> None:
    """The biller sees why the disease of the spleen is there."""
    entries = [SearchEntry(ICD, "D73.9", "Disease of spleen, unspecified", billable=True)]
    found = Index(build(entries, tables(roots="splen\tspleen\n-pathy\tdisease"))).search("splenopathy")

    assert [(hit.code, hit.why.readings[0].how) for hit in found.hits] == [("D73.9", How.PARTS)]
