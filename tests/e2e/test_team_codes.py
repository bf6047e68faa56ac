"""A team's watched codes, notes and changes, through the playground: pressed, typed, sent as a file."""

import csv
from datetime import date
from pathlib import Path

import pytest

from bot.domain.codes.file_rows import CodeRow
from bot.domain.codes.releases import Release, System
from bot.services.loading.file_records import to_record
from playground import BILLING, DANA, LEE, Playground
from tests.e2e.conftest import OpenWorkspace, Workspace, codedesk

OLD = Release(System.HCPCS, "2026 Q3", date(2026, 7, 1), date(2026, 9, 30), "old.txt")
NEW = Release(System.HCPCS, "2026 Q4", date(2026, 10, 1), date(2026, 12, 31), "new.txt")
FIRST = [
    CodeRow("G0008", "Old service"),
    CodeRow("J1885", "Injection, 15 mg"),
    *(CodeRow(f"E{n:04}") for n in range(9)),
]
SECOND = [
    CodeRow("G0008", "Old service", ends=date(2026, 9, 30), successors=("90471",)),
    CodeRow("J1885", "Injection, each 15 mg"),
    *(CodeRow(f"E{n:04}") for n in range(10)),
]


async def load(workspace: Workspace, release: Release, rows: list[CodeRow]) -> int:
    """A release straight into the database; its id."""
    async with workspace.library.database.write() as work:
        id_ = await work.releases.stage(release, release.edition, workspace.library.clock.now())
        await work.releases.add("*", id_, [to_record(row) for row in rows])
        await work.releases.publish("*", id_, len(rows))
        await work.commit()
    return id_


def last(slack: Playground, user: str) -> str:
    """All of the last message that somebody sees."""
    return str(slack.messages(BILLING, user)[-1].blocks)


async def test_watch_is_a_press_under_an_answer_and_the_whole_team_sees_it(
    open_workspace: OpenWorkspace,
) -> None:
    """Dana presses under /icd, Lee sees the list and the button that takes it back."""
    async with open_workspace() as workspace:
        card = (await workspace.slack.slash("/icd M54.50", user=DANA)).messages[0]
        before = workspace.slack.messages(BILLING, None)

        await workspace.slack.press(card, "run:watch", user=DANA)
        await workspace.slack.settle()

        assert "Now watched: `M54.50`" in last(workspace.slack, DANA)
        assert (
            "`M54.50`  Low back pain, unspecified"
            in (await workspace.slack.slash("/codes watched", user=LEE)).body
        )
        assert "/codes unwatch M54.50" in (await workspace.slack.slash("/icd M54.50", user=LEE)).body
        assert workspace.slack.messages(BILLING, None) == before
        assert (await workspace.library.team_cache.boosts(workspace.slack.workspace.team.id))["M54.50"] >= 0.5


async def test_a_note_of_one_stands_in_the_answer_and_the_search_of_another(
    open_workspace: OpenWorkspace,
) -> None:
    """With who wrote it; the words of a refused one are in no file."""
    async with open_workspace() as workspace:
        await workspace.slack.slash("/cpt note 97110 UHC always zyxwgait and GP", user=DANA)

        answer = await workspace.slack.slash("/cpt 97110", user=LEE)
        found = await workspace.slack.slash("/cpt zyxwgait uhc", user=LEE)

        assert f"*Team note* (UHC, <@{DANA}>, " in answer.body
        assert "zyxwgait" in answer.body
        assert "Open 97110" in found.body
        assert "team note: UHC: always zyxwgait" in found.body


async def test_a_refused_note_is_nowhere(open_workspace: OpenWorkspace, home: Path) -> None:
    """Neither in the database nor in anything beside it."""
    async with open_workspace() as workspace:
        refused = await workspace.slack.slash("/cpt note 97110 Zyxcanary dob 01/02/1960", user=DANA)
        assert "patient data" in refused.body

    assert not _files_with(home, b"zyxcanary")


def _files_with(folder: Path, canary: bytes) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file() and canary in p.read_bytes().lower()]


async def test_what_changed_is_told_and_its_file_comes_as_a_direct_message(
    open_workspace: OpenWorkspace,
) -> None:
    """Watched codes first; the CSV is in the asker's messages with the app, and in nobody else's."""
    async with open_workspace() as workspace:
        ids = [await load(workspace, OLD, FIRST), await load(workspace, NEW, SECOND)]
        await workspace.slack.slash("/codes watch G0008", user=DANA)
        told = await workspace.slack.slash("/codes changes hcpcs", user=DANA)

        card = str(told.messages[0].blocks)
        assert "1 added · 1 gone · 1 revised · watched: 1 of them" in card
        assert "`G0008`  Old service  · *gone*, last day Sep 30, 2026: now `90471`" in card
        await workspace.slack.slash(f"/codes changes #{ids[0]} #{ids[1]} export", user=DANA)
        await workspace.slack.settle()

        direct = workspace.slack.workspace.direct(DANA)
        assert direct is not None
        (file,) = workspace.slack.workspace.files.by(workspace.slack.workspace.team.bot_user).values()
        held = workspace.slack.workspace.files.find(str(file["id"]))
        assert held is not None
        assert held.channels == {direct.id}
        assert held.name == "changes HCPCS Level II 2026 Q3 to 2026 Q4.csv"
        assert b"gone,G0008,Old service,,2026-09-30,90471,yes" in held.data


async def test_what_is_watched_and_noted_outlives_a_restart_and_a_new_year(
    open_workspace: OpenWorkspace,
) -> None:
    """They are rows; what has ended is shown with what follows it."""
    async with open_workspace() as workspace:
        team = workspace.slack.workspace.team.id
        await load(workspace, OLD, FIRST)
        await workspace.slack.slash("/codes watch G0008", user=DANA)
        await workspace.slack.slash("/cpt note G0008 billed once a day", user=DANA)

    async with open_workspace() as workspace:
        await load(workspace, NEW, SECOND)
        watched = await workspace.slack.slash("/codes watched", user=LEE)

        assert workspace.slack.workspace.team.id == team
        assert "*ended* on Sep 30, 2026: now `90471`" in watched.body
        assert "billed once a day" in (await workspace.slack.slash("/codes notes", user=LEE)).body


def test_the_real_fy2024_file_beside_the_installed_list(home: Path, tmp_path: Path) -> None:
    """Loaded by the operator, compared on the terminal: exactly the codes of the list that lies beside the file."""
    real = Path(__file__).parents[3] / "shared" / "data" / "icd10cm_2024" / "icd10cm-codes-2024.txt"
    if not real.exists():
        pytest.skip("the FY2024 codes file is not beside the repository (../shared/data)")
    url, out = f"sqlite+aiosqlite:///{home}/codedesk.db", tmp_path / "changes.csv"

    loaded = codedesk("codes", "load", str(real), url=url)
    told = codedesk("codes", "changes", "ICD-10-CM", "FY2024", "April 2026", url=url)
    wrote = codedesk("codes", "changes", "ICD-10-CM", "FY2024", "April 2026", "--csv", str(out), url=url)

    assert "74,044 rows" in loaded.stdout
    assert "739 added, 64 gone (49 of them headers now), 46 revised" in told.stdout
    assert "is not whole" not in told.stdout
    assert "849 rows" in wrote.stdout
    with out.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    listed = [line.split() for line in real.with_name("delta_FY2024_to_APR2026.tsv").read_text().splitlines()]
    for kind, changes in (("ADD", {"added"}), ("GONE", {"gone", "became a header"})):
        found = {row["code"].replace(".", "") for row in rows if row["change"] in changes}
        assert found == {code for listed_kind, code in listed if listed_kind == kind}
    demoted = {row["code"]: row["successors"] for row in rows if row["change"] == "became a header"}
    assert len(demoted) == 49
    assert all(demoted.values())
    assert demoted["G35"].startswith("G35.A G35.B0")


def test_a_fresh_install_tells_what_fy2027_changed(home: Path) -> None:
    """By the two editions that it brings: as many as CMS counts."""
    url = f"sqlite+aiosqlite:///{home}/codedesk.db"
    told = codedesk("codes", "changes", "ICD-10-CM", url=url).stdout

    assert "ICD-10-CM: April 2026 to FY2027" in told
    assert "190 added, 30 gone (15 of them headers now), 4 revised" in told


def test_the_terminal_tells_what_is_missing(home: Path) -> None:
    """One release, and a set that is none, are sentences."""
    url = f"sqlite+aiosqlite:///{home}/codedesk.db"
    one = codedesk("codes", "changes", "CPT", url=url)
    none = codedesk("codes", "changes", "zebra", url=url)

    assert (one.returncode, none.returncode) == (1, 1)
    assert "I need two releases" in one.stderr
    assert "zebra is no code set that I compare" in none.stderr
    assert "There are no notes" in codedesk("codes", "notes", url=url).stdout
