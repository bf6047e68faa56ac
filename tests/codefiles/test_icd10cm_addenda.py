"""The order addenda as a file: read whole, compared with its own counts, or refused."""

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.codefiles.errors import Fault, UnreadableFile
from bot.codefiles.icd10cm_addenda import read_addenda
from bot.domain.codes.files import FileKind
from bot.domain.codes.icd.order_addenda import AddendumAction, CodeCounts
from tests.codefiles.addenda_files import ROWS, addenda
from tests.codefiles.layouts import text


def test_every_line_is_an_action_on_a_code() -> None:
    """Codes get their dot; the summary says how many codes there are before and after."""
    read = read_addenda(BytesIO(addenda()))

    assert [(row.action, row.code, row.billable) for row in read.rows[:3]] == [
        (AddendumAction.DELETE, "A02", True),
        (AddendumAction.ADD, "A02", False),
        (AddendumAction.ADD, "A02.0", True),
    ]
    assert read.rows[2].name == "Struck by left goalpost"
    assert (read.year, read.before, read.after) == ("2027", CodeCounts(7, 6), CodeCounts(8, 8))


def test_a_file_without_a_summary_is_read_as_it_is() -> None:
    """Then the edition before alone tells whether it fits."""
    read = read_addenda(BytesIO(text(*ROWS)))

    assert (len(read.rows), read.year, read.before) == (len(ROWS), "", None)


def test_a_file_that_lost_a_line_is_cut_off() -> None:
    """Its own counts tell."""
    whole = addenda()
    lost = b"\r\n".join(whole.split(b"\r\n")[1:]) if b"\r\n" in whole else b"\n".join(whole.split(b"\n")[1:])

    with pytest.raises(UnreadableFile) as refused:
        read_addenda(BytesIO(lost))

    assert refused.value.fault is Fault.CUT_OFF


def test_a_line_of_another_layout_is_named() -> None:
    """By its number."""
    with pytest.raises(UnreadableFile) as refused:
        read_addenda(BytesIO(text(ROWS[0], "Add: something else", *ROWS[1:])))

    assert (refused.value.fault, refused.value.line) == (Fault.DAMAGED, 2)


@given(start=st.integers(0, 2_000), length=st.integers(1, 400))
@settings(max_examples=60, deadline=None)
def test_a_piece_cut_out_anywhere_is_noticed_or_harmless(start: int, length: int) -> None:
    """Nothing but UnreadableFile is raised, and no row is lost without a word while the summary stands."""
    whole = addenda()
    damaged = whole[:start] + whole[start + length :]
    try:
        read = read_addenda(BytesIO(damaged))
    except UnreadableFile:
        return
    assert len(read.rows) == len(ROWS) or read.before is None


def test_it_is_recognized_by_its_lines_whatever_its_name() -> None:
    """Ahead of the order file, whose lines are not unlike."""
    from bot.codefiles.recognize import recognise

    assert recognise("download.txt", BytesIO(addenda())) is FileKind.ICD10CM_ADDENDA
