"""NCCI pairs and their releases: the contract that the fake, SQLite and PostgreSQL keep alike."""

from datetime import date

import pytest

from bot.domain.codes.file_rows import PtpRow
from bot.domain.codes.releases import Release, System
from bot.domain.errors import IncompleteRelease, NoSuchRelease
from bot.services.loading.file_records import rows_of
from bot.services.ports.database import Database, StoredRelease
from tests.storage.examples import NOW, codes, generation, publish, record, release

_EARLY, _LATE = date(1996, 1, 1), date(2026, 6, 30)


def _pairs(many: int) -> list[PtpRow]:
    return [
        PtpRow(f"{n:05d}", "97140", _EARLY, _LATE if n % 2 else None, (0, 1, 9)[n % 3], f"why {n % 5}", n % 7 == 0)
        for n in range(many)
    ]  # fmt: skip


def _quarter(workspace: str = "T1", edition: str = "2026 Q1 f1") -> Release:
    return Release(System.PAIRS_PRACTITIONER, edition, date(2026, 1, 1), date(2026, 3, 31), "f1", workspace)


async def _load(database: Database, what: Release, *slices: list[PtpRow]) -> StoredRelease:
    async with database.write() as work:
        id_ = await work.releases.stage(what, "digest", NOW)
        await work.commit()
    for part in slices:
        async with database.write() as work:
            await work.releases.add_pairs(what.workspace, id_, part)
            await work.commit()
    async with database.write() as work:
        await work.releases.publish(what.workspace, id_, sum(map(len, slices)))
        await work.commit()
    return await _stored(database, id_)


async def _stored(database: Database, id_: int) -> StoredRelease:
    async with database.read() as work:
        return next(s for s in await work.releases.visible("T1") if s.id == id_)


async def _read(database: Database, workspace: str, id_: int) -> list[PtpRow]:
    async with database.read() as work:
        return [row async for part in work.releases.pairs(workspace, id_) for row in part]


async def test_pairs_come_back_as_the_file_had_them(database: Database) -> None:
    """In its order, days as days, flags as flags, through one seam of loading and one of reading."""
    every = _pairs(20_007)
    stored = await _load(database, _quarter(), every[:20_003], every[20_003:])

    got = [row async for part in rows_of(database, stored) for row in part]

    assert every == got
    first = got[1]
    assert isinstance(first, PtpRow)
    assert (date, date, bool) == (type(first.effective), type(first.deletion), type(first.prior_to_1996))
    assert stored.rows == 20_007


async def test_pairs_answer_the_workspace_that_loaded_them_alone(database: Database) -> None:
    """NCCI files hold CPT codes: they come with a licence."""
    stored = await _load(database, _quarter(), _pairs(3))

    for stranger in ("T2", "*", ""):
        assert await _read(database, stranger, stored.id) == []


async def test_staged_pairs_are_seen_by_nobody(database: Database) -> None:
    """Half a quarter is never asked."""
    async with database.write() as work:
        id_ = await work.releases.stage(_quarter(), "digest", NOW)
        await work.releases.add_pairs("T1", id_, _pairs(3))
        await work.commit()

    assert await _read(database, "T1", id_) == []
    async with database.write() as work:
        with pytest.raises(NoSuchRelease):
            await work.releases.add_pairs("T2", id_, _pairs(3))
        with pytest.raises(IncompleteRelease):
            await work.releases.publish("T1", id_, 4)


async def test_nothing_is_slipped_into_pairs_that_answer(database: Database) -> None:
    """What is published stays as it was published."""
    stored = await _load(database, _quarter(), _pairs(3))

    async with database.write() as work:
        with pytest.raises(NoSuchRelease):
            await work.releases.add_pairs("T1", stored.id, _pairs(3))
        with pytest.raises(NoSuchRelease):
            await work.releases.shrink("T1", stored.id, 2)


async def test_a_withdrawn_release_is_gone_at_once_and_its_rows_little_by_little(database: Database) -> None:
    """Readers see it whole or not at all; each slice is short."""
    stored = await _load(database, _quarter(), _pairs(10))
    before = await generation(database)
    async with database.write() as work:
        await work.releases.withdraw("T1", stored.id)
        await work.commit()

    assert await _read(database, "T1", stored.id) == []
    assert before + 1 == await generation(database)
    slices = 0
    gone = False
    while not gone:
        async with database.write() as work:
            gone = await work.releases.shrink("T1", stored.id, 4)
            await work.commit()
        slices += 1
    assert slices > 2
    assert before + 1 == await generation(database)
    async with database.read() as work:
        assert await work.releases.unseen() == []


async def test_shrinking_one_release_leaves_the_others_rows(database: Database) -> None:
    """Pairs and codes of its neighbours stay."""
    kept, codes_kept = (
        await _load(database, _quarter(edition="f2"), _pairs(5)),
        await publish(database, release()),
    )
    gone = await _load(database, _quarter(), _pairs(5))
    async with database.write() as work:
        await work.releases.withdraw("T1", gone.id)
        while not await work.releases.shrink("T1", gone.id, 2):
            pass
        await work.commit()

    assert _pairs(5) == await _read(database, "T1", kept.id)
    assert [record("M54.50")] == await codes(database, "T1", codes_kept)


async def test_a_release_loaded_anew_leaves_the_old_one_to_be_taken_out(database: Database) -> None:
    """It is invisible from the flip on, and found among what is staged."""
    old = await _load(database, _quarter(), _pairs(3))
    new = await _load(database, _quarter(), _pairs(4))

    async with database.read() as work:
        assert [old.id] == [s.id for s in await work.releases.unseen()]
    assert await _read(database, "T1", old.id) == []
    assert _pairs(4) == await _read(database, "T1", new.id)
