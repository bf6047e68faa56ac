"""Loaded files answer the right people for the right days, and say so where they do not."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.codes.changes.watched import State
from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.reference_data import CodeStatus, ReferenceData
from bot.domain.codes.cpt.grammar import ProcedureCode, read_code
from bot.domain.codes.releases import System
from bot.services.claims.reference_data import LoadedDoses, LoadedReferenceData
from bot.services.library.code_library import CodeLibrary
from bot.services.library.code_status import Judge, LoadedCodeStatus, lack_of
from bot.services.lookup.catalog import LoadedCatalog
from bot.services.lookup.procedures import own_code
from bot.services.lookup.search import search_procedures, suggest_procedures
from bot.services.team.team_cache import TeamCache, TeamData
from bot.services.team.watch_list import Watching
from tests.codefiles.layouts import csv_of
from tests.fakes import FakeClock, FakeDatabase
from tests.services.loaded_library import (
    ADD_ONS,
    HCPCS_Q4,
    KITES,
    MUE,
    NOW,
    PAIRS_F1,
    SLEDS,
    all_there,
    code_library_of,
    cpt,
    fees,
    hcpcs,
    pairs,
    request_of,
)

CHANGES = csv_of(
    [
        ["HCPC", "SHORT DESCRIPTION", "TYPE OF CHANGE", "LONG DESCRIPTION"],
        ["J1885", "Ketorolac", "No Change", "Injection, invented ketorolac, per 15 mg"],
        ["J9998", "New", "ADD", "Invented drug that came"],
        ["J9999", "Old", "Discontinued", "Invented drug that ended"],
    ]
)
Q4 = ("HCPC2026_OCT_ANWEB.csv", HCPCS_Q4)
NOV = date(2026, 11, 21)
TEAM_CACHE = TeamData({}, {})


def code(text: str) -> ProcedureCode:
    """A code that is one."""
    found = read_code(text)
    assert found
    return found


def loaded(
    code_library: CodeLibrary, text: str, on: date | None = None, workspace: str = KITES
) -> LoadedCodeStatus:
    """What the loaded sets say of a code."""
    found = code_library.files.procedure(code(text), on, NOV, workspace)
    assert found
    return found


def standing(code_library: CodeLibrary, text: str, on: date | None = None) -> CodeStatus | None:
    """Valid or not, None where nobody can say."""
    validity = loaded(code_library, text, on).validity
    return validity.standing if validity else None


def reference(
    code_library: CodeLibrary,
    on: date | None,
    setting: ClaimSetting = ClaimSetting.PRACTITIONER,
    workspace: str = KITES,
) -> ReferenceData:
    """What a claim would be checked against."""
    return LoadedReferenceData(code_library).reference(on, setting, request_of(workspace))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), CodeStatus.VALID),
        (date(2026, 12, 31), CodeStatus.VALID),
        (date(2027, 1, 1), None),
        (None, CodeStatus.VALID),
    ],
)
async def test_a_quarter_answers_from_its_first_to_its_last_day(
    tmp_path: Path, on: date | None, expected: CodeStatus | None
) -> None:
    """The day before and the day after nothing is loaded, and nothing is guessed."""
    code_library = await code_library_of(tmp_path, (None, [Q4]))
    assert standing(code_library, "J1885", on) is expected
    assert (loaded(code_library, "J1885", on).chosen.release is None) == (expected is None)


async def test_two_editions_stand_side_by_side(tmp_path: Path) -> None:
    """Each day is answered by its own; the same code may be called differently."""
    before = ("HCPC2026_JUL_ANWEB.csv", hcpcs(("J1885", "Invented name of the summer", "19960101", "")))
    code_library = await code_library_of(tmp_path, (None, [Q4, before]))
    summer = loaded(code_library, "J1885", date(2026, 9, 30))
    autumn = loaded(code_library, "J1885", date(2026, 10, 1))
    assert summer.listing
    assert autumn.listing
    assert summer.listing.name == "Invented name of the summer"
    assert autumn.listing.name == "Injection, invented ketorolac, per 15 mg"
    later = loaded(code_library, "E0143", date(2026, 9, 30)).validity
    assert later
    assert (later.standing, later.first) == (CodeStatus.NOT_YET, date(1996, 1, 1))


async def test_an_ended_code_names_its_last_day_and_what_replaced_it(tmp_path: Path) -> None:
    """It stays in CMS's list: the day of its end decides."""
    code_library = await code_library_of(tmp_path, (None, [Q4]))
    validity = loaded(code_library, "J9999").validity
    assert validity
    assert validity.standing is CodeStatus.ENDED
    assert (validity.last, validity.successors) == (date(2026, 9, 30), ("J1886",))
    assert standing(code_library, "J1234") is CodeStatus.NOT_IN_SET


async def test_a_code_that_left_a_licensed_set_ended_with_it(tmp_path: Path) -> None:
    """CPT's files name no days: last year's code that is not in this year's ended with the year."""
    years = [
        ("2025 LONGULT.txt", cpt(("99901", "Invented kite"), ("97140", "Invented manual therapy"))),
        ("2026 LONGULT.txt", cpt(("97140", "Invented manual therapy"), ("99902", "Invented new kite"))),
    ]
    code_library = await code_library_of(tmp_path, (KITES, years))
    gone, new = (
        loaded(code_library, "99901").validity,
        loaded(code_library, "99902", date(2025, 12, 31)).validity,
    )
    assert gone
    assert new
    assert (gone.standing, gone.last) == (CodeStatus.ENDED, date(2025, 12, 31))
    assert (new.standing, new.first) == (CodeStatus.NOT_YET, date(2026, 1, 1))


async def test_a_licensed_set_answers_only_the_workspace_that_loaded_it(tmp_path: Path) -> None:
    """Neither by code, nor by words, nor while somebody types, nor as a suggestion."""
    code_library = await code_library_of(
        tmp_path, (KITES, [("2026 LONGULT.txt", cpt(("99901", "Invented kite flying")))])
    )
    assert loaded(code_library, "99901").listing
    assert code_library.files.procedure(code("99901"), None, NOV, SLEDS) is None
    mine = search_procedures("kite flying", None, request_of(), code_library)
    theirs = search_procedures("kite flying", None, request_of(SLEDS), code_library)
    assert mine
    assert theirs
    assert [hit.code for hit in mine.result.hits] == ["99901"]
    assert "99901" not in [hit.code for hit in theirs.result.hits]
    for typed in ("kite fl", "99901", "9990"):
        others = suggest_procedures(typed, request_of(SLEDS), code_library, TEAM_CACHE, 25)
        own = suggest_procedures(typed, request_of(), code_library, TEAM_CACHE, 25)
        assert own
        assert others
        assert "99901" in [hit.code for hit in own.hits]
        assert "99901" not in [hit.code for hit in others.hits]
    assert "99901" in list(LoadedCatalog(code_library).codes(KITES))
    assert "99901" not in list(LoadedCatalog(code_library).codes(SLEDS))


async def test_two_workspaces_with_the_same_code_read_each_their_own_words(tmp_path: Path) -> None:
    """A team's own code too."""
    code_library = await code_library_of(
        tmp_path,
        (KITES, [("2026 LONGULT.txt", cpt(("97140", "Words of the kites")))]),
        (SLEDS, [("2026 LONGULT.txt", cpt(("97140", "Words of the sleds")))]),
        (KITES, [("ours.csv", b"Code,Description\nKITE-1,Our kite visit\n")]),
    )
    kites, sleds = (
        loaded(code_library, "97140").listing,
        loaded(code_library, "97140", workspace=SLEDS).listing,
    )
    assert kites
    assert sleds
    assert (kites.name, sleds.name) == ("Words of the kites", "Words of the sleds")
    catalog = LoadedCatalog(code_library)
    assert own_code("kite-1", request_of(), catalog=catalog, code_library=code_library)
    assert own_code("kite-1", request_of(SLEDS), catalog=catalog, code_library=code_library) is None
    found = search_procedures("our kite visit", None, request_of(), code_library)
    assert found
    assert [hit.code for hit in found.result.hits] == ["KITE-1"]


async def test_medicare_s_files_of_one_workspace_check_no_claim_of_another(tmp_path: Path) -> None:
    """Pairs, limits, add-ons and fees hold CPT codes, so they are licensed too."""
    files = [
        ("ccipra-v323r0-f1.TXT", PAIRS_F1),
        ("MCR_MUE_PractitionerServices_Eff_10-01-2026.csv", MUE),
        ("AOC_V2026Q4-MCR.csv", ADD_ONS),
        ("PPRRVU2026_Oct_nonQPP.csv", fees()),
    ]
    code_library = await code_library_of(tmp_path, (KITES, files))
    mine, theirs = reference(code_library, NOV), reference(code_library, NOV, workspace=SLEDS)
    assert mine.pairs
    assert mine.units
    assert mine.add_ons
    assert mine.fees
    assert (theirs.pairs, theirs.units, theirs.add_ons, theirs.fees) == (None, None, None, None)
    assert mine.pairs.find("97530", "97140", NOV)
    limit = mine.units.limit("97530", ClaimSetting.PRACTITIONER)
    assert limit
    assert limit.value == 4
    assert mine.add_ons.primaries("97546", NOV)
    fee = mine.fees.find("71046", "26", NOV)
    assert fee
    assert str(fee.work) == "0.18"


async def test_one_part_of_a_quarter_is_not_the_quarter(tmp_path: Path) -> None:
    """A row that is not in it may stand in another part; all four together know."""
    parts = [
        (f"ccipra-v323r0-f{n}.TXT", pairs(f"9{n}530\t97140\t\t20200101\t*\t1\tInvented")) for n in range(1, 5)
    ]
    some = await code_library_of(tmp_path / "some", (KITES, parts[:3]))
    whole = await code_library_of(tmp_path / "all", (KITES, parts))
    one, four = reference(some, NOV).pairs, reference(whole, NOV).pairs
    assert one
    assert four
    assert (one.whole, four.whole) == (False, True)
    assert "1, 2, 3 of 4" in one.edition.name
    assert four.edition.name == "2026 Q4"
    assert one.find("93530", "97140", NOV)
    assert four.find("94530", "97140", NOV)


async def test_a_later_quarter_tells_of_earlier_days_and_no_quarter_of_later_ones(tmp_path: Path) -> None:
    """Its rows carry their own days; after its end a pair may have gone."""
    code_library = await code_library_of(tmp_path, (KITES, [("ccipra-v323r0-f1.TXT", PAIRS_F1)]))
    earlier = reference(code_library, date(2021, 5, 1)).pairs
    assert earlier
    assert earlier.find("97530", "97140", date(2021, 5, 1))
    assert earlier.find("97530", "97140", date(2019, 12, 31)) is None
    assert reference(code_library, date(2027, 1, 1)).pairs is None
    assert reference(code_library, NOV, ClaimSetting.OUTPATIENT).pairs is None


async def test_fees_answer_for_their_own_days_alone(tmp_path: Path) -> None:
    """No row of a fee schedule carries a date."""
    code_library = await code_library_of(tmp_path, (KITES, [("PPRRVU2026_Oct_nonQPP.csv", fees())]))
    first = date(2026, 10, 1)
    assert reference(code_library, first).fees
    assert reference(code_library, first - timedelta(days=1)).fees is None


async def test_a_dose_is_read_out_of_the_loaded_name_of_the_day(tmp_path: Path) -> None:
    """And of no other day's."""
    code_library = await code_library_of(tmp_path, (None, [Q4]))
    doses = LoadedDoses(code_library)
    printed = doses("J1885", NOV, SLEDS)
    assert printed is not None
    assert printed.name == "Injection, invented ketorolac, per 15 mg"
    assert printed.edition == "HCPCS Level II 2026 Q4"
    assert doses("J1885", date(2026, 9, 30), SLEDS) is None
    assert doses("J1234", NOV, SLEDS) is None


async def test_words_find_what_is_loaded_and_what_the_starter_set_calls_it(tmp_path: Path) -> None:
    """`wheelchair` finds CMS's, `manual therapy` the starter's, and lay words still lead to their codes."""
    code_library = await code_library_of(tmp_path, (None, [Q4]))

    def first(words: str, on: date | None = None) -> list[str]:
        found = search_procedures(words, on, request_of(), code_library)
        assert found
        return [hit.code for hit in found.result.hits]

    assert first("wheelchair") == ["K0001"]
    assert first("manual therapy")[0] == "97140"
    assert first("toradol shot")[:1] == first("ketorolac")[:1] == ["J1885"]
    assert first("invented drug that ended") == [] or "J9999" not in first("invented drug that ended")


async def test_a_search_of_another_day_leaves_out_what_is_not_loaded_for_it(tmp_path: Path) -> None:
    """And says which set that is."""
    code_library = await code_library_of(tmp_path, (None, [Q4]))
    found = search_procedures("wheelchair", date(2019, 5, 1), request_of(), code_library)
    assert found
    assert found.result.hits == ()
    assert found.left_out == (System.HCPCS,)


async def test_what_is_loaded_is_known_by_system(tmp_path: Path) -> None:
    """`A0100` may be HCPCS only where HCPCS is loaded."""
    code_library = await code_library_of(tmp_path, (KITES, [("2026 LONGULT.txt", cpt(("97140", "Words")))]))
    assert code_library.loaded(System.CPT, KITES)
    assert not code_library.loaded(System.CPT, SLEDS)
    assert not code_library.loaded(System.HCPCS, KITES)


async def test_where_only_the_list_of_changes_is_loaded_it_answers_for_the_codes_that_it_names(
    tmp_path: Path,
) -> None:
    """It names no days: what is gone is gone, nobody says since when; unchanged codes may have ended long ago."""
    code_library = await code_library_of(tmp_path, (None, [("HCPC2026_OCT_Trans_Alpha.csv", CHANGES)]))
    gone = loaded(code_library, "J9999")

    assert [standing(code_library, each) for each in ("J1885", "J9998", "J9999")] == [
        None,
        CodeStatus.VALID,
        CodeStatus.ENDED,
    ]
    assert gone.validity
    assert gone.validity.last is None
    assert gone.listing
    assert gone.listing.name == "Invented drug that ended"
    assert code_library.files.procedure(code("E0143"), None, NOV, KITES) is None
    assert code_library.files.procedure(code("J9999"), date(2026, 9, 30), NOV, KITES) is None


async def test_a_list_of_hcpcs_is_asked_before_the_list_of_changes(tmp_path: Path) -> None:
    """It names the last day; and what it lacks is not in the set, whatever the other says."""
    code_library = await code_library_of(tmp_path, (None, [Q4, ("HCPC2026_OCT_Trans_Alpha.csv", CHANGES)]))
    ended = loaded(code_library, "J9999").validity

    assert ended
    assert ended.last == date(2026, 9, 30)
    assert standing(code_library, "J9998") is CodeStatus.NOT_IN_SET


async def test_a_list_of_hcpcs_that_has_ended_gives_way_to_the_list_of_changes_in_force(
    tmp_path: Path,
) -> None:
    """An undated question would else hear last quarter's answer about codes that CMS has dropped or added since."""
    summer = ("HCPC2026_JUL_ANWEB.csv", hcpcs(("J9999", "Invented drug that ended", "19960101", "")))
    code_library = await code_library_of(
        tmp_path, (None, [summer, ("HCPC2026_OCT_Trans_Alpha.csv", CHANGES)])
    )

    assert [standing(code_library, each) for each in ("J9998", "J9999")] == [
        CodeStatus.VALID,
        CodeStatus.ENDED,
    ]
    assert standing(code_library, "J9999", date(2026, 9, 30)) is CodeStatus.VALID


async def test_a_watched_code_is_not_told_to_be_in_a_list_that_has_ended_without_saying_so(
    tmp_path: Path,
) -> None:
    """In January last year's list still answers, and says that it is over."""
    database = FakeDatabase()
    code_library = await code_library_of(tmp_path, (None, [Q4]), database=database)
    watching = Watching(TeamCache(database, FakeClock(NOW)), code_library)
    await watching.watch(request_of(), ["J1885"])
    (november,) = await watching.standings(request_of())
    (january,) = await watching.standings(request_of(today=date(2027, 1, 2)))

    assert (november.state, november.over) == (State.BILLABLE, None)
    assert (january.state, january.over) == (State.BILLABLE, date(2026, 12, 31))


@pytest.mark.parametrize(("judge", "state"), [(all_there, State.ENDED), (lack_of, State.CUT_OFF)])
async def test_a_watched_code_has_not_ended_because_a_list_that_was_cut_off_lacks_it(
    tmp_path: Path, judge: Judge, state: State
) -> None:
    """The older list still names it; of one that a file gives a last day the end is told all the same."""
    before = ("HCPC2026_JUL_ANWEB.csv", hcpcs(("J7777", "Invented summer drug", "19960101", "")))
    database = FakeDatabase()
    code_library = await code_library_of(tmp_path, (None, [before, Q4]), database=database, judge=judge)
    watching = Watching(TeamCache(database, FakeClock(NOW)), code_library)
    await watching.watch(request_of(), ["J7777", "J9999", "E9999"])

    assert {s.watched.code: s.state for s in await watching.standings(request_of())} == {
        "J7777": state,
        "J9999": State.ENDED,
        "E9999": State.NOT_LISTED,
    }
