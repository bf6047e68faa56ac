"""Rows stored once for all who loaded the same file: the contract that the fake, SQLite and PostgreSQL keep alike."""

from datetime import date

import pytest

from bot.domain.codes.file_rows import PtpRow
from bot.domain.codes.releases import Release, System
from bot.domain.errors import IncompleteRelease, NoSuchRelease
from bot.services.ports.database import Database, StoredRelease
from tests.storage.examples import NOW, codes, editions, record, stage
from tests.storage.test_pairs import _pairs, _quarter, _read

_ROWS = [record("97140", "Invented manual therapy"), record("99213", "Invented visit")]


def _cpt(workspace: str, edition: str = "2026 long") -> Release:
    return Release(System.CPT, edition, date(2026, 1, 1), date(2026, 12, 31), "LONGULT.txt", workspace)


async def _load(database: Database, what: Release, digest: str = "same file") -> int:
    async with database.write() as work:
        id_ = await work.releases.stage(what, digest, NOW)
        await work.releases.add(what.workspace, id_, _ROWS)
        await work.releases.publish(what.workspace, id_, len(_ROWS))
        await work.commit()
    return id_


async def _share(database: Database, what: Release, digest: str = "same file") -> StoredRelease | None:
    async with database.write() as work:
        shared = await work.releases.share(what, digest, NOW)
        if shared:
            await work.releases.publish(what.workspace, shared.id, shared.rows)
        await work.commit()
    return shared


async def _unload(database: Database, workspace: str, id_: int, at_once: int = 1) -> int:
    """How many transactions it took."""
    steps, gone = 0, False
    async with database.write() as work:
        await work.releases.withdraw(workspace, id_)
        await work.commit()
    while not gone:
        async with database.write() as work:
            gone = await work.releases.shrink(workspace, id_, at_once)
            await work.commit()
        steps += 1
    return steps


async def test_a_second_workspace_with_the_same_file_sees_the_same_rows(database: Database) -> None:
    """Nothing is added for it, and each sees them by its own release alone."""
    first = await _load(database, _cpt("T1"))
    second = await _share(database, _cpt("T2"))

    assert second
    assert (second.rows, second.digest, second.release) == (2, "same file", _cpt("T2"))
    assert await codes(database, "T2", second.id) == await codes(database, "T1", first) == _ROWS


async def test_a_license_is_checked_at_each_reading(database: Database) -> None:
    """Who shares rows with another sees neither the other's release nor, without a release, the rows."""
    first = await _load(database, _cpt("T1"))
    second = await _share(database, _cpt("T2"))

    assert second
    assert await codes(database, "T3", first) == await codes(database, "T3", second.id) == []
    assert await codes(database, "T2", first) == await codes(database, "T1", second.id) == []
    assert await editions(database, "T3") == []
    async with database.read() as work:
        for workspace, release in (("T3", first), ("T3", second.id), ("T1", second.id)):
            assert await work.comparison.rows(workspace, release, ["97140"]) == []
            assert await work.comparison.sizes(workspace, release) == {}
        assert len(await work.comparison.rows("T2", second.id, ["97140"])) == 1


async def test_a_license_that_was_taken_back_ends_at_once(database: Database) -> None:
    """While its rows are still there for the others, and before anything was deleted."""
    await _load(database, _cpt("T1"))
    second = await _share(database, _cpt("T2"))
    assert second
    async with database.write() as work:
        await work.releases.withdraw("T2", second.id)
        await work.commit()

    assert await codes(database, "T2", second.id) == []


@pytest.mark.parametrize("leaves_first", ["T1", "T2"])
async def test_unloading_one_workspace_s_release_leaves_the_others_theirs(
    database: Database, leaves_first: str
) -> None:
    """Whoever loaded the file first; the rows go with the last release of them."""
    first = await _load(database, _cpt("T1"))
    second = await _share(database, _cpt("T2"))
    assert second
    ids = {"T1": first, "T2": second.id}
    stays = "T2" if leaves_first == "T1" else "T1"

    assert await _unload(database, leaves_first, ids[leaves_first]) == 1
    assert await codes(database, stays, ids[stays]) == _ROWS
    assert await _unload(database, stays, ids[stays]) == 3
    assert await _share(database, _cpt("T3")) is None


async def test_rows_that_are_only_staged_are_not_shared(database: Database) -> None:
    """A load that is under way, or that failed, may lack half of them."""
    await stage(database, _cpt("T1"))

    assert await _share(database, _cpt("T2"), "digest") is None


async def test_rows_that_are_being_deleted_are_not_shared(database: Database) -> None:
    """Even where the deletion was cut short."""
    first = await _load(database, _cpt("T1"))
    async with database.write() as work:
        await work.releases.withdraw("T1", first)
        await work.releases.shrink("T1", first, 1)
        await work.commit()

    assert await _share(database, _cpt("T2")) is None


async def test_the_same_bytes_of_another_code_set_are_other_rows(database: Database) -> None:
    """A file may be read as one kind here, and as another there."""
    await _load(database, _cpt("T1"))
    other = Release(System.OWN, "ours", date(2026, 1, 1), None, "LONGULT.txt", "T1")

    assert await _share(database, other) is None
    assert await _share(database, _cpt("T1", "2027 long"), "another file") is None


async def test_nothing_can_be_added_to_shared_rows(database: Database) -> None:
    """One workspace would change what another one sees."""
    await _load(database, _cpt("T1"))
    async with database.write() as work:
        shared = await work.releases.share(_cpt("T2"), "same file", NOW)
        assert shared
        with pytest.raises(NoSuchRelease):
            await work.releases.add("T2", shared.id, [record("99999")])


async def test_a_share_with_another_number_of_rows_is_not_made_visible(database: Database) -> None:
    """A newer reader may read the same file otherwise: then its rows are stored anew."""
    await _load(database, _cpt("T1"))
    async with database.write() as work:
        shared = await work.releases.share(_cpt("T2"), "same file", NOW)
        assert shared
        with pytest.raises(IncompleteRelease):
            await work.releases.publish("T2", shared.id, 3)


async def test_shared_pairs_are_read_by_each_who_loaded_them_and_by_no_other(database: Database) -> None:
    """NCCI's pairs stand in a table of their own, and are shared alike."""
    rows: list[PtpRow] = _pairs(7)
    async with database.write() as work:
        first = await work.releases.stage(_quarter("T1"), "pairs", NOW)
        await work.releases.add_pairs("T1", first, rows)
        await work.releases.publish("T1", first, len(rows))
        await work.commit()
    second = await _share(database, _quarter("T2"), "pairs")

    assert second
    assert await _read(database, "T2", second.id) == rows
    assert await _read(database, "T2", first) == await _read(database, "T3", second.id) == []


async def test_what_is_visible_is_known_by_its_ids(database: Database) -> None:
    """A running bot with 10,000 releases reads only those that came."""
    first = await _load(database, _cpt("T1"))
    second = await _share(database, _cpt("T2"))
    assert second
    staged = await stage(database, _cpt("T3"))

    async with database.read() as work:
        assert await work.releases.visible_ids() == {first, second.id}
        assert [s.id for s in await work.releases.with_ids([second.id, staged, 999])] == [second.id]
        assert await work.releases.with_ids([]) == []
