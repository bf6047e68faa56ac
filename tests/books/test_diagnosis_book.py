"""The book on disk: what was written is read back, and what is no book is refused."""

import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.books.diagnosis_book import open_book, write_book
from bot.books.errors import BookFault, UnusableBook
from bot.books.packed import PackedTable, pack
from bot.codefiles.icd10cm_tabular import read_tabular
from bot.domain.codes.diagnosis import Block, Diagnosis, DiagnosisBook
from tests.codefiles.invented import INVENTED_TABULAR
from tests.fakes_books import INVENTED, lonely

_TABULAR = read_tabular(INVENTED_TABULAR)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "books" / "icd10cm.book"
    write_book(path, INVENTED, _TABULAR.blocks, _TABULAR.diagnoses)
    return path


def test_a_book_gives_back_what_was_written(path: Path) -> None:
    """Every code, block and note, and the release."""
    book: DiagnosisBook = open_book(path)

    assert book.release == INVENTED
    assert [book.get(d.code) for d in _TABULAR.diagnoses] == list(_TABULAR.diagnoses)
    assert [book.block(b.id) for b in _TABULAR.blocks] == list(_TABULAR.blocks)


def test_a_book_lists_its_codes_in_order(path: Path) -> None:
    """The search index is built from this, and pickers too."""
    book = open_book(path)

    assert [d.code for d in book] == sorted(d.code for d in _TABULAR.diagnoses)
    assert list(book.starting("A00.2X1")) == ["A00.2X1", "A00.2X10", "A00.2X11"]
    assert list(book.starting("")) == [d.code for d in book]
    assert len(book) == len(_TABULAR.diagnoses)
    assert sorted(b.id for b in book.blocks()) == sorted(b.id for b in _TABULAR.blocks)


@pytest.mark.parametrize(
    "key", ["", "A0", "A00.", "a00", "ZZZ", "A00.1XXAA", "Ä00", "A00\0", "A00.2X1\0", "x" * 99]
)
def test_a_key_that_is_not_there_is_none(path: Path, key: str) -> None:
    """Whatever is asked for, nothing breaks."""
    assert open_book(path).get(key) is None


def test_a_section_and_a_category_of_one_name_are_told_apart(path: Path) -> None:
    """B20 is both."""
    book = open_book(path)

    assert isinstance(book.get("B20"), Diagnosis)
    assert isinstance(book.block("B20"), Block)


def test_only_the_owner_may_read_a_book_and_no_scrap_is_left(path: Path) -> None:
    """Mode 0600, and no temporary neighbour."""
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_a_book_that_is_replaced_can_still_be_read_by_who_has_it_open(path: Path) -> None:
    """A reload never pulls the page away under an answer."""
    before = open_book(path)
    write_book(path, INVENTED, (), (lonely("Z99"),))

    assert before.get("A02") is not None
    assert open_book(path).get("A02") is None


def test_a_failed_write_leaves_the_old_book(path: Path) -> None:
    """A doubled code stops the writing before anything is touched."""
    with pytest.raises(ValueError):  # noqa: PT011 - it carries no text
        write_book(path, INVENTED, (), (lonely("Z99"), lonely("Z99")))

    assert open_book(path).get("A02") is not None
    assert list(path.parent.iterdir()) == [path]


def _opening(path: Path) -> BookFault:
    with pytest.raises(UnusableBook) as refused:
        open_book(path)
    return refused.value.fault


def test_what_is_no_book_is_refused_so_that_it_is_built_anew(path: Path, tmp_path: Path) -> None:
    """Missing, empty, a folder, something else, another format, cut off."""
    content = path.read_bytes()
    path.write_bytes(content[:10] + b"\xff\xff" + content[12:])
    assert _opening(path) is BookFault.OTHER_FORMAT
    path.write_bytes(content[:-1])
    assert _opening(path) is BookFault.DAMAGED
    path.write_bytes(content[:40] + b"\xff" + content[41:])
    assert _opening(path) is BookFault.DAMAGED
    path.write_bytes(b"SQLite format 3\0" * 10)
    assert _opening(path) is BookFault.NOT_A_BOOK
    path.write_bytes(b"")
    assert _opening(path) is BookFault.NOT_A_BOOK
    assert _opening(tmp_path) is BookFault.NOT_A_BOOK
    assert _opening(tmp_path / "nowhere") is BookFault.MISSING


@settings(deadline=None)
@given(at=st.integers(0, 6_000), byte=st.integers(0, 255))
def test_a_wrong_byte_on_the_disk_is_never_a_wrong_answer(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int
) -> None:
    """Either the book is refused, at opening or at the code, or it answers as it was written."""
    path = tmp_path_factory.mktemp("damaged") / "icd10cm.book"
    write_book(path, INVENTED, _TABULAR.blocks, _TABULAR.diagnoses)
    content = bytearray(path.read_bytes())
    content[at % len(content)] = byte
    path.write_bytes(content)

    try:
        book = open_book(path)
        read = [book.get(d.code) for d in _TABULAR.diagnoses], [book.block(b.id) for b in _TABULAR.blocks]
    except UnusableBook:
        return

    assert read == (list(_TABULAR.diagnoses), list(_TABULAR.blocks))
    assert book.release == INVENTED


@settings(deadline=None)
@given(
    st.dictionaries(st.text("ABC019.-", min_size=1, max_size=8), st.binary(max_size=20)), st.text(max_size=9)
)
def test_a_table_finds_every_key_and_no_other(items: dict[str, bytes], other: str) -> None:
    """The order of numbers is the order of texts."""
    count, content = pack(items.items())
    table = PackedTable(memoryview(content), count)
    found = {key: table.get(key) for key in items}

    assert {key: bytes(value) for key, value in found.items() if value is not None} == items
    assert list(table.starting("")) == sorted(items)
    assert (table.get(other) is not None) is (other in items)
    assert list(table.starting(other)) == sorted(key for key in items if key.startswith(other))
