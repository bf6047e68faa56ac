"""Watched codes, changes, notes and what is loaded, through the desk, as a team meets them."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.codes.changes.watched import MOST, Watched
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.domain.roles import MemberRole, Role
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.database import CodeRecord
from bot.services.team.roles import TeamRoles
from bot.services.team.team_cache import TeamCache
from handlers import make_dispatcher
from handlers.slack.answer import Answer
from tests.fakes import FakeClock, FakeDatabase
from tests.fakes_diagnoses import MemoryDiagnoses
from tests.handlers.ask_cpt import BOOK
from tests.handlers.slack_limits import commands, drawn, refused, words

CLOCK = FakeClock(datetime(2026, 11, 21, 17, tzinfo=UTC))
FY2026 = Release(System.ICD10CM, "FY2026", date(2025, 10, 1), date(2026, 9, 30), "old.txt")
FY2027 = Release(System.ICD10CM, "FY2027", date(2026, 10, 1), date(2027, 9, 30), "new.txt")
CPT_2026 = Release(System.CPT, "2026", date(2026, 1, 1), date(2026, 12, 31), "LONGULT.txt", "T1")


def row(code: str, name: str = "Name", *, billable: bool = True, ends: date | None = None) -> CodeRecord:
    """One row."""
    return CodeRecord(code, name, billable, {}, None, ends)


OLD = [
    row("M54.5", "Low back pain"),
    row("A01", "Pain in right hand"),
    row("A02"),
    *(row(f"B{n:02}") for n in range(30)),
]
NEW = [
    row("M54.5", "Low back pain", billable=False),
    *(row(code, "Low back pain, new") for code in ("M54.50", "M54.51", "M54.59")),
    row("A01", "Pain in left hand <!channel>"),
    *(row(f"C{n:02}", f"New code {n}") for n in range(45)),
    *(row(f"B{n:02}") for n in range(30)),
]


class Team:
    """People of one workspace at the desk."""

    def __init__(self, database: FakeDatabase, *, may_send: bool = False, clock: FakeClock = CLOCK) -> None:
        self.database = database
        self.team_cache = TeamCache(database, clock)
        self.dispatcher = make_dispatcher(
            code_library=CodeLibrary([MemoryDiagnoses(FY2027, (), tuple(BOOK))]),
            clock=clock,
            team_cache=self.team_cache,
            roles=TeamRoles(database, clock),
            may_send_files=may_send,
        )

    async def ask(self, line: str, user: str = "U1", workspace: str = "T1", *, guest: bool = False) -> Answer:
        """A card that Slack would show."""
        card = await self.dispatcher.answer_line(line, workspace=workspace, user=user, guest=guest)
        assert refused(card) == [], line
        return card

    async def says(self, line: str, user: str = "U1", workspace: str = "T1") -> str:
        """All that the card says."""
        return words(await self.ask(line, user, workspace))

    async def load(self, release: Release, records: list[CodeRecord]) -> int:
        """Put a release into the database; its id."""
        async with self.database.write() as work:
            id_ = await work.releases.stage(release, f"{release.edition} {release.workspace}", CLOCK.now())
            await work.releases.add(release.workspace, id_, records)
            await work.releases.publish(release.workspace, id_, len(records))
            await work.commit()
        return id_


@pytest.fixture
async def team() -> AsyncIterator[Team]:
    """On a fresh database."""
    made = Team(FakeDatabase())
    yield made
    await made.team_cache.close()


@pytest.fixture
async def two_years(team: Team) -> Team:
    """With two years of an invented ICD-10-CM."""
    await team.load(FY2026, OLD)
    await team.load(FY2027, NEW)
    return team


def lines(card: Answer) -> list[str]:
    """The lines of a card's sections."""
    return [line for b in drawn(card) if b["type"] == "section" for line in b["text"]["text"].split("\n")]


# -- watching --------------------------------------------------------------------------------------------------


async def test_codes_are_watched_by_one_and_seen_by_all(team: Team) -> None:
    """Of all systems in one line; another workspace sees nothing."""
    told = await team.says("/codes watch 97140 97110-59, m54.5 J1885")

    assert told.startswith("Now watched: `97140`, `97110`, `M54.5`, `J1885`.")
    assert "watches 4 codes" in told
    assert "`97110`" in await team.says("/codes watched", user="U2")
    assert "none yet" in await team.says("/codes watched", workspace="T2")


async def test_watching_twice_and_giving_up_twice_is_no_mistake(team: Team) -> None:
    """A button may be pressed again."""
    await team.ask("/codes watch 97140")

    assert "Watched before already: `97140`" in await team.says("/codes watch 97140")
    assert "No longer watched: `97140`" in await team.says("/codes unwatch 97140")
    assert "Not among your team's watched codes: `97140`" in await team.says("/codes unwatch 97140")


async def test_what_is_no_code_or_not_in_the_list_is_told_and_the_rest_is_watched(team: Team) -> None:
    """M99.99 is not in the invented list."""
    told = await team.says("/codes watch 97140 knee M99.99")

    assert "Now watched: `97140`." in told
    assert "Not in the loaded ICD-10-CM, so left out: `M99.99`" in told
    assert "I couldn't read `knee` as a code" in told


@pytest.mark.parametrize("line", ["/codes watch .", "/codes unwatch , ;"])
async def test_signs_alone_are_no_code_and_met_with_an_example(team: Team, line: str) -> None:
    """Not with a card without words, which Slack would refuse."""
    assert "/codes watch 97140" in await team.says(line)


async def test_more_codes_than_a_team_may_watch_are_refused_whole(team: Team) -> None:
    """With the way to make room."""
    for start in range(10_000, 10_000 + MOST, 50):
        await team.ask(f"/codes watch {' '.join(str(n) for n in range(start, start + 50))}")

    assert f"watches {MOST} codes, and I keep up to {MOST}" in await team.says("/codes watch 97140 10001")
    assert "97140" not in await team.says("/codes watched")


async def test_every_code_answer_carries_the_button_and_it_turns_round(team: Team) -> None:
    """Of /cpt and /icd, for one code and for several; watched ones offer to be given up."""
    for line, button in (
        ("/cpt 97140", "/codes watch 97140"),
        ("/cpt 97140 on 2026-02-03", "/codes watch 97140"),
        ("/icd M54.50", "/codes watch M54.50"),
        ("/icd M54.5", "/codes watch M54.5"),
        ("/cpt 97140 97110", "/codes watch 97140 97110"),
    ):
        assert button in commands(await team.ask(line)), line
        await team.ask(button)
        assert button.replace("watch", "unwatch") in commands(await team.ask(line)), line
        await team.ask(button.replace("watch", "unwatch"))
        assert button in commands(await team.ask(line)), line


async def test_a_watched_code_ranks_higher_and_a_guest_sees_no_button(team: Team) -> None:
    """Half of what the most used code counts; a guest keeps nothing here."""
    await team.ask("/codes watch M54.50")

    assert await team.team_cache.boosts("T1") == {"M54.50": 0.5}
    assert await team.team_cache.boosts("T2") == {}
    guest = await team.ask("/cpt 97140", workspace="T9", guest=True)
    assert "/codes watch 97140" not in commands(guest)
    assert (await team.ask("/codes watch 97140", workspace="T9", guest=True)).failed


async def test_a_viewer_looks_and_changes_nothing(team: Team) -> None:
    """Whoever may not teach may not watch or write notes either."""
    async with team.database.write() as work:
        await work.roles.put("T1", MemberRole("U5", Role.VIEWER, "U1", CLOCK.now()))
        await work.commit()
    for line in ("/codes watch 97140", "/codes unwatch 97140", "/cpt note 97110 x", "/cpt note 97110 remove"):
        assert (await team.ask(line, user="U5")).failed, line

    assert "none yet" in await team.says("/codes watched", user="U5")


async def test_rolling_over_a_year_keeps_watched_codes_and_shows_what_follows(two_years: Team) -> None:
    """What became a header or ended comes first, with its successors; nothing is dropped."""
    async with two_years.database.write() as work:
        at = CLOCK.now()
        await work.watched.put("T1", [Watched(System.ICD10CM, c, "U1", at) for c in ("M54.5", "A01", "A02")])
        await work.watched.put("T1", [Watched(System.CPT, "97140", "U1", at)])
        await work.commit()
    told = await two_years.says("/codes watched")

    assert "4 · 1 ended, 1 not billable" in told
    assert "`A02`  Name  · *ended*, last in ICD-10-CM FY2026; no file names what follows it" in told
    assert "*not billable*: a header since Oct 1, 2021: now `M54.50`, `M54.51`, `M54.59`" in told
    assert "`A01`" in told
    assert "`97140`" in told
    assert "no CPT file of today is loaded, so nobody can say" in told
    assert told.index("`A02`") < told.index("`M54.5`") < told.index("`A01`") < told.index("`97140`")


async def test_a_terminated_code_tells_its_last_day_and_what_the_file_names_instead(team: Team) -> None:
    """HCPCS keeps ended codes in its file, and refers on."""
    gone = CodeRecord(
        "G0008", "Old service", billable=True, detail={"successors": ["90471"]}, ends=date(2026, 6, 30)
    )
    await team.load(Release(System.HCPCS, "2026 Q4", date(2026, 10, 1), date(2026, 12, 31), ""), [gone])
    await team.ask("/codes watch G0008")

    assert "`G0008`  Old service  · *ended* on Jun 30, 2026: now `90471`" in await team.says("/codes watched")


async def test_a_long_list_of_watched_codes_has_pages(team: Team) -> None:
    """Six lines before More, and every code on some page."""
    codes = [str(n) for n in range(20_000, 20_045)]
    await team.ask(f"/codes watch {' '.join(codes)}")
    first = await team.ask("/codes watched")

    assert len(lines(first)) <= 6
    assert "/codes watched page 1" in commands(first)
    pages = [await team.says(f"/codes watched page {n}") for n in (1, 2, 3)]
    assert all(any(f"`{code}`" in page for page in pages) for code in codes)
    assert await team.says("/codes watched page 99") == pages[2]


# -- changes ---------------------------------------------------------------------------------------------------


async def test_changes_are_counted_and_watched_codes_come_first(two_years: Team) -> None:
    """Six lines, a button for each kind, and the words that changed."""
    await two_years.team_cache.read_again("T1")
    await two_years.ask("/codes watch M54.5")
    card = await two_years.ask("/codes changes")
    told = words(card)

    assert "*ICD-10-CM*  `FY2026` to `FY2027`, in force from Oct 1, 2026" in told
    assert "48 added · 2 gone (1 of them headers now) · 1 revised · watched: 4 of them" in told
    assert "`M54.5`  Low back pain  · *a header now*: now `M54.50`, `M54.51`, `M54.59`" in told
    assert len(lines(card)) <= 6
    assert {"/codes changes #1 #2 added", "/codes changes #1 #2 revised"} <= set(commands(card))


async def test_what_was_reworded_shows_the_words_that_changed(two_years: Team) -> None:
    """Struck and bold; what a file holds can't come alive."""
    told = await two_years.says("/codes changes #1 #2 revised")

    assert "`A01`  Pain in ~right~ *left* hand" in told
    assert "<!channel>" not in told


@pytest.mark.parametrize(
    "line",
    [
        "/codes changes icd",
        "/codes changes 2027",
        "/codes changes FY2027",
        "/codes changes ICD-10-CM FY2026 to FY2027",
        "/codes changes since FY2026",
    ],
)
async def test_the_releases_may_be_named_as_people_name_them(two_years: Team, line: str) -> None:
    """By year, by edition, from one to the other."""
    assert "`FY2026` to `FY2027`" in await two_years.says(line)


async def test_pages_hold_every_change_once(two_years: Team) -> None:
    """Twenty lines each; a page past the end is the last."""
    pages = [await two_years.says(f"/codes changes #1 #2 added {n}") for n in (1, 2, 3)]

    assert all(sum(page.count(f"`C{n:02}`") for page in pages) == 1 for n in range(45))
    assert await two_years.says("/codes changes #1 #2 added 99") == pages[2]


async def test_one_release_alone_is_told_with_what_to_load(team: Team) -> None:
    """And nothing loaded, too."""
    await team.load(FY2027, NEW)

    told = await team.says("/codes changes")
    assert "Loaded is only ICD-10-CM `FY2027`" in told
    assert "cms.gov, ICD-10 files of that year" in told
    assert "Nothing of it is loaded" in await team.says("/codes changes cpt")


async def test_a_release_that_is_not_there_is_told_with_those_that_are(two_years: Team) -> None:
    """By its name, and by a button's ids that are gone or another workspace's."""
    theirs = await two_years.load(CPT_2026, [row("97140")])
    for line in ("/codes changes 2019", "/codes changes #1 #99", f"/codes changes #1 #{theirs}"):
        assert "Loaded are: " in await two_years.says(line), line
    assert "CPT" not in await two_years.says("/codes changes #1 #99", workspace="T2")


async def test_a_licensed_set_is_compared_for_its_workspace_alone(team: Team) -> None:
    """Another one is told that nothing of it is loaded."""
    before = Release(System.CPT, "2025", date(2025, 1, 1), date(2025, 12, 31), "LONGULT.txt", "T1")
    await team.load(before, [row("97140"), row("97110")])
    await team.load(CPT_2026, [row("97140")])

    assert "0 added · 1 gone" in await team.says("/codes changes cpt")
    assert "Nothing of it is loaded" in await team.says("/codes changes cpt", workspace="T2")


async def test_an_export_is_a_file_where_it_may_be_sent_and_a_command_where_not(two_years: Team) -> None:
    """The file has every change, watched ones marked, and no formula."""
    assert "files:write" in await two_years.says("/codes changes #1 #2 export")
    sender = Team(two_years.database, may_send=True)
    await sender.ask("/codes watch M54.5")
    file = (await sender.ask("/codes changes #1 #2 export")).file

    assert file is not None
    assert len(file.text.splitlines()) == 1 + 51
    assert "became a header,M54.5,Low back pain,Low back pain,,M54.50 M54.51 M54.59,yes" in file.text


# -- notes -----------------------------------------------------------------------------------------------------


async def test_a_note_stands_with_every_answer_about_its_code(team: Team) -> None:
    """With payer, author and date; for codes beside others and in /explain too; not for other workspaces."""
    told = await team.says("/cpt note 97110 UHC needs GP", user="U7")
    assert told.startswith("Kept for `97110`, UHC: needs GP")
    for line in (
        "/cpt 97110",
        "/cpt 97110-59",
        "/cpt 97140 97110",
        "/cpt compare 97110 97140",
        "/explain 97110 M54.50",
        "/claim 97110 GP x2, 97140 dx M54.50 on 2026-11-20",
    ):
        assert "*Team note* (UHC, <@U7>, Nov 21, 2026): needs GP" in await team.says(line), line
        assert "needs GP" not in await team.says(line, workspace="T2"), line
    assert "Team note" not in await team.says("/cpt 97140")


async def test_diagnoses_have_notes_too(team: Team) -> None:
    """By /icd, and by /cpt where the code is clearly one."""
    await team.ask("/icd note M54.50 look for a cause")
    await team.ask("/cpt note M54.50 Aetna never first")

    told = await team.says("/icd M54.50")
    assert "look for a cause" in told
    assert "(Aetna, " in told


async def test_writing_again_changes_the_note_of_that_payer_alone(team: Team) -> None:
    """And says what stood there."""
    await team.ask("/cpt note 97110 UHC needs GP")
    await team.ask("/cpt note 97110 timed")

    assert "In place of: needs GP" in await team.says("/cpt note 97110 united healthcare: needs GP and KX")
    told = await team.says("/cpt note 97110 UHC")
    assert told.index("needs GP and KX") < told.index("timed")


async def test_a_note_is_taken_out_by_its_line_and_by_its_button(team: Team) -> None:
    """Removing what is not there tells so, and leads to what is."""
    await team.ask("/cpt note 97110 UHC needs GP")

    missing = await team.ask("/cpt note 97110 remove")
    assert "nothing to take out" in words(missing)
    assert "/cpt note 97110 UHC remove" in commands(missing)
    assert "is taken out" in await team.says("/cpt note 97110 UHC remove")
    assert "No notes on `97110` yet" in await team.says("/cpt note 97110")
    assert "Team note" not in await team.says("/cpt 97110")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("/cpt note 97110 John Smith dob 01/02/1960", "patient data"),
        (f"/cpt note 97110 {'x' * 500}", "500 characters, and I keep up to 400"),
        ("/cpt note 97110 12 34", "A note needs words"),
        ("/cpt note knee needs GP", "I couldn't read `knee` as a code"),
        ("/cpt note", "Type the note after its code"),
    ],
)
async def test_what_can_not_be_kept_is_told_and_is_not_kept(team: Team, line: str, said: str) -> None:
    """With an example that works."""
    assert said in await team.says(line)
    assert "none yet" in await team.says("/codes notes")


async def test_formatting_and_mentions_in_a_note_stay_plain(team: Team) -> None:
    """Wherever it is shown."""
    await team.ask("/cpt note 97110 <!channel> *all* of `it`")
    for line in ("/cpt note 97110 <!channel> *all* of it", "/cpt note 97110", "/cpt 97110", "/codes notes"):
        told = await team.says(line)
        assert "<!" not in told, line
        assert "*all*" not in told, line


async def test_all_notes_have_pages_and_an_export(team: Team) -> None:
    """Six lines before More; the file holds each whole, and no spreadsheet runs it."""
    for n in range(25):
        await team.ask(f"/cpt note {20_000 + n} =1+1 and words {n}")
    first = await team.ask("/codes notes")

    assert len(lines(first)) <= 6
    assert "`20024`" in await team.says("/codes notes page 2")
    file = (await Team(team.database, may_send=True).ask("/codes notes export")).file
    assert file is not None
    assert len(file.text.splitlines()) == 26
    assert ",'=1+1 and words 3,U1," in file.text


async def test_a_guest_writes_no_notes(team: Team) -> None:
    """Nor reads the team's."""
    await team.ask("/cpt note 97110 UHC needs GP")

    assert (await team.ask("/cpt note 97110 hello", workspace="T9", guest=True)).failed
    assert "needs GP" not in words(await team.ask("/cpt 97110", workspace="T9", guest=True))


# -- what is loaded --------------------------------------------------------------------------------------------


async def test_what_is_loaded_tells_each_set_its_age_and_what_to_fetch(two_years: Team) -> None:
    """In ten lines; older editions behind More; a licensed one for its workspace alone."""
    await two_years.load(CPT_2026, [row("97140")])
    card = await two_years.ask("/codes")
    told = words(card)

    assert "*ICD-10-CM*  `FY2027`  in force from Oct 1, 2026 to Sep 30, 2027 · loaded today" in told
    assert (
        "*CPT*  `2026`  in force from Jan 1, 2026 to Dec 31, 2026 · loaded today · for this workspace alone"
        in told
    )
    assert "*NCCI pairs, practitioner*  not loaded · fetch: cms.gov, 'Medicare NCCI" in told
    assert len(lines(card)) <= 10
    assert "`FY2026`" not in told
    assert "*ICD-10-CM*  `FY2026`  from Oct 1, 2025, *ended* Sep 30, 2026" in await two_years.says(
        "/codes more"
    )
    assert "`2026`" not in await two_years.says("/codes", workspace="T2")


async def test_a_set_that_ended_names_the_edition_that_is_due(team: Team) -> None:
    """And where it is published."""
    await team.load(Release(System.HCPCS, "2026 Q3", date(2026, 7, 1), date(2026, 9, 30), ""), [row("J1885")])

    told = await team.says("/codes")
    assert "*ended* Sep 30, 2026" in told
    assert "Download: 2026 Q4, in force since Oct 1, 2026 (cms.gov, quarterly HCPCS files)" in told


async def test_a_note_of_the_evening_carries_the_day_that_it_was_written_on() -> None:
    """Ten in the evening in New York is the next day in UTC."""
    team = Team(FakeDatabase(), clock=FakeClock(datetime(2026, 11, 22, 3, tzinfo=UTC)))
    await team.ask("/cpt note 97110 UHC needs GP")

    assert "Nov 21, 2026): needs GP" in await team.says("/cpt 97110")
    await team.team_cache.close()


async def test_a_quarter_with_a_file_missing_says_which(team: Team) -> None:
    """NCCI's pairs come in four files: a pair that is not found in three may stand in the fourth."""
    system, first = System.PAIRS_PRACTITIONER, date(2026, 10, 1)
    for part in ("f1", "f3", "f4"):
        await team.load(Release(system, f"2026 Q4 {part}", first, date(2026, 12, 31), ""), [row("97140")])

    assert "*only files 1, 3, 4 of 4*: load f2 too" in await team.says("/codes")
    await team.load(Release(system, "2026 Q4 f2", first, date(2026, 12, 31), ""), [row("97140")])
    assert "of 4*" not in await team.says("/codes")


async def test_an_older_edition_does_not_say_that_later_dates_are_missing(two_years: Team) -> None:
    """They are there: the newer one answers for them."""
    told = await two_years.says("/codes more")

    assert "`FY2026`  from Oct 1, 2025, *ended* Sep 30, 2026 · loaded" in told


async def test_every_button_leads_to_an_answer(two_years: Team) -> None:
    """From the first cards to the last, share included."""
    await two_years.ask("/cpt note 97110 UHC needs GP")
    waiting = ["/codes", "/codes changes", "/codes watched", "/codes notes", "/cpt 97110", "/icd M54.5"]
    seen = set[str]()
    while waiting:
        line = waiting.pop()
        if line in seen or not line.startswith(("/codes", "/cpt note", "/cpt 97110", "/icd M54.5")):
            continue
        seen.add(line)
        card = await two_years.ask(line)
        assert "could not" not in card.text, line
        waiting += commands(card)

    assert {"/codes changes #1 #2 export", "/codes more", "/codes watch 97110"} <= seen


@given(
    st.sampled_from(
        ("/codes watch ", "/codes changes ", "/codes notes ", "/cpt note 97110 ", "/icd note ", "/codes ")
    ),
    st.text(max_size=200),
)
async def test_any_text_behind_them_is_answered_within_slacks_limits(line: str, text: str) -> None:
    """And what was kept can be shown again."""
    team = Team(FakeDatabase())

    assert "our side" not in await team.says(line + text)
    for again in ("/codes notes", "/codes watched", "/cpt 97110", "/cpt note 97110"):
        assert "our side" not in await team.says(again)
    await team.team_cache.close()


def test_public_is_nobody_s_workspace() -> None:
    """The releases above belong to everybody, but for the licensed one."""
    assert (FY2026.workspace, FY2027.workspace, CPT_2026.workspace) == (PUBLIC, PUBLIC, "T1")
