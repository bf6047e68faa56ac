"""Files open at first use, close the least recently used first, and say what keeps them from opening."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from bot.built_files import search_index
from bot.domain.codes.edition_file import EditionFault, Holds, UnusableEdition
from bot.domain.codes.listing import Listing
from bot.services.library.edition_cache import EditionCache
from bot.services.library.paths import LibraryPaths
from storage.editions.store import SqliteEditions
from tests.domain.search.small import arrays


class _Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def _write(folder: Path, digest: str, code: str = "97140") -> None:
    listings = {code: Listing(code, "Invented name")}
    SqliteEditions().write_procedures(LibraryPaths(folder).edition(digest), listings, {}, {}, {Holds.NAMES})


def _cache(folder: Path, clock: _Clock | None = None, **most: int) -> EditionCache:
    return EditionCache(LibraryPaths(folder), SqliteEditions(), clock=clock or _Clock(), **most)


def _open_in(folder: Path) -> set[str]:
    names = (Path(file.path) for file in psutil.Process().open_files())
    return {path.stem for path in names if path.parent == folder}


def test_the_least_recently_used_edition_is_closed_first(tmp_path: Path) -> None:
    """Three may be open, four are asked; the one that was asked again stays."""
    cache = _cache(tmp_path, most_editions=3)
    for digest in ("a", "b", "c"):
        _write(tmp_path, digest)
        cache.edition(digest)
    cache.edition("a")
    _write(tmp_path, "d")
    cache.edition("d")

    assert _open_in(tmp_path) == {"a", "c", "d"}
    assert cache.edition("b").procedures.get("97140")
    assert _open_in(tmp_path) == {"a", "b", "d"}


def test_an_edition_that_is_asked_again_is_the_same_open_file(tmp_path: Path) -> None:
    """No question opens a file twice."""
    _write(tmp_path, "a")
    cache = _cache(tmp_path)

    assert cache.edition("a") is cache.edition("a")


def test_a_dropped_search_index_gives_its_file_back(tmp_path: Path) -> None:
    """It is mapped: nothing may keep it but the answer that is under way."""
    for digest in ("a", "b"):
        search_index.save(arrays(), LibraryPaths(tmp_path).index(digest))
    cache = _cache(tmp_path, most_indexes=1)

    assert cache.index("a").search("knee pain").hits
    assert cache.index("b").search("knee pain").hits
    assert {Path(m.path).stem for m in psutil.Process().memory_maps() if str(tmp_path) in m.path} == {"b"}


def test_a_missing_file_is_one_for_the_worker_to_build(tmp_path: Path) -> None:
    """It is no problem of the machine, and is tried again at once."""
    cache = _cache(tmp_path)
    with pytest.raises(UnusableEdition) as missing:
        cache.edition("a")

    assert missing.value.fault is EditionFault.MISSING
    assert (cache.needs_building, cache.problem) == (True, None)
    _write(tmp_path, "a")
    assert cache.edition("a").holds == {Holds.NAMES}


def test_a_damaged_file_is_removed_and_built_again(tmp_path: Path) -> None:
    """It answers nothing, not even what is still readable."""
    _write(tmp_path, "a")
    path = LibraryPaths(tmp_path).edition("a")
    content = bytearray(path.read_bytes())
    content[-1] ^= 0xFF
    path.write_bytes(content)
    cache = _cache(tmp_path)

    with pytest.raises(UnusableEdition):
        cache.edition("a")
    assert cache.needs_building
    assert not path.exists()


@contextmanager
def _no_handle_left(path: Path) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.open(path, os.O_RDONLY)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_where_handles_run_out_it_is_named_and_not_tried_all_the_time(tmp_path: Path) -> None:
    """The pause doubles; with handles to spare everything opens again and nothing is wrong any more."""
    _write(tmp_path, "a")
    clock = _Clock()
    cache = _cache(tmp_path, clock)
    path = LibraryPaths(tmp_path).edition("a")

    tried = []
    with _no_handle_left(path):
        for clock.now in (0, 0.5, 1, 2.5, 3, 6.5, 7):
            with pytest.raises(UnusableEdition) as full:
                cache.edition("a")
            assert full.value.fault is EditionFault.TOO_MANY_OPEN
            tried.append(cache._paused["*"].again_at)
    assert tried == [1, 1, 3, 3, 7, 7, 15]
    assert cache.problem
    assert cache.problem.fault is EditionFault.TOO_MANY_OPEN
    assert not cache.needs_building
    clock.now = 15

    assert cache.edition("a").procedures.get("97140")
    assert cache.problem is None


def test_where_handles_run_out_what_nobody_uses_makes_room(tmp_path: Path) -> None:
    """Others may use up the handles of the process: fewer open editions are better than no answer."""
    for digest in ("a", "b", "c"):
        _write(tmp_path, digest)
    cache = _cache(tmp_path)
    for digest in ("a", "b"):
        assert cache.edition(digest).procedures.get("97140")
    path = LibraryPaths(tmp_path).edition("c")
    with _no_handle_left(path):
        assert cache.edition("c").procedures.get("97140")

    assert cache.open_files == 1
    assert cache.problem is None


def test_one_file_that_is_not_readable_keeps_no_other_from_opening(tmp_path: Path) -> None:
    """A folder in its place, as root reads everything."""
    LibraryPaths(tmp_path).edition("a").mkdir()
    _write(tmp_path, "b")
    cache = _cache(tmp_path)

    with pytest.raises(UnusableEdition) as refused:
        cache.edition("a")
    assert refused.value.fault is EditionFault.NOT_READABLE
    assert cache.edition("b").procedures.get("97140")
    assert cache.problem
    assert cache.problem.file == LibraryPaths(tmp_path).edition("a").name
