"""Watched codes and notes, on the fake, SQLite and PostgreSQL."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.codes.changes.watched import CodeName, Watched
from bot.domain.codes.notes.note import TeamNote
from bot.domain.codes.releases import System
from bot.services.ports.database import Database
from tests.storage.examples import NOW

MANUAL = Watched(System.CPT, "97140", "U1", NOW)
BACK = Watched(System.ICD10CM, "M54.50", "U2", NOW)
NEEDS_GP = TeamNote(System.CPT, "97110", "UHC", "needs GP", "U1", NOW)


async def _watch(database: Database, workspace: str, *watched: Watched) -> None:
    async with database.write() as work:
        await work.watched.put(workspace, watched)
        await work.commit()


async def _watched(database: Database, workspace: str) -> list[Watched]:
    async with database.read() as work:
        return list(await work.watched.all(workspace))


async def _note(database: Database, workspace: str, *notes: TeamNote) -> None:
    async with database.write() as work:
        for note in notes:
            await work.notes.put(workspace, note)
        await work.commit()


async def _notes(database: Database, workspace: str) -> list[TeamNote]:
    async with database.read() as work:
        return list(await work.notes.all(workspace))


async def _stamp(database: Database, workspace: str) -> tuple[int, str]:
    async with database.read() as work:
        return await work.notes.stamp(workspace)


async def test_watched_codes_come_back_by_system_and_code(database: Database) -> None:
    """With who asked for them, and when, to the microsecond."""
    other = Watched(System.CPT, "0592T", "U3", NOW)
    await _watch(database, "T1", BACK, MANUAL, other)

    assert await _watched(database, "T1") == [other, MANUAL, BACK]


async def test_watching_again_keeps_who_was_first(database: Database) -> None:
    """It is one row, also within one command."""
    later = replace(MANUAL, by="U9", at=NOW + timedelta(days=1))
    await _watch(database, "T1", MANUAL)
    await _watch(database, "T1", later, BACK)

    assert await _watched(database, "T1") == [MANUAL, BACK]


async def test_watching_nothing_is_no_mistake(database: Database) -> None:
    """An empty line of codes."""
    await _watch(database, "T1")

    assert await _watched(database, "T1") == []


async def test_unwatching_tells_which_were_watched(database: Database) -> None:
    """And leaves other workspaces', and the same code of another system."""
    twin = replace(MANUAL, system=System.HCPCS)
    await _watch(database, "T1", MANUAL, twin)
    await _watch(database, "T2", MANUAL)
    name = CodeName(System.CPT, "97140")
    async with database.write() as work:
        gone = list(await work.watched.remove("T1", [name, name, CodeName(System.CPT, "1")]))
        await work.commit()

    assert gone == [name]
    assert await _watched(database, "T1") == [twin]
    assert await _watched(database, "T2") == [MANUAL]


async def test_a_note_comes_back_as_it_was_put(database: Database) -> None:
    """By system, code and payer; another workspace never sees it."""
    general = replace(NEEDS_GP, payer="", text="<b> & *everything*")
    icd = TeamNote(System.ICD10CM, "M54.50", "", "never first", "U2", NOW)
    await _note(database, "T1", icd, NEEDS_GP, general)

    assert await _notes(database, "T1") == [general, NEEDS_GP, icd]
    assert await _notes(database, "T2") == await _notes(database, "*") == []


async def test_a_note_for_the_same_payer_replaces_the_one_before(database: Database) -> None:
    """With its new author."""
    new = replace(NEEDS_GP, text="GP no longer", by="U5", at=NOW + timedelta(days=2))
    await _note(database, "T1", NEEDS_GP, new)

    assert await _notes(database, "T1") == [new]


async def test_removing_a_note_tells_whether_it_was_there(database: Database) -> None:
    """Only that payer's."""
    general = replace(NEEDS_GP, payer="")
    await _note(database, "T1", NEEDS_GP, general)
    name = CodeName(System.CPT, "97110")
    async with database.write() as work:
        removed = [await work.notes.remove("T1", name, payer) for payer in ("UHC", "UHC", "Aetna")]
        await work.commit()

    assert removed == [True, False, False]
    assert await _notes(database, "T1") == [general]


async def test_the_stamp_differs_whenever_the_notes_do(database: Database) -> None:
    """Added, written anew, taken out; another workspace's notes leave it alone."""
    stamps = [await _stamp(database, "T1")]
    await _note(database, "T1", NEEDS_GP)
    stamps.append(await _stamp(database, "T1"))
    await _note(database, "T1", replace(NEEDS_GP, text="x", at=NOW + timedelta(microseconds=1)))
    stamps.append(await _stamp(database, "T1"))
    await _note(database, "T2", replace(NEEDS_GP, at=NOW + timedelta(days=9)))
    assert await _stamp(database, "T1") == stamps[-1]
    async with database.write() as work:
        await work.notes.remove("T1", CodeName(System.CPT, "97110"), "UHC")
        await work.commit()
    stamps.append(await _stamp(database, "T1"))

    assert len(set(stamps[:3])) == 3
    assert stamps[3] == stamps[0]


async def test_an_instant_without_zone_is_refused(database: Database) -> None:
    """A naive instant would shift by the server's zone unnoticed."""
    naive = datetime(2026, 11, 21, 9)  # noqa: DTZ001
    async with database.write() as work:
        with pytest.raises(Exception, match="without time zone"):
            await work.notes.put("T1", replace(NEEDS_GP, at=naive))
    async with database.write() as work:
        with pytest.raises(Exception, match="without time zone"):
            await work.watched.put("T1", [replace(MANUAL, at=naive)])
