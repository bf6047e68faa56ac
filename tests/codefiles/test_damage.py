"""Whatever happens to a file on its way, a reader gives rows or says that it is unreadable: nothing else leaves it."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.codefiles.errors import UnreadableFile
from bot.domain.codes import file_rows
from tests.codefiles.all_kinds import ALL, TEXTS
from tests.codefiles.layouts import read_each, zipped

_JUNK = [
    b"\0",
    b"\0" * 400,
    b"\xff\xfe",
    b"\x81\x8d",
    b'"',
    b",",
    b"\t",
    b"\r",
    b"\n",
    b"\n\n\n",
    b"9" * 70_000,
]
_JUNK += [
    b"\xef\xbb\xbf",
    b"<",
    b"&lol;",
    "\u0661".encode(),
    b"1e9",
    b"NaN",
    b"-1",
    b"\x1a",
    b"99999999",
    b"*",
]
quick = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
pieces = st.one_of(st.sampled_from(_JUNK), st.binary(max_size=12))


@st.composite
def damages(draw: st.DrawFn) -> list[tuple[str, float, float, bytes]]:
    """Blows at places given as shares of the file: what is struck, from where to where, and what is put there."""
    place = st.floats(0, 1, allow_nan=False)
    blow = st.tuples(st.sampled_from(["put", "over", "cut", "twice", "swap", "flip"]), place, place, pieces)
    return draw(st.lists(blow, min_size=1, max_size=4))


def struck(content: bytes, blows: list[tuple[str, float, float, bytes]]) -> bytes:
    """The content after these blows."""
    for how, one, other, piece in blows:
        start, end = sorted((int(one * len(content)), int(other * len(content))))
        match how:
            case "put":
                content = content[:start] + piece + content[start:]
            case "over":
                content = content[:start] + piece + content[start + len(piece) :]
            case "cut":
                content = content[:start] + content[end:]
            case "twice":
                content = content[:end] + content[start:end] + content[end:]
            case "swap":
                content = with_columns_swapped(content, start)
            case _:
                content = (
                    content[:start]
                    + bytes(b ^ 0x10 for b in content[start : start + 3])
                    + content[start + 3 :]
                )
    return content


def with_columns_swapped(content: bytes, place: int) -> bytes:
    """The line around `place` with its cells in another order."""
    begins, ends = content.rfind(b"\n", 0, place) + 1, content.find(b"\n", place)
    line = content[begins:ends]
    separator = b"\t" if b"\t" in line else b","
    cells = line.split(separator)
    random.Random(place).shuffle(cells)
    return content[:begins] + separator.join(cells) + content[ends:]


def read_or_refuse(name: str, content: bytes) -> list[object] | None:
    """The rows of all files in it, or None where it is refused. Anything else that is raised fails the test."""
    try:
        return [row for _source, rows, _skipped in read_each(name, content) for row in rows]
    except UnreadableFile:
        return None


@pytest.mark.parametrize("name", ALL)
@quick
@given(blows=damages())
def test_damage_of_any_sort_is_rows_or_a_refusal(
    name: str, blows: list[tuple[str, float, float, bytes]]
) -> None:
    """Bytes changed, lost, doubled or put in; cells swapped; NULs, endless lines and other encodings."""
    read_or_refuse(name, struck(ALL[name], blows))


@pytest.mark.parametrize("name", ALL)
@quick
@given(blows=damages())
def test_damage_inside_a_zip_is_rows_or_a_refusal(
    name: str, blows: list[tuple[str, float, float, bytes]]
) -> None:
    """The same with a zip around it, and the zip struck."""
    read_or_refuse("download.zip", struck(zipped({name: ALL[name]}), blows))


@quick
@given(content=st.binary(max_size=2_000), name=st.text(max_size=30))
def test_bytes_of_any_sort_are_rows_or_a_refusal(content: bytes, name: str) -> None:
    """No file at all, under any name."""
    read_or_refuse(name, content)


@pytest.mark.parametrize("name", TEXTS)
@quick
@given(share=st.floats(0, 1, allow_nan=False))
def test_a_file_that_was_cut_off_never_gives_a_code_that_it_did_not_have(name: str, share: float) -> None:
    """Cut anywhere: refused, or whole rows only."""
    whole = read_or_refuse(name, ALL[name])
    cut = read_or_refuse(name, ALL[name][: int(share * len(ALL[name]))])

    assert whole is not None
    assert set(map(key, cut or [])) <= set(map(key, whole))


def key(row: object) -> object:  # noqa: PLR0911 - one case for each kind of row
    """What a row stands for; wording may lose its end only in lists too short to be a release."""
    match row:
        case file_rows.PtpRow():
            return row[:5]
        case file_rows.ModifierRow():
            return row.modifier
        case file_rows.Conversion():
            return row.new
        case file_rows.AddOnRow():
            return row.add_on, row.primary, row.effective
        case file_rows.GpciRow() | file_rows.CountiesRow() | file_rows.AnesthesiaRow():
            return row.contractor, row.number
        case file_rows.MueRow():
            return row.code, row.value, row.mai
        case _:
            return getattr(row, "code")  # noqa: B009 - every other row has one
