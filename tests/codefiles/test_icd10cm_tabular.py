"""The reader of the tabular list, on an invented list that has every element of the real one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.icd10cm_tabular import Tabular, read_tabular
from bot.domain.codes.diagnosis import Block, Diagnosis, Instructions, SeventhCharacter
from tests.codefiles.invented import INVENTED_TABULAR


@pytest.fixture(scope="module")
def tabular() -> Tabular:
    return read_tabular(INVENTED_TABULAR)


def _code(tabular: Tabular, code: str) -> Diagnosis:
    return next(d for d in tabular.diagnoses if d.code == code)


def test_codes_stand_in_printed_order_with_their_completions_behind_them(tabular: Tabular) -> None:
    """Billers see the same order as in the book."""
    codes = "A00 A00.1 A00.1XXA A00.1XXD A00.2 A00.2X A00.2X1 A00.2X10 A00.2X11 A01 A01.XXXA A02 B20"

    assert codes.split() == [d.code for d in tabular.diagnoses]


def test_only_complete_codes_are_billable(tabular: Tabular) -> None:
    """A header, and a code that lacks its 7th character, is never offered as billable."""
    billable = [d.code for d in tabular.diagnoses if d.billable]

    assert billable == ["A00.1XXA", "A00.1XXD", "A00.2X10", "A00.2X11", "A01.XXXA", "A02", "B20"]


def test_a_nearer_set_of_seventh_characters_wins_over_the_inherited_one(tabular: Tabular) -> None:
    """S12.8 has a set of its own inside S12: so has A00.2 here."""
    assert [s.character for s in _code(tabular, "A00.1").sevenths] == ["A", "D"]
    assert [s.meaning for s in _code(tabular, "A00.2X1").sevenths] == ["not seen", "seen"]


def test_a_completed_code_carries_the_meaning_of_its_character(tabular: Tabular) -> None:
    """The name is the header's and the meaning, as the published files write it."""
    completed = _code(tabular, "A00.1XXD")

    assert completed.name == "Struck by own football, second half"
    assert completed.seventh == SeventhCharacter("D", "second half")
    assert completed.parent == "A00.1"


def test_all_kinds_of_notes_are_kept_in_printed_order(tabular: Tabular) -> None:
    """A kind that is printed twice is joined; line breaks inside a note are none."""
    assert _code(tabular, "A00").instructions == Instructions(
        includes=("soccer ball",),
        excludes1=("struck by goalpost (A02)",),
        code_first=("any bruise",),
        use_additional=("code for weather", "code for pitch"),
        code_also=("referee",),
        notes=("Counts once a match",),
        sevenths=("Add the 7th character", "D: extra time"),
    )


def test_an_inclusion_term_lost_among_the_seventh_characters_is_found(tabular: Tabular) -> None:
    """'Fall from stool' stands so at W08 in the real list."""
    assert _code(tabular, "A01").instructions.inclusion_terms == ("Struck by padel ball",)


def test_a_section_around_others_is_their_parent(tabular: Tabular) -> None:
    """Notes of M40-M54 hold in M50-M54; names lose the range in brackets, which the id tells already."""
    assert [(b.id, b.name, b.parent) for b in tabular.blocks] == [
        ("1", "Sports mishaps", None),
        ("A00-A19", "All balls", "1"),
        ("A00-A09", "Round balls", "A00-A19"),
        ("B20", "Nets", "1"),
    ]
    assert tabular.blocks[1] == Block("A00-A19", "All balls", "1", Instructions(excludes2=("nets (B20)",)))


def test_deaths_by_brain_injury_take_only_the_initial_encounter() -> None:
    """S06 codes with 7 or 8 in the sixth place take A alone, as the list says in prose."""
    content = INVENTED_TABULAR.replace(b"A00.2X1", b"S06.1X7").replace(b'char="0"', b'char="A"')

    assert [d.code for d in read_tabular(content).diagnoses if d.code.startswith("S06.1X7")] == [
        "S06.1X7",
        "S06.1X7A",
    ]


def test_progress_only_grows_and_ends_at_the_total() -> None:
    """A bar that jumps back looks broken."""
    told: list[tuple[int, int]] = []

    read_tabular(INVENTED_TABULAR, lambda done, total: told.append((done, total)))

    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", Fault.SYNTAX),
        (b"no xml at all", Fault.SYNTAX),
        (INVENTED_TABULAR[:900], Fault.SYNTAX),
        (INVENTED_TABULAR.replace(b"utf-8", b"no-such-set"), Fault.SYNTAX),
        (b"<html><body>Sign in to download</body></html>", Fault.OTHER_KIND),
        (b"<ICD10CM.tabular></ICD10CM.tabular>", Fault.INCOMPLETE),
        (INVENTED_TABULAR.replace(b"<desc>Struck by goalpost</desc>", b""), Fault.INCOMPLETE),
        (INVENTED_TABULAR.replace(b'<section id="B20">', b"<section>"), Fault.INCOMPLETE),
        (INVENTED_TABULAR.replace(b"<name>1</name>", b"<name>one</name>"), Fault.INCOMPLETE),
        (INVENTED_TABULAR.replace(b"<name>A02</name>", b"<name>A01</name>"), Fault.DOUBLED),
        (
            INVENTED_TABULAR.replace(
                b"<diag><name>B20</name><desc>Caught in a net</desc></diag>",
                b"<diag><name>B20</name><desc>x</desc>" * 2_000 + b"</diag>" * 2_000,
            ),
            Fault.TOO_DEEP,
        ),
    ],
)
def test_what_is_no_whole_tabular_list_is_refused(content: bytes, fault: Fault) -> None:
    """A truncated download or a login page must never become a code set."""
    with pytest.raises(UnreadableFile) as refused:
        read_tabular(content)

    assert refused.value.fault is fault


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE a [<!ENTITY x "y">]>',
        b'<!DOCTYPE a [<!ENTITY x "1"><!ENTITY y "&x;&x;&x;"><!ENTITY z "&y;&y;&y;">]>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        b"<!DOCTYPE a>",
    ],
)
def test_declared_entities_and_document_types_are_refused_with_their_line(declaration: bytes) -> None:
    """No code file has any; an attack does (billion laughs, files of the server)."""
    content = INVENTED_TABULAR.replace(b"<ICD10CM.tabular>", declaration + b"\n<ICD10CM.tabular>", 1)

    with pytest.raises(UnreadableFile) as refused:
        read_tabular(content)

    assert (refused.value.fault, refused.value.line) == (Fault.DECLARATIONS, 2)


def test_a_syntax_error_names_its_line() -> None:
    """The admin can look at the place."""
    lines = INVENTED_TABULAR.splitlines(keepends=True)

    with pytest.raises(UnreadableFile) as refused:
        read_tabular(b"".join([*lines[:6], b"<desc>never closed\n", *lines[6:]]))

    assert refused.value.line
    assert refused.value.line > 6


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(INVENTED_TABULAR)))
def test_damage_anywhere_is_a_typed_error_or_no_damage(noise: bytes, at: int) -> None:
    """Whatever the bytes, the reader answers with a list or with UnreadableFile."""
    try:
        read = read_tabular(INVENTED_TABULAR[:at] + noise + INVENTED_TABULAR[at:])
    except UnreadableFile:
        return

    assert read.diagnoses
