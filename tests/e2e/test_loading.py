"""`codedesk codes load` as an operator uses it, the loader as a bot runs it, and one that is killed on its way."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.codefiles.errors import Fault, UnreadableFile
from bot.domain.errors import WorkerFailed
from bot.services.loading.outcome import SameRelease
from bot.services.loading.release_names import LoadOptions, NeedsToKnow, Unsaid
from bot.settings import Settings
from bot.worker.client import load
from storage.engine import SqlDatabase
from tests.codefiles import layouts_cpt as ours
from tests.codefiles.all_kinds import ALL
from tests.codefiles.layouts import PTP_PREAMBLE, PTP_TEXT, zipped
from tests.e2e.conftest import ROOT, clean_environment, codedesk

_T1 = LoadOptions(workspace="T1")


def _quiet(_stage: str, _done: int, _total: int) -> None:
    return None


async def test_an_operator_loads_a_zip_lists_it_and_takes_it_out_again(home: Path, tmp_path: Path) -> None:
    """What was read, passed over and for whom; the same zip again changes nothing."""
    url = f"sqlite+aiosqlite:///{home}/codedesk.db"
    packed = tmp_path / "download (3).zip"
    cpt = {"LONGULT.txt": ours.LONG, "MODUL.txt": ours.MODIFIERS}
    packed.write_bytes(zipped(cpt | {"ccipra-v322r0-f1.TXT": PTP_TEXT, "r.pdf": b"%PDF-"}))

    def told(*words: str) -> str:
        done = codedesk("codes", *words, url=url)
        return done.stdout + done.stderr

    assert "--effective" in told("load", str(packed), "--workspace", "T1")
    loaded = told("load", str(packed), "--effective", "2026-07-01", "--workspace", "T1")
    assert "CPT 2026 long, 3 rows, for T1 alone." in loaded
    assert "Passed over" in loaded
    assert "r.pdf" in loaded
    assert told("load", str(packed), "--effective", "2026-07-01").count("already loaded") == 3

    mine = codedesk("ask", "/cpt 99901", "--workspace", "T1", url=url)
    assert "Invented kite flying" in mine.stdout
    assert "kite" not in codedesk("ask", "/cpt 99901", url=url).stdout

    listed = told("list")
    assert "NCCI pairs, practitioner 2026 Q3 f1" in listed
    assert "loaded today, for T1 alone" in listed
    assert "April 2026" in listed

    assert "Taken out: CPT modifiers 2026" in told("unload", "CPT modifiers 2026")


async def test_the_loader_s_refusals_reach_its_parent_as_they_are(settings: Settings, tmp_path: Path) -> None:
    """As data, with line and name; the parent words them."""
    letter, fees = tmp_path / "letter.txt", tmp_path / "PPRRVU2026_Jul.csv"
    letter.write_bytes(b"Dear colleague,\nhello\n")
    fees.write_bytes(ALL["PPRRVU2026_Jul_QPP.csv"])

    with pytest.raises(UnreadableFile) as refused:
        await load(settings, [letter], _T1, _quiet)
    with pytest.raises(NeedsToKnow) as asked:
        await load(settings, [fees], _T1, _quiet)
    copy = tmp_path / "HCPC2026_OCT_ANWEB.txt"
    copy.write_bytes(ALL["HCPC2026_OCT_ANWEB.txt"])
    other = tmp_path / "HCPC2026_OCT_ANWEB.csv"
    other.write_bytes(ALL["HCPC2026_OCT_ANWEB.csv"])
    with pytest.raises(SameRelease) as same:
        await load(settings, [copy, other], _T1, _quiet)

    assert refused.value.fault is Fault.OTHER_KIND
    assert (asked.value.what, asked.value.name, asked.value.choices) == (
        Unsaid.VARIANT, "PPRRVU2026_Jul.csv", ("QPP", "non-QPP"),
    )  # fmt: skip
    assert same.value.names == ("HCPC2026_OCT_ANWEB.txt", "HCPC2026_OCT_ANWEB.csv")


async def test_a_loader_that_can_t_reach_the_database_says_so_by_name_alone(tmp_path: Path) -> None:
    """No stack trace, no address: a name to look up."""
    settings = Settings(_env_file=None, database_url="postgresql://nobody:secret@127.0.0.1:9/none")

    with pytest.raises(WorkerFailed) as failed:
        await load(settings, [], _T1, _quiet)

    assert "secret" not in str(vars(failed.value))


async def test_a_loader_that_is_killed_leaves_nothing_that_anybody_sees(home: Path, tmp_path: Path) -> None:
    """kill -9 in the middle: writes and lookups go on, the next load removes what it left."""
    url = f"sqlite+aiosqlite:///{home}/codedesk.db"
    big = tmp_path / "ccipra-v322r0-f1.TXT"
    _write_pairs(big, 150_000)
    database = SqlDatabase(url)
    command = [sys.executable, "-m", "bot", "codes", "load", "--workspace", "T1", str(big)]
    loader = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=clean_environment(url))
    async with asyncio.timeout(60):
        while not (left := await _unseen(database)) or left[0] < 10_000:
            async with database.write() as work:
                await work.seen.first_time("T1", f"Ev{left}", datetime.now(UTC))
                await work.commit()
    loader.kill()
    await loader.wait()

    before = await _seen(database)
    (tmp_path / "ours.csv").write_bytes(ours.OWN)
    after = await asyncio.to_thread(
        codedesk, "codes", "load", "--workspace", "T1", str(tmp_path / "ours.csv"), url=url
    )

    assert before[:2] == ["FY2027", "April 2026"]
    assert after.returncode == 0, after.stderr
    assert await _unseen(database) == []
    assert sorted(await _seen(database)) == sorted([*before, "ours"])
    await database.close()


def _write_pairs(path: Path, many: int) -> None:
    with path.open("w", newline="") as file:
        file.writelines(f"{line}\r\n" for line in PTP_PREAMBLE)
        file.writelines(
            f"{n // 999 + 10_000}\t{n % 999 + 20_000}\t\t20200101\t*\t1\tInvented\r\n" for n in range(many)
        )


async def _unseen(database: SqlDatabase) -> list[int]:
    async with database.read() as work:
        return [stored.rows for stored in await work.releases.unseen()]


async def _seen(database: SqlDatabase) -> list[str]:
    async with database.read() as work:
        return [stored.release.edition for stored in await work.releases.everywhere()]
