"""Fees where the team is: the locality files as people load them, `/codes locality`, and the arithmetic on cards."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.codes.cpt.parse import read_question
from bot.domain.codes.localities import Locality, anesthesia_payment, find_localities, local_payment
from bot.domain.codes.parse import LocalityRequest
from bot.domain.codes.parse import read_question as read_codes_question
from bot.domain.errors import CodeDeskError
from bot.domain.roles import MemberRole, Role
from bot.services.library.code_library import CodeLibrary
from bot.services.team.locality import TeamLocality
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers.cpt import command as cpt_command
from handlers.views.codes.locality import locality_card
from tests.codefiles.layouts_localities import anes, gpci, locco
from tests.fakes import FakeClock, FakeDatabase
from tests.fakes_claim import fee
from tests.handlers.slack_limits import words
from tests.services.loaded_library import KITES, NOW, SLEDS, code_library_of, fees, request_of


def rvu_zip() -> bytes:
    """What CMS publishes: the fee schedule and all that goes with it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("PPRRVU2026_Oct_nonQPP.csv", fees())
        archive.writestr("GPCI2026.csv", gpci(both_work_columns=False))
        archive.writestr("26LOCCO.csv", locco())
        archive.writestr("ANES2026.csv", anes())
        archive.writestr("RVU26D.pdf", b"%PDF-1.7 invented")
    return buffer.getvalue()


@pytest.fixture
async def library(tmp_path: Path) -> CodeLibrary:
    """The zip, loaded by one workspace."""
    return await code_library_of(tmp_path, (KITES, [("rvu26d.zip", rvu_zip())]))


class Team:
    """One workspace with an admin, over the library."""

    def __init__(self, library: CodeLibrary) -> None:
        self.library = library
        self.clock, self.database = FakeClock(NOW), FakeDatabase()
        self.cache = TeamCache(self.database, self.clock)
        self.roles = TeamRoles(self.database, self.clock)
        self.locality = TeamLocality(self.cache, self.roles, library)

    async def says(self, words_: str, workspace: str = KITES) -> str:
        """The card of `/codes locality`."""
        return words(locality_card(await self.locality.answer(words_, request_of(workspace))))

    async def cpt(self, line: str, workspace: str = KITES) -> str:
        """The card of `/cpt`."""
        answer = await cpt_command.answer(
            line, request_of(workspace), code_library=self.library, team_data_of=self.cache.of
        )
        return words(answer.checked())


@pytest.fixture
async def team(library: CodeLibrary) -> Team:
    return Team(library)


async def test_a_locality_is_chosen_by_number_name_or_county_and_taken_back(team: Team) -> None:
    """With its indices, its anesthesia factor and its counties; the zip gives the edition its quarter."""
    card = await team.says("13202 01")
    assert "Your team's locality is now *MANHATTAN, NEW YORK (13202-01)*" in card
    assert "work 1.088, practice expense 1.169, malpractice 1.581" in card
    assert "2026 Q4" in card
    assert "(13202-02)" in await team.says("long island")
    assert "BRONX, KINGS, NASSAU; RICHMOND" in await team.says("westchester")
    assert "is *NYC SUBURBS" in await team.says("")
    assert "fees are national" in await team.says("off")
    assert "Choose your Medicare locality" in await team.says("")


async def test_several_are_offered_and_nothing_is_chosen(team: Team) -> None:
    """'New York' is two of them."""
    card = await team.says("new york")
    assert "Which one?" in card
    assert "13202-01" in card
    assert "13202-02" in card
    assert (await team.cache.of(KITES)).locality == ""


async def test_what_is_no_locality_is_met_with_an_example(team: Team) -> None:
    """Words that nothing is called."""
    assert "/codes locality Manhattan" in await team.says("atlantis")


async def test_without_the_files_it_says_what_to_load(tmp_path: Path) -> None:
    """Nothing loaded at all."""
    team = Team(await code_library_of(tmp_path))
    assert "GPCI, LOCCO, ANES" in await team.says("manhattan")


async def test_fees_at_the_locality_stand_beside_the_national_ones_with_their_arithmetic(team: Team) -> None:
    """(0.43 x 1.088 + 0.40 x 1.169 + 0.01 x 1.581) x 33.4009, and the facility's."""
    before = await team.cpt("97140")
    assert "At " not in before
    await team.says("manhattan")
    card = await team.cpt("97140")
    assert "At MANHATTAN, NEW YORK (13202-01): $31.77 in the office, $27.87 in a facility" in card
    full = await team.cpt("97140 more")
    assert "(0.43 × 1.088 + 0.40 × 1.169 + 0.01 × 1.581) × 33.4009 = $31.77" in full
    assert "national" in full


async def test_a_locality_is_one_workspace_s(team: Team) -> None:
    """Another workspace's cards stay national."""
    await team.says("manhattan")
    assert "MANHATTAN" not in await team.cpt("97140", SLEDS)


async def test_anesthesia_by_base_units_time_and_factor(team: Team) -> None:
    """45 minutes are 3.0 units, 50 are 3.3; without base units or locality the card says what is missing."""
    assert "Missing for the allowance: A locality" in await team.cpt("00142 base 4 45 min")
    await team.says("manhattan")
    card = await team.cpt("00142 base 4 45 min")
    assert "*$159.25* at MANHATTAN" in card
    assert "(4 base + 3.0 time) × $22.75 = $159.25" in card
    assert "45 / 15 = 3" in card
    assert "Base units" in await team.cpt("00142 45 min")
    assert "00142-QZ" in await team.cpt("00142-QZ base units 5 50 minutes")


@pytest.mark.parametrize("line", ["00142", "00142 QZ", "97140 45 min", "0014 45 min", "00142 97140 45 min"])
def test_other_lines_are_no_anesthesia_time(line: str) -> None:
    """A code alone, a code of another range, two codes."""
    try:
        question = read_question(line, date(2026, 12, 1), ())
    except CodeDeskError:
        return
    assert type(question).__name__ != "AnesthesiaRequest"


def test_time_units_are_counted_to_one_decimal() -> None:
    """Medicare Claims Processing Manual, chapter 12, section 50: actual minutes divided by 15, one decimal."""
    paid = anesthesia_payment(Decimal(5), 50, Decimal("20.00"))
    assert (paid.time_units, paid.dollars) == (Decimal("3.3"), Decimal("166.00"))


def test_a_locality_without_indices_has_no_payment() -> None:
    """Only the counties are loaded: nothing is computed, nothing raised."""
    assert local_payment(fee("97140"), Locality("13202", "01", "MANHATTAN")) is None


def test_numbers_are_read_with_and_without_leading_zeros() -> None:
    """'2102 1' is Alaska's 02102-01."""
    alaska = Locality("02102", "01", "ALASKA", "AK")
    for text in ("02102 01", "2102 1", "0210201", "alaska", "AK"):
        assert find_localities(text, [alaska, Locality("13202", "01", "MANHATTAN", "NY")]) == [alaska], text


@pytest.mark.parametrize("line", ["locality", "localities", "locality manhattan", "gpci 13202 01"])
def test_codes_locality_is_read(line: str) -> None:
    """With words and without."""
    assert isinstance(read_codes_question(line), LocalityRequest)


async def test_a_viewer_may_not_choose(team: Team) -> None:
    """Whoever may not teach may look."""
    async with team.database.write() as work:
        await work.roles.put(KITES, MemberRole("U1", Role.VIEWER, "U9", NOW))
        await work.commit()
    with pytest.raises(CodeDeskError):
        await team.says("manhattan")
    assert "Choose your Medicare locality" in await team.says("")
