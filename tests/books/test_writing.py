"""Who makes books in a folder right now."""

from pathlib import Path

from bot.books.writing import are_being_made, one_at_a_time


def test_a_folder_is_known_to_be_worked_in_for_as_long_as_somebody_holds_it(tmp_path: Path) -> None:
    """A running bot waits for a loader's books, and makes them itself only where nobody does."""
    folder = tmp_path / "books"

    assert not are_being_made(folder)
    with one_at_a_time(folder):
        assert are_being_made(folder)
    assert not are_being_made(folder)
