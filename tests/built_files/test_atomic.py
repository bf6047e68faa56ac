"""Who builds files in a folder right now, and what a builder leaves behind that ends in the middle."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bot.built_files.atomic import building, is_building, remove_unfinished, write_atomically


def test_a_folder_is_known_to_be_worked_in_for_as_long_as_somebody_holds_it(tmp_path: Path) -> None:
    """A running bot waits for a loader's files, and builds them itself only where nobody does."""
    folder = tmp_path / "editions"

    assert not is_building(folder)
    with building(folder):
        assert is_building(folder)
    assert not is_building(folder)


def test_a_process_that_ends_at_once_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    """What it was writing is taken away, and what it had written stays."""
    whole, half = tmp_path / "whole.edition", tmp_path / "half.edition"
    write_atomically(whole, [b"all of it"])

    def parts() -> Iterator[bytes]:
        yield b"some of it"
        assert len(list(tmp_path.iterdir())) == 2
        remove_unfinished()
        assert list(tmp_path.iterdir()) == [whole]
        raise OSError

    with suppress(OSError):
        write_atomically(half, parts())

    assert list(tmp_path.iterdir()) == [whole]
