"""An existing database, in which every workspace had rows of its own, goes on working with shared ones."""

from datetime import date

import sqlalchemy as sa

from bot.domain.codes.file_rows import PtpRow
from bot.domain.codes.releases import PUBLIC
from storage import migrate
from storage.engine import SqlDatabase
from tests.storage.examples import KEYS, NOW, codes, publish, release
from tests.storage.test_migrations import _connected
from tests.storage.test_pairs import _quarter, _read

_BEFORE = "0010"
_RELEASE = sa.text(
    "INSERT INTO release (workspace, system, edition, effective, ends, source, digest, rows, visible, loaded_at)"
    " VALUES (:workspace, :system, :edition, '2026-01-01', NULL, 'file', :digest, :rows, :visible, :at)"
    " RETURNING id"
)
_CODE = sa.text(
    "INSERT INTO code (workspace, release_id, code, name, billable, starts, ends, detail)"
    " VALUES (:workspace, :release, :code, :name, true, NULL, NULL, '{}')"
)
_PAIR = sa.text(
    "INSERT INTO ncci_pair (release_id, number, workspace, column1, column2, effective, deletion, indicator,"
    " prior_to_1996, rationale) VALUES (:release, 1, :workspace, '97530', '97140', 730000, NULL, 1, false, 'why')"
)


class _Old:
    """Rows as they were written before rows were shared."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def release(
        self, workspace: str, digest: str, rows: int, *, system: str = "CPT", visible: bool = True
    ) -> int:
        """A release without its rows; its id."""
        values = {
            "workspace": workspace, "system": system, "edition": f"2026 {digest}", "digest": digest,
            "rows": rows, "visible": visible, "at": NOW.replace(tzinfo=None),
        }  # fmt: skip
        return int(self._connection.execute(_RELEASE, values).scalar_one())

    def codes(self, workspace: str, release_id: int, *named: str) -> None:
        """Rows of it."""
        for name in named:
            row = {"workspace": workspace, "release": release_id, "code": name[:5], "name": name}
            self._connection.execute(_CODE, row)

    def pair(self, workspace: str, release_id: int) -> None:
        """An NCCI pair of it."""
        self._connection.execute(_PAIR, {"workspace": workspace, "release": release_id})


async def test_every_workspace_reads_what_it_read_before(url: str) -> None:
    """Two that loaded the same file share its rows; one with another file has its own, and so have pairs."""
    migrate.downgrade(url, _BEFORE)
    with _connected(url) as connection:
        old = _Old(connection)
        ids = {
            workspace: old.release(workspace, digest, 2)
            for workspace, digest in (("T1", "a"), ("T2", "a"), ("T3", "b"))
        }
        for workspace, id_ in ids.items():
            old.codes(workspace, id_, "97140 same" if workspace < "T3" else "97140 other", "99213 visit")
        left_behind = old.release("T4", "a", 1, visible=False)
        old.codes("T4", left_behind, "97140 half")
        quarter = old.release(PUBLIC, "p", 1, system="NCCI pairs, practitioner")
        old.pair(PUBLIC, quarter)
        gone = old.release("T5", "z", 0)
        connection.execute(sa.text("DELETE FROM release WHERE id = :id"), {"id": gone})
        connection.commit()

    migrate.upgrade(url)

    database = SqlDatabase(url, token_keys=KEYS)
    names = {w: [r.name for r in await codes(database, w, id_)] for w, id_ in ids.items()}
    assert names == {
        "T1": ["97140 same", "99213 visit"],
        "T2": ["97140 same", "99213 visit"],
        "T3": ["97140 other", "99213 visit"],
    }
    assert await codes(database, "T1", ids["T2"]) == await codes(database, "T3", ids["T1"]) == []
    assert await codes(database, "T4", left_behind) == []
    assert await _read(database, "T9", quarter) == [
        PtpRow("97530", "97140", date.fromordinal(730000), None, 1, "why", False)
    ]
    with _connected(url) as connection:
        assert connection.scalar(sa.text("SELECT count(*) FROM code")) == 5
    assert await publish(database, release(workspace="T5")) > gone
    async with database.read() as work:
        assert [s.id for s in await work.releases.unseen()] == [left_behind]
    await database.close()


async def test_shared_rows_become_everybody_s_own_on_the_way_back(url: str) -> None:
    """An older CodeDesk works with the same database again."""
    database = SqlDatabase(url, token_keys=KEYS)
    first = await publish(database, release(workspace="T1"))
    async with database.write() as work:
        second = await work.releases.share(release(workspace="T2"), "digest", NOW)
        assert second
        await work.releases.publish("T2", second.id, second.rows)
        await work.commit()
    await database.close()

    migrate.downgrade(url, _BEFORE)
    with _connected(url) as connection:
        rows = connection.execute(sa.text("SELECT workspace, release_id, code FROM code ORDER BY release_id"))
        assert rows.all() == [("T1", first, "M54.50"), ("T2", second.id, "M54.50")]
    migrate.upgrade(url)

    database = SqlDatabase(url, token_keys=KEYS)
    assert len(await codes(database, "T1", first)) == len(await codes(database, "T2", second.id)) == 1
    await database.close()


async def test_pairs_survive_the_way_back_too(url: str) -> None:
    """Their numbers count from one in each release."""
    database = SqlDatabase(url, token_keys=KEYS)
    row = PtpRow("97530", "97140", date(2020, 1, 1), None, 1, "why", False)
    async with database.write() as work:
        id_ = await work.releases.stage(_quarter(), "pairs", NOW)
        await work.releases.add_pairs("T1", id_, [row])
        await work.releases.publish("T1", id_, 1)
        await work.commit()
    await database.close()

    migrate.downgrade(url, _BEFORE)
    migrate.upgrade(url)

    database = SqlDatabase(url, token_keys=KEYS)
    assert await _read(database, "T1", id_) == [row]
    await database.close()
