"""The Alphabetic Index: an invented one for the rules, the real one where it is at hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.icd10cm_index import IndexTerm, read_index, walk
from bot.codefiles.icd10cm_index_texts import index_texts
from bot.domain.codes.search.entries import TextOrigin
from tests.codefiles.invented import INVENTED_INDEX

_TABLE = b"""<?xml version="1.0"?><ICD10CM.index><version>2030</version>
<indexHeading><head col="1">Neoplasm</head><head col="2">Malignant Primary</head>
<head col="5">Benign</head></indexHeading>
<letter><title>N</title><mainTerm><title>Neoplasm, neoplastic</title><cell col="2">C80.1</cell><cell col="5">-</cell>
<term level="1"><title>glimmer</title><cell col="2">C76.-</cell><cell col="5">D36.7</cell></term></mainTerm></letter>
</ICD10CM.index>"""

_REAL = Path(__file__).parents[3] / "shared" / "data" / "icd10cm_2025_index"


def _texts(content: bytes) -> dict[str, list[tuple[TextOrigin, str]]]:
    return index_texts(read_index(content).terms)


def test_a_line_is_its_main_term_and_what_stands_below_with_modifiers_in_parentheses() -> None:
    """A code with a dash is the header that it stands for."""
    texts = _texts(INVENTED_INDEX)

    assert (TextOrigin.INDEX, "Pain(s), glimmer (faint)") in texts["M25.50"]
    assert (TextOrigin.INDEX, "Pain(s), glimmer (faint), with glow") in texts["M25"]
    assert (TextOrigin.INDEX, "Pain(s)") in texts["R52"]


def test_see_lends_its_words_to_what_it_points_to_and_to_what_stands_below() -> None:
    """'Ache, see Pain, glimmer'; a reference to a reference is followed too."""
    texts = _texts(INVENTED_INDEX)

    assert (TextOrigin.SEE, "Ache NEC (dull) (sharp)") in texts["M25.50"]
    assert (TextOrigin.SEE, "Ache NEC (dull) (sharp), with glow") in texts["M25"]
    assert (TextOrigin.SEE, "Afflux") in texts["R52"]


def test_references_that_lead_nowhere_or_in_a_circle_are_left_alone() -> None:
    """'See condition' names no line; two lines may point to each other."""
    lines = {text for texts in _texts(INVENTED_INDEX).values() for _, text in texts}

    assert not any(line.startswith(("Abdomen", "Around", "Circle")) for line in lines)


def test_the_neoplasm_table_says_the_column_with_the_site() -> None:
    """A dash in a cell is no code."""
    texts = _texts(_TABLE)

    assert texts["C76"] == [(TextOrigin.INDEX, "Neoplasm, neoplastic, glimmer, Malignant Primary")]
    assert texts["D36.7"] == [(TextOrigin.INDEX, "Neoplasm, neoplastic, glimmer, Benign")]
    assert set(texts) == {"C80.1", "C76", "D36.7"}


def test_the_edition_is_told() -> None:
    """What was loaded must be nameable."""
    index = read_index(INVENTED_INDEX)

    assert (index.version, index.title, len(index.terms)) == ("2030", "INDEX", 7)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (INVENTED_INDEX[:300], Fault.SYNTAX),
        (b"", Fault.SYNTAX),
        (b"<ICD10CM.tabular/>", Fault.OTHER_KIND),
        (b"<ICD10CM.index><version>1</version></ICD10CM.index>", Fault.INCOMPLETE),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><ICD10CM.index/>', Fault.DECLARATIONS),
        (
            b"<ICD10CM.index><letter><mainTerm><code>R52</code></mainTerm></letter></ICD10CM.index>",
            Fault.INCOMPLETE,
        ),
        (
            b"<ICD10CM.index><letter><mainTerm><title>x</title><code>R52</code>"
            + b"<term><title>x</title>" * 50
            + b"</term>" * 50
            + b"</mainTerm></letter></ICD10CM.index>",
            Fault.TOO_DEEP,
        ),
    ],
)
def test_anything_but_a_whole_index_is_refused(content: bytes, fault: Fault) -> None:
    """Cut off, empty, another file, an attack, nested without end."""
    with pytest.raises(UnreadableFile) as refused:
        read_index(content)
    assert refused.value.fault is fault


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    """No other exception ever."""
    with pytest.raises(UnreadableFile):
        read_index(content)


_TITLES = st.text("ab, ()", min_size=1, max_size=6)
_TERMS = st.recursive(
    st.builds(IndexTerm, _TITLES, codes=st.just((("", "R52"),)), see=_TITLES),
    lambda inner: st.builds(
        IndexTerm, _TITLES, see=_TITLES, see_also=_TITLES, below=st.lists(inner, max_size=3)
    ),
    max_leaves=12,
)


@given(st.lists(_TERMS, max_size=5))
def test_any_references_come_to_an_end(terms: list[IndexTerm]) -> None:
    """However lines point at each other."""
    assert set(index_texts(terms)) <= {"R52"}


@pytest.mark.skipif(not _REAL.exists(), reason="the real index is not here (../shared/data)")
def test_the_real_index_is_read_whole() -> None:
    """Counted in the files: lines, and codes as they are printed."""
    counted = {}
    for name in ("icd10cm-index-2025.xml", "icd-10-cm-eindex-2025.xml", "icd-10-cm-neoplasm-2025.xml"):
        terms = read_index((_REAL / name).read_bytes()).terms
        lines = [term for top in terms for _, term in walk(top)]
        counted[name] = (len(lines), sum(len(t.codes) for t in lines))

    assert counted["icd10cm-index-2025.xml"] == (81_024, 62_721)
    assert counted["icd-10-cm-eindex-2025.xml"] == (8_064, 6_650)
    assert counted["icd-10-cm-neoplasm-2025.xml"] == (1_939, 10_916 - 1_898)
