"""The search index on disk."""

from pathlib import Path

import numpy as np
import pytest

from bot.built_files.search_index import load, mapped, save
from bot.domain.codes.edition_file import UnusableEdition
from tests.domain.search.small import arrays, small

_QUESTIONS = ("right knee pain", "htn", "diabtes", "M25", "heart attack", "xqzwv", "sleep ap")


def test_a_saved_index_answers_as_the_one_that_was_built(tmp_path: Path) -> None:
    """Nothing is lost on the way through the file."""
    save(arrays(), tmp_path / "index")
    loaded = load(tmp_path / "index")

    for question in _QUESTIONS:
        assert small().search(question) == loaded.search(question)


def test_every_array_comes_back_as_it_was(tmp_path: Path) -> None:
    """Type, shape and values."""
    built = arrays()
    save(built, tmp_path / "index")
    read = mapped(tmp_path / "index")

    assert set(built) == set(read)
    for name, array in built.items():
        np.testing.assert_array_equal(array, read[name], strict=True)


def test_the_mapped_arrays_cannot_be_written(tmp_path: Path) -> None:
    """One answer cannot spoil the next."""
    save(arrays(), tmp_path / "index")

    with pytest.raises(ValueError, match="read-only"):
        mapped(tmp_path / "index")["postings"][0] = 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda b: b"",
        lambda b: b"x" * 100,
        lambda b: b[:40],
        lambda b: b[: len(b) // 2],
        lambda b: b[:16] + b"\xff" * 8,
    ],
)
def test_a_file_of_another_kind_or_cut_short_is_refused(tmp_path: Path, spoil: object) -> None:
    """It is built anew, never half believed."""
    path = tmp_path / "index"
    save(arrays(), path)
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]

    with pytest.raises(UnusableEdition):
        mapped(path)


def test_saving_leaves_nothing_beside_the_file(tmp_path: Path) -> None:
    """Written under another name, then renamed."""
    save(arrays(), tmp_path / "index")

    assert [p.name for p in tmp_path.iterdir()] == ["index"]
