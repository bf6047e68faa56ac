"""An edition of ICD-10-CM: what was written is read back, and a file that is no edition is refused."""

import os
import resource
import stat
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.codefiles.icd10cm_tabular import read_tabular
from bot.domain.codes.diagnosis import Block, Diagnosis
from bot.domain.codes.edition_file import EditionFault, EditionKind, Holds, UnusableEdition
from storage.editions.connect import verify
from storage.editions.diagnoses import write_diagnoses
from storage.editions.edition import SqliteEdition
from tests.codefiles.invented import INVENTED_TABULAR
from tests.fakes_diagnoses import lonely

_TABULAR = read_tabular(INVENTED_TABULAR)
_HOLDS = frozenset({Holds.NAMES, Holds.VALIDITY, Holds.NOTES})


def _write(path: Path) -> Path:
    write_diagnoses(path, _TABULAR.blocks, _TABULAR.diagnoses, _HOLDS)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return _write(tmp_path / "editions" / "icd10cm.edition")


def test_an_edition_gives_back_what_was_written(path: Path) -> None:
    """Every code, block and note, and what it holds."""
    edition = SqliteEdition(path)
    codes = edition.diagnoses

    assert (edition.kind, edition.holds) == (EditionKind.DIAGNOSES, _HOLDS)
    assert [codes.get(d.code) for d in _TABULAR.diagnoses] == list(_TABULAR.diagnoses)
    assert [codes.block(b.id) for b in _TABULAR.blocks] == list(_TABULAR.blocks)


def test_an_edition_lists_its_codes_in_order(path: Path) -> None:
    """The search index is built from this, and pickers too."""
    codes = SqliteEdition(path).diagnoses

    assert [d.code for d in codes] == sorted(d.code for d in _TABULAR.diagnoses)
    assert list(codes.starting("A00.2X1")) == ["A00.2X1", "A00.2X10", "A00.2X11"]
    assert list(codes.starting("")) == [d.code for d in codes]
    assert len(codes) == len(_TABULAR.diagnoses)
    assert sorted(b.id for b in codes.blocks()) == sorted(b.id for b in _TABULAR.blocks)


@pytest.mark.parametrize(
    "code",
    ["", "A0", "A00.", "a00", "ZZZ", "A00.1XXAA", "Ä00", "A00\0", "A00.2X1\0", "x" * 99, "\ud800", "%"],
)
def test_a_code_that_does_not_exist_is_none(path: Path, code: str) -> None:
    """Whatever people type, nothing breaks."""
    codes = SqliteEdition(path).diagnoses

    assert codes.get(code) is None
    assert code in ("", "A0", "A00.") or list(codes.starting(code)) == []


def test_a_section_and_a_category_of_one_name_are_told_apart(path: Path) -> None:
    """B20 is both."""
    codes = SqliteEdition(path).diagnoses

    assert isinstance(codes.get("B20"), Diagnosis)
    assert isinstance(codes.block("B20"), Block)


def test_only_the_owner_may_read_an_edition_and_no_scrap_is_left(path: Path) -> None:
    """Mode 0600, and no temporary file next to it."""
    SqliteEdition(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_an_edition_that_is_replaced_still_answers_who_has_it_open(path: Path) -> None:
    """A load never takes the file away under an answer."""
    before = SqliteEdition(path)
    write_diagnoses(path, (), (lonely("Z99"),), ())

    assert before.diagnoses.get("A02") is not None
    assert SqliteEdition(path).diagnoses.get("A02") is None


def test_a_failed_write_leaves_the_old_edition(path: Path) -> None:
    """A doubled code stops the writing before anything is touched."""
    with pytest.raises(ValueError, match="diagnosis"):
        write_diagnoses(path, (), (lonely("Z99"), lonely("Z99")), ())

    assert SqliteEdition(path).diagnoses.get("A02") is not None
    assert list(path.parent.iterdir()) == [path]


def test_nothing_can_be_written_into_an_edition(path: Path) -> None:
    """It is opened read-only and immutable: no journal, no lock, no change."""
    edition = SqliteEdition(path)
    with pytest.raises(Exception, match="readonly"):
        edition._file.connection.execute("DELETE FROM diagnosis")


def _opening(path: Path) -> EditionFault:
    with pytest.raises(UnusableEdition) as refused:
        SqliteEdition(path)
    assert refused.value.file == path.name
    return refused.value.fault


def test_a_file_that_is_no_edition_is_refused_and_built_again(path: Path, tmp_path: Path) -> None:
    """Missing, empty, something else, another format, cut off, another database."""
    content = path.read_bytes()
    path.write_bytes(content[:71] + b"\xff" + content[72:])
    assert _opening(path) is EditionFault.OTHER_FORMAT
    path.write_bytes(content[:-1])
    assert _opening(path) is EditionFault.DAMAGED
    path.write_bytes(content[:40] + b"\xff" + content[41:])
    assert _opening(path) is EditionFault.DAMAGED
    path.write_bytes(content[:68] + b"CDsk" + content[72:])
    assert _opening(path) is EditionFault.NOT_AN_EDITION
    path.write_bytes(b"SQLite format 3\0" * 10)
    assert _opening(path) is EditionFault.NOT_AN_EDITION
    path.write_bytes(b"")
    assert _opening(path) is EditionFault.NOT_AN_EDITION
    assert _opening(tmp_path / "nowhere") is EditionFault.MISSING


def test_a_fault_of_the_machine_is_told_from_a_fault_of_the_file(path: Path, tmp_path: Path) -> None:
    """Building the file again mends neither a folder in its place nor a limit on open files."""
    assert _opening(tmp_path) is EditionFault.NOT_READABLE
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    taken = os.open(path, os.O_RDONLY)
    resource.setrlimit(resource.RLIMIT_NOFILE, (taken + 1, hard))
    try:
        fault = _opening(path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        os.close(taken)

    assert fault is EditionFault.TOO_MANY_OPEN
    assert not fault.mended_by_building
    assert EditionFault.DAMAGED.mended_by_building


def test_one_kind_of_edition_is_not_taken_for_another(path: Path) -> None:
    """Diagnoses are no fees, whatever a file is called."""
    with pytest.raises(UnusableEdition):
        _ = SqliteEdition(path).fees


def test_an_edition_is_closed_with_the_last_reference_to_it(path: Path) -> None:
    """The library drops the least recently used one: its handle goes at once, but never under an answer."""
    edition = SqliteEdition(path)
    codes = edition.diagnoses
    del edition
    held = _open_files(path)
    first = next(every := iter(codes))
    del codes

    assert (held, first.code) == (1, "A00")
    assert _open_files(path) == 1
    del every
    assert _open_files(path) == 0


def _open_files(path: Path) -> int:
    return sum(file.path == str(path) for file in psutil.Process().open_files())


@settings(deadline=None)
@given(at=st.integers(0, 1 << 20), byte=st.integers(0, 255))
def test_a_wrong_byte_on_the_disk_is_never_a_wrong_answer(
    tmp_path_factory: pytest.TempPathFactory, at: int, byte: int
) -> None:
    """Either the edition is refused, or it answers as it was written."""
    path = _write(tmp_path_factory.mktemp("damaged") / "icd10cm.edition")
    content = bytearray(path.read_bytes())
    right = content[at % len(content)] == byte
    content[at % len(content)] = byte
    path.write_bytes(content)

    if right:
        verify(path)
    else:
        _opening(path)
