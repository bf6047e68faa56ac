"""A team teaches the desk, through the playground: what it adds is its own, and what it typed is nowhere."""

from pathlib import Path

from bot.domain.codes.abbreviations import Abbreviation
from bot.services.ports.request_context import RequestContext
from playground import BILLING, DANA, LEE
from tests.e2e.conftest import OpenWorkspace, codedesk

ADD = "/codes abbreviation pfps = patellofemoral pain syndrome"
LIST = "/codes abbreviation"


async def test_an_abbreviation_that_one_adds_stands_in_the_list_of_the_whole_team_and_no_other(
    open_workspace: OpenWorkspace,
) -> None:
    """Dana adds it, Lee finds it; another workspace and the terminal do not, and nothing was public."""
    async with open_workspace() as workspace:
        before = workspace.slack.messages(BILLING, None)
        added = await workspace.slack.slash(ADD, user=DANA)
        listed = await workspace.slack.slash(LIST, user=LEE)

        assert added.error == listed.error == ""
        assert "now stands for" in added.body
        assert "`pfps`  patellofemoral pain syndrome" in listed.body
        assert workspace.slack.messages(BILLING, None) == before
        own = workspace.library.team_cache.own_abbreviations
        assert [a.short for a in await own(workspace.slack.workspace.team.id)] == ["pfps"]
        assert await own("TELSEWHERE") == await own("*") == []


async def test_a_press_takes_an_abbreviation_out_again(open_workspace: OpenWorkspace) -> None:
    """The card of what was added carries its own way back."""
    async with open_workspace() as workspace:
        card = (await workspace.slack.slash(ADD, user=DANA)).messages[0]

        await workspace.slack.press(card, "run:1", user=DANA)
        await workspace.slack.settle()

        assert "is taken out" in str(workspace.slack.messages(BILLING, DANA)[-1].blocks)
        assert "none yet" in (await workspace.slack.slash(LIST, user=LEE)).body


async def test_forgetting_is_confirmed_by_a_button(open_workspace: OpenWorkspace) -> None:
    """And tells how many codes it were."""
    async with open_workspace() as workspace:
        team = workspace.slack.workspace.team.id
        await workspace.library.team_cache.used(team, ["M54.50", "97140"])
        card = (await workspace.slack.slash("/codes forget", user=DANA)).messages[0]

        await workspace.slack.press(card, "run:0", user=DANA)
        await workspace.slack.settle()

        assert "Forgotten: 2 codes" in str(workspace.slack.messages(BILLING, DANA)[-1].blocks)
        assert await workspace.library.team_cache.remembered(team) == 0


async def test_what_was_typed_to_find_a_code_is_not_kept(open_workspace: OpenWorkspace, home: Path) -> None:
    """Only the code is: the canary of a refused abbreviation and of what somebody typed is in no file."""
    async with open_workspace() as workspace:
        for line in ("js = Zyxwvut dob 01/02/1960", "i10 = Zyxwvut", "Zyxwvut Zyxwvut", "remove Zyxwvut"):
            await workspace.slack.slash(f"{LIST} {line}", user=DANA)
        await workspace.library.team_cache.used(workspace.slack.workspace.team.id, ["Zyxwvut", "M54.50"])

    assert not _files_with(home, b"zyxwvut")


async def test_what_a_team_taught_outlives_a_restart(open_workspace: OpenWorkspace) -> None:
    """It is a row, not a memory."""
    async with open_workspace() as workspace:
        asked = RequestContext("T1", "U1", workspace.library.clock.today())
        kept = (
            await workspace.library.team_cache.add_abbreviation(asked, "pfps", ["knee pain"])
        ).abbreviation
        await workspace.library.team_cache.used("T1", ["M54.50"])

    async with open_workspace() as workspace:
        assert await workspace.library.team_cache.own_abbreviations("T1") == [kept]
        assert isinstance(kept, Abbreviation)
        assert set(await workspace.library.team_cache.boosts("T1")) == {"M54.50"}


def _files_with(folder: Path, canary: bytes) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file() and canary in p.read_bytes().lower()]


def test_the_terminal_has_a_list_of_its_own(home: Path) -> None:
    """`codedesk ask` belongs to no team."""
    url = f"sqlite+aiosqlite:///{home}/codedesk.db"

    assert "now stands for" in codedesk("ask", ADD, url=url).stdout
    assert "pfps" in codedesk("ask", LIST, url=url).stdout
