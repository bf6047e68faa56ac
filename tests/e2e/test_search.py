"""Finding codes by words, through the playground: ten choices, opened or shared, and found while typing."""

import asyncio
from pathlib import Path

import pytest

from playground import CODING, DANA, LEE, WorkspaceMessage
from tests.e2e.conftest import OpenWorkspace, codedesk, shown_on_home

INDEX = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.index><version>2027</version><title>ICD-10-CM INDEX TO DISEASES and INJURIES</title>
<letter><title>Z</title>
<mainTerm><title>Zorblax</title><code>M54.50</code></mainTerm>
</letter></ICD10CM.index>
"""


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("/icd low back pain", "M54.50"),
        ("/icd rt knee pain", "M25.561"),
        ("/icd diabtes type 2", "E11.9"),
        ("/icd pain low back", "M54.50"),
        ("/icd m545", "M54.5"),
        ("/icd knee pain left billable", "M25.562"),
        ("/cpt manual therapy", "97140"),
        ("/cpt flu shot", "90471"),
        ("/cpt cbc", "85025"),
    ],
)
async def test_the_right_code_is_on_the_first_line(
    open_workspace: OpenWorkspace, typed: str, first: str
) -> None:
    """Words in any order, abbreviations, typos, partial codes, and what people call things."""
    async with open_workspace() as workspace:
        card = (await workspace.slack.slash(typed, user=DANA)).messages[0]

        named = [line for line in _texts(card) if f"`{first}" in line]
        assert named, _texts(card)
        assert next(line for line in _texts(card) if line.startswith(("`", "*`"))) == named[0]


async def test_every_hit_can_be_opened_and_shared(open_workspace: OpenWorkspace) -> None:
    """The menu of a line carries its code's command line, once to open and once to share."""
    async with open_workspace() as workspace:
        card = (await workspace.slack.slash("/icd low back pain", user=DANA, channel=CODING)).messages[0]
        menus = [m for b in card.blocks if isinstance(m := b.get("accessory"), dict)]
        assert len(menus) > 1
        values = [[o["value"] for o in m["options"]] for m in menus]
        assert all(shared == f"share {opened}" for opened, shared in values)

        await workspace.slack.choose(card, "pick:0", values[0][0], user=DANA)
        await workspace.slack.choose(card, "pick:1", values[1][1], user=DANA)
        await workspace.slack.settle()

        assert values[0][0].split()[1] in str(workspace.slack.messages(CODING, DANA)[-2:])
        assert "Shared by" in str(workspace.slack.messages(CODING, LEE)[-1].blocks)


async def test_what_nobody_can_find_is_met_with_ways_to_ask_better(open_workspace: OpenWorkspace) -> None:
    """No hit, no guess: what was left out and three ways on."""
    async with open_workspace() as workspace:
        card = (await workspace.slack.slash("/icd qwxyzzzy plooghq", user=DANA)).messages[0]

        assert "No code fits" in _texts(card)[0]
        assert _texts(card)[0].count("•") == 3


async def test_buttons_of_a_search_carry_codes_and_no_typed_word(open_workspace: OpenWorkspace) -> None:
    """What was typed stands in no value: *More* opens the codes behind the tenth."""
    async with open_workspace() as workspace:
        card = (await workspace.slack.slash("/icd recurrent headache", user=DANA)).messages[0]

        assert "recurrent" not in str([b for b in card.blocks if b["type"] == "actions"])
        assert "recurrent" not in str([b.get("accessory") for b in card.blocks])


async def test_what_is_another_thing_waits_behind_more(open_workspace: OpenWorkspace) -> None:
    """The pains of other parts share a word with the knee's, and hide nothing that it is asked for."""
    async with open_workspace() as workspace:
        card = (await workspace.slack.slash("/icd knee pain", user=DANA)).messages[0]
        buttons = str([b for b in card.blocks if b["type"] == "actions"])

        assert _codes(card)[0].startswith("M25.56")
        assert not any(code.startswith("M25.51") for code in _codes(card))
        assert "'More'" in buttons


async def test_an_opened_code_rises_for_the_team_that_opens_it(open_workspace: OpenWorkspace) -> None:
    """Among equals the code that a team uses comes first; another team's order stays."""
    async with open_workspace() as workspace:
        team = workspace.slack.workspace.team.id
        before = _codes((await workspace.slack.slash("/icd sprain of ankle", user=DANA)).messages[0])
        late = before[3]
        for _ in range(30):
            await workspace.library.team_cache.used(team, (late,))
        await workspace.library.team_cache.of(team)
        await workspace.slack.settle()

        after = _codes((await workspace.slack.slash("/icd sprain of ankle", user=DANA)).messages[0])

        assert after.index(late) < before.index(late)


async def test_codes_are_offered_while_somebody_types(open_workspace: OpenWorkspace) -> None:
    """The search field on Home: an unfinished word finds codes, and the chosen one is answered."""
    async with open_workspace() as workspace:
        home = await workspace.slack.open_home(DANA)

        offered = await workspace.slack.suggest(home, "find:icd", "low back p", user=DANA)
        await workspace.slack.choose(home, "find:icd", "/icd M54.50", user=DANA)

        assert offered.status == 200
        assert offered.options[0]["value"] == "/icd M54.50"
        assert len(offered.options) <= 100
        await shown_on_home(workspace, "Low back pain, unspecified")


async def test_patient_data_typed_into_the_field_is_looked_up_nowhere(open_workspace: OpenWorkspace) -> None:
    """No option, no error."""
    async with open_workspace() as workspace:
        home = await workspace.slack.open_home(DANA)

        assert not (
            await workspace.slack.suggest(home, "find:icd", "John Smith 01/02/1960", user=DANA)
        ).options


async def test_an_alphabetic_index_loaded_beside_the_running_bot_is_searched(
    open_workspace: OpenWorkspace, home: Path, tmp_path: Path
) -> None:
    """`codedesk codes load` in another process: within seconds the bot finds a word that only the index has."""
    (tmp_path / "anything.bin").write_text(INDEX)
    async with open_workspace() as workspace:
        assert "No code fits" in (await workspace.slack.slash("/icd zorblax", user=DANA)).body

        before = len(workspace.library.code_library.releases())
        url = f"sqlite+aiosqlite:///{home}/codedesk.db"
        loaded = await asyncio.to_thread(codedesk, "codes", "load", str(tmp_path / "anything.bin"), url=url)
        assert loaded.returncode == 0, loaded.stderr
        async with asyncio.timeout(30):
            while len(workspace.library.code_library.releases()) == before:  # noqa: ASYNC110  (another process loads)
                await asyncio.sleep(0.1)

        found = await workspace.slack.slash("/icd zorblax", user=DANA)
        assert "M54.50" in found.body
        assert "Alphabetic Index" in found.body


def _texts(card: WorkspaceMessage) -> list[str]:
    return [str(t["text"]) for b in card.blocks if isinstance(t := b.get("text"), dict)]


def _codes(card: WorkspaceMessage) -> list[str]:
    return [text.split("`")[1] for text in _texts(card) if text.startswith("`")]
