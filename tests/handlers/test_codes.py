"""`/codes`, as a team uses it day after day: its abbreviations, and forgetting what it uses."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.services.library.code_library import CodeLibrary
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers import make_dispatcher
from handlers.dispatch import CommandDispatcher
from handlers.slack.answer import Answer
from handlers.views.codes.help import HELP as CODES_HELP
from tests.fakes import FakeClock, FakeDatabase
from tests.handlers.slack_limits import commands, drawn, refused, words

ADD = "/codes abbreviation pfps = patellofemoral pain syndrome"
LIST = "/codes abbreviation"
CLOCK = FakeClock(datetime(2026, 11, 21, 17, tzinfo=UTC))


class Team:
    """People of one workspace at the desk."""

    def __init__(self, dispatcher: CommandDispatcher, team_cache: TeamCache, workspace: str = "T1") -> None:
        self.dispatcher = dispatcher
        self.team_cache = team_cache
        self.workspace = workspace

    async def ask(self, line: str, user: str = "U1") -> Answer:
        """A card that Slack would show."""
        card = await self.dispatcher.answer_line(line, workspace=self.workspace, user=user)
        assert refused(card) == [], line
        return card

    async def says(self, line: str, user: str = "U1") -> str:
        """All that the card says."""
        return words(await self.ask(line, user))


@pytest.fixture
async def team() -> AsyncIterator[Team]:
    """On a fresh database."""
    team_cache = TeamCache(FakeDatabase(), CLOCK)
    yield Team(
        make_dispatcher(
            code_library=CodeLibrary(),
            clock=CLOCK,
            team_cache=team_cache,
            roles=TeamRoles(FakeDatabase(), CLOCK),
        ),
        team_cache,
    )
    await team_cache.close()


async def test_a_team_adds_an_abbreviation_and_finds_it_in_its_list(team: Team) -> None:
    """The first line says what it stands for."""
    assert (await team.says(ADD)).startswith("`pfps` now stands for *patellofemoral pain syndrome*")
    assert "`pfps`  patellofemoral pain syndrome" in await team.says(LIST)
    assert await team.team_cache.abbreviations("T1") == {"pfps": ("patellofemoral pain syndrome",)}


@pytest.mark.parametrize("name", ["abbr", "abbreviations", "Abbreviation", "ABBR"])
async def test_its_other_names_do_the_same(team: Team, name: str) -> None:
    """In any case."""
    await team.ask(f"/codes {name} PFPS = patellofemoral pain syndrome")

    assert "`pfps`" in await team.says(f"/codes {name}")
    await team.ask(f"/codes {name} remove Pfps")
    assert "none yet" in await team.says(f"/codes {name}")


async def test_another_team_sees_nothing_of_it(team: Team) -> None:
    """Neither in its list, nor by name, nor may it take it out."""
    await team.ask(ADD)
    other = Team(team.dispatcher, team.team_cache, "T2")

    assert "none yet" in await other.says(LIST)
    assert "none of your team's own" in await other.says(f"{LIST} pfps")
    assert "nothing to take out" in await other.says(f"{LIST} remove pfps")
    assert "`pfps`" in await team.says(LIST)


async def test_one_of_them_tells_who_added_it_and_when(team: Team) -> None:
    """For whoever wonders."""
    await team.ask(ADD, user="U7")

    told = await team.says(f"{LIST} PFPS")
    assert "`pfps`  patellofemoral pain syndrome" in told
    assert "Added by <@U7> on Nov 21, 2026" in told


async def test_adding_again_says_what_it_stood_for_before(team: Team) -> None:
    """So that a slip can be mended; the same again says nothing of that."""
    await team.ask(ADD)

    assert "Before" not in await team.says(ADD)
    assert "Before, it stood for patellofemoral pain syndrome." in await team.says(
        f"{LIST} pfps = knee pain | hip pain"
    )
    assert "knee pain or hip pain" in await team.says(f"{LIST} pfps")


async def test_taking_out_twice_is_no_mistake(team: Team) -> None:
    """A button may be pressed again."""
    await team.ask(ADD)

    assert "is taken out" in await team.says(f"{LIST} remove pfps")
    assert "nothing to take out" in await team.says(f"{LIST} remove pfps")


async def test_a_long_list_shows_a_few_and_leads_to_all_of_them(team: Team) -> None:
    """Six lines before More, and every one stands on some page, each of which can be shared."""
    shorts = [f"ab{n:02}x" for n in range(45)]
    for short in shorts:
        await team.ask(f"{LIST} {short} = {'&' * 38}y {'*' * 40} | {'<' * 70}x")
    first = await team.ask(LIST)
    lines = [line for b in drawn(first) if b["type"] == "section" for line in b["text"]["text"].split("\n")]

    assert len(lines) <= 6
    assert f"{LIST} page 1" in commands(first)
    pages = [await team.ask(f"{LIST} page {n}") for n in (1, 2, 3)]
    assert all(f"`{short}`" in "".join(map(words, pages)) for short in shorts)
    assert [f"{LIST} page {n}" in commands(pages[n - 1]) for n in (1, 2, 3)] == [True] * 3
    assert words(await team.ask(f"{LIST} page 99")) == words(pages[2])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("m54.5 = low back pain", "`m54.5` looks like a code"),
        ("97140 = manual therapy", "`97140` looks like a code"),
        ("w/o = with others", "`w/o` already says something"),
        ("knee pain = pain", "can't be an abbreviation"),
        ("averyverylongone = pain", "1 to 12 characters"),
        ("= pain", "1 to 12 characters"),
        ("pfps =", "I miss what `pfps` stands for"),
        ("pfps = x", "2 to 80 characters"),
        ("pfps = M22.2X1", "`M22.2X1` is a code"),
        ("pfps = 12 12", "no words"),
        ("pfps = PFPS", "stand for itself"),
        ("pfps = a1 | a2 | a3 | a4 | a5 | a6", "up to 5 meanings"),
    ],
)
async def test_what_can_not_be_kept_is_told_with_an_example_that_works(
    team: Team, typed: str, said: str
) -> None:
    """One sentence of what is wrong; nothing is kept."""
    told = await team.says(f"{LIST} {typed}")

    assert said in told
    assert "/codes abbreviation pfps = patellofemoral pain syndrome" in told
    assert "none yet" in await team.says(LIST)


async def test_words_without_the_sign_between_are_told_how(team: Team) -> None:
    """And are not repeated."""
    told = await team.says(f"{LIST} pfps zebra pain")

    assert "`=`" in told
    assert "zebra" not in told


async def test_a_full_table_says_so(team: Team) -> None:
    """With the way to make room."""
    for n in range(500):
        await team.dispatcher.answer_line(f"{LIST} ab{n}x = knee pain", workspace="T1", user="U1")

    assert "500 abbreviations" in await team.says(ADD)


async def test_patient_data_is_not_kept_as_an_abbreviation(team: Team) -> None:
    """It is met with the warning of every command, and not quoted."""
    told = await team.says(f"{LIST} js = John Smith dob 01/02/1960")

    assert "patient data" in told
    assert "Smith" not in told
    assert "none yet" in await team.says(LIST)


async def test_formatting_and_mentions_in_a_meaning_stay_plain(team: Team) -> None:
    """In the list, alone, and when it was added."""
    for line in (f"{LIST} pfps = <!channel> *pain*", LIST, f"{LIST} pfps"):
        assert "<!" not in await team.says(line)
        assert "*pain*" not in await team.says(line)


async def test_forgetting_asks_first_and_then_tells_how_many(team: Team) -> None:
    """Only the button's own line forgets."""
    await team.team_cache.used("T1", ["M54.50", "97140"])
    await team.team_cache.used("T2", ["I10"])

    asked = await team.ask("/codes forget")
    assert "2 codes that your team opened or shared are remembered" in words(asked)
    assert "/codes forget yes" in commands(asked)
    assert await team.team_cache.remembered("T1") == 2
    assert "Forgotten: 2 codes." in await team.says("/codes forget yes")
    assert "nothing to forget" in await team.says("/codes forget yes")
    assert "Nothing to forget" in await team.says("/codes forget")
    assert await team.team_cache.boosts("T1") == {}
    assert await team.team_cache.remembered("T2") == 1


async def test_one_code_is_told_in_the_singular(team: Team) -> None:
    """It is read aloud."""
    await team.team_cache.used("T1", ["M54.50"])

    assert "1 code that your team opened or shared is remembered" in await team.says("/codes forget")
    assert "Forgotten: 1 code." in await team.says("/codes forget yes")


async def test_a_word_that_says_nothing_is_met_with_those_that_do(team: Team) -> None:
    """And with what is loaded, as without it."""
    assert (await team.ask("/codes")).text == (await team.ask("/codes zebra")).text == "What is loaded"
    assert "I don't know that word" in await team.says("/codes zebra")
    assert "I don't know that word" not in await team.says("/codes")


async def test_every_example_of_the_help_works_twice_in_a_row(team: Team) -> None:
    """As it stands, in its order."""
    for line, _ in (*CODES_HELP.examples, *CODES_HELP.examples):
        assert "could not" not in (await team.ask(line)).text, line
    told = await team.says("/codes help")
    assert all(f"`{line}`" in told for line, _ in CODES_HELP.examples)


async def test_every_button_leads_to_an_answer(team: Team) -> None:
    """Also where what it names is gone meanwhile."""
    await team.team_cache.used("T1", ["M54.50"])
    waiting, seen = [ADD, LIST, f"{LIST} pfps", "/codes forget", f"{LIST} none", f"{LIST} a b"], set[str]()
    while waiting:
        line = waiting.pop()
        if line not in seen and line.startswith("/codes"):
            seen.add(line)
            card = await team.ask(line)
            assert "could not" not in card.text, line
            waiting += commands(card)

    assert {"/codes forget yes", f"{LIST} remove pfps"} <= seen


@settings(deadline=None)
@given(
    st.sampled_from(("abbr ", "abbr remove ", "abbr pfps = ", "abbr page ", "forget ")), st.text(max_size=120)
)
async def test_any_text_behind_it_is_answered_within_slacks_limits(behind: str, text: str) -> None:
    """And whatever was kept can be shown again."""
    team_cache = TeamCache(FakeDatabase(), CLOCK)
    team = Team(
        make_dispatcher(
            code_library=CodeLibrary(),
            clock=CLOCK,
            team_cache=team_cache,
            roles=TeamRoles(FakeDatabase(), CLOCK),
        ),
        team_cache,
    )

    assert "our side" not in await team.says(f"/codes {behind}{text}")
    assert "our side" not in await team.says(LIST)
    for short in await team_cache.abbreviations("T1"):
        await team.ask(f"{LIST} {short}")
