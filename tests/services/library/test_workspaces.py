"""One file for all who loaded it, and nobody else's: each lookup and each search asks for the license."""

from datetime import date
from pathlib import Path

import pytest

from bot.domain.codes.cpt.grammar import read_code
from bot.domain.codes.edition_file import HOLDS_OF_LIST, Holds
from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.icd.code_list import diagnoses_of
from bot.domain.codes.icd.grammar import Typed
from bot.domain.codes.icd.parse import DiagnosisCodesRequest
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.services.library.code_library import CodeLibrary
from bot.services.library.editions import distinct_editions
from bot.services.library.paths import LibraryPaths
from bot.services.library.workspace_editions import WorkspaceEditions
from bot.services.lookup.diagnoses import Looked, look_up
from bot.services.lookup.search import search_procedures, suggest_procedures
from bot.services.ports.database import StoredRelease
from bot.services.team.team_cache import TeamData
from storage.editions.diagnoses import write_diagnoses
from tests.services.loaded_library import HCPCS_Q4, NOW, TODAY, code_library_of, cpt, library_of, request_of

_FILE = ("2026 LONGULT.txt", cpt(("99901", "Invented kite flying"), ("97140", "Invented manual therapy")))
_TEAM_CACHE = TeamData({}, {})


@pytest.fixture
async def library(tmp_path: Path) -> CodeLibrary:
    """T1 and T2 have loaded the same CPT file, T3 none; HCPCS is everybody's."""
    return await code_library_of(
        tmp_path, ("T1", [_FILE]), ("T2", [_FILE]), (None, [("HCPC2026_OCT_ANWEB.csv", HCPCS_Q4)])
    )


def _found(library: CodeLibrary, words: str, workspace: str) -> list[str]:
    found = search_procedures(words, None, request_of(workspace), library)
    assert found
    return [hit.code for hit in found.result.hits]


def _listed(library: CodeLibrary, code: str, workspace: str) -> bool:
    read = read_code(code)
    assert read
    found = library.files.procedure(read, None, TODAY, workspace)
    return bool(found and found.listing)


def test_two_workspaces_with_the_same_file_have_one_open_file_and_one_index(library: CodeLibrary) -> None:
    """Whoever asks first opens it."""
    assert library.cache
    for workspace in ("T1", "T2"):
        assert _listed(library, "99901", workspace)
        assert _found(library, "kite flying", workspace)[0] == "99901"
    editions = {library.editions_of(w).procedures(System.CPT)[0].digest for w in ("T1", "T2")}

    assert len(editions) == 1
    assert library.cache.open_files <= 5  # CPT and HCPCS, their indexes, the starter set's


@pytest.mark.parametrize("workspace", ["T3", PUBLIC, "", "t1", "T1 "])
def test_a_workspace_without_a_license_finds_nothing_of_an_open_file(
    library: CodeLibrary, workspace: str
) -> None:
    """Neither by code, nor by words, nor while somebody types, though the file and its index are open."""
    assert _listed(library, "99901", "T1")
    assert "99901" in _found(library, "kite flying", "T1")

    assert not _listed(library, "99901", workspace)
    assert "99901" not in _found(library, "kite flying", workspace)
    assert "99901" not in _found(library, "99901", workspace)
    suggested = suggest_procedures("kite fl", request_of(workspace), library, _TEAM_CACHE, 25)
    assert suggested
    assert [hit.code for hit in suggested.hits if "kite" in hit.name.lower()] == []
    assert not library.files.knows("99901", workspace)
    assert "99901" not in set(library.files.codes(workspace))


def test_a_license_that_ends_ends_at_once_for_lookups_and_searches(library: CodeLibrary) -> None:
    """The other workspace's goes on, with the same open file."""
    [ended] = [s.id for s in library.stored if s.release.workspace == "T1"]
    library.change((), frozenset({ended}), 2)

    assert not _listed(library, "99901", "T1")
    assert "99901" not in _found(library, "kite flying", "T1")
    assert _listed(library, "99901", "T2")
    assert "99901" in _found(library, "kite flying", "T2")


def test_an_edition_of_another_workspace_is_never_put_among_one_s_own(library: CodeLibrary) -> None:
    """A fault of ours stops the answer instead of giving somebody's licensed rows away."""
    editions = library.editions_of("T1").editions
    with pytest.raises(PermissionError):
        WorkspaceEditions("T2", editions, ())


def test_a_search_over_several_sets_takes_the_best_of_all(library: CodeLibrary) -> None:
    """The team's CPT, public HCPCS and the starter set in one list; a code stands in it once."""
    assert _found(library, "manual therapy", "T1")[0] == "97140"
    assert _found(library, "manual therapy", "T1").count("97140") == 1
    assert _found(library, "ketorolac injection", "T1")[0] == "J1885"
    assert _found(library, "ketorolac injection", "T3")[0] == "J1885"
    named = {hit.code: hit.name for hit in _hits(library, "manual therapy", "T1")}
    assert named["97140"] == "Invented manual therapy"
    assert {hit.code: hit.name for hit in _hits(library, "manual therapy", "T3")}["97140"] != named["97140"]


def _hits(library: CodeLibrary, words: str, workspace: str):  # type: ignore[no-untyped-def]
    found = search_procedures(words, None, request_of(workspace), library)
    assert found
    return found.result.hits


def test_an_edition_says_what_it_holds(library: CodeLibrary) -> None:
    """Checks ask this before they speak."""
    mine = library.editions_of("T1")

    assert mine.procedures(System.CPT)[0].holds == {Holds.NAMES, Holds.VALIDITY}
    assert mine.procedures(System.HCPCS)[0].holds == {Holds.NAMES, Holds.VALIDITY, Holds.MODIFIERS}


def test_what_is_kept_put_together_for_a_workspace_is_used_again(library: CodeLibrary) -> None:
    """Nothing is opened or sorted anew for each question; workspaces without files of their own share one."""
    assert library.editions_of("T1") is library.editions_of("T1")
    assert library.editions_of("T3") is library.editions_of("T4")
    assert library.diagnoses(date(2026, 1, 1), TODAY, "T1").table is None


def test_what_is_kept_about_a_diagnosis_serves_every_workspace(tmp_path: Path) -> None:
    """Also where each has a license of its own: the list is everybody's, and so is the entry, made once."""
    icd = Release(System.ICD10CM, "FY2027", date(2026, 10, 1), date(2027, 9, 30), "invented.txt")
    own = [Release(System.CPT, "2026", date(2026, 1, 1), None, "cpt.txt", w) for w in ("T1", "T2")]
    stored = [StoredRelease(n, release, 1, f"digest {n}", NOW) for n, release in enumerate((icd, *own))]
    [edition] = distinct_editions(stored[:1])
    diagnoses = diagnoses_of([CodeRow("Z99.2", "Invented dependence")])
    write_diagnoses(LibraryPaths(tmp_path).edition(edition.digest), (), diagnoses, HOLDS_OF_LIST)
    library = library_of(stored, tmp_path)
    question = DiagnosisCodesRequest((Typed("Z99.2", "Z99.2"),), None)

    mine, theirs = (look_up(question, library, request_of(workspace)) for workspace in ("T1", "T2"))

    assert isinstance(mine, Looked)
    assert isinstance(theirs, Looked)
    assert mine.entries[0].kept
    assert mine.entries[0] is theirs.entries[0]


def test_what_is_kept_of_one_folder_answers_for_no_other(tmp_path: Path) -> None:
    """The same content, of which one copy is gone meanwhile: the other answers from its own file."""
    icd = Release(System.ICD10CM, "FY2027", date(2026, 10, 1), date(2027, 9, 30), "invented.txt")
    stored = [StoredRelease(1, icd, 1, "digest 1", NOW)]
    [edition] = distinct_editions(stored)
    diagnoses = diagnoses_of([CodeRow("Z99.2", "Invented dependence"), CodeRow("Z99.3", "Invented chair")])
    libraries = []
    for folder in (tmp_path / "gone", tmp_path / "here"):
        folder.mkdir()
        write_diagnoses(LibraryPaths(folder).edition(edition.digest), (), diagnoses, HOLDS_OF_LIST)
        libraries.append(library_of(stored, folder))
    gone, here = libraries
    look_up(DiagnosisCodesRequest((Typed("Z99.2", "Z99.2"),), None), gone, request_of())
    assert gone.cache
    gone.cache.close_all()
    gone.cache.paths.edition(edition.digest).unlink()

    found = look_up(DiagnosisCodesRequest((Typed("Z99.3", "Z99.3"),), None), here, request_of())

    assert isinstance(found, Looked)
    assert found.entries[0].kept
