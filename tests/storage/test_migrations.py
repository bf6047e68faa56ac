"""One set of migrations for both databases: up, down, up; whole or not at all; and equal to the models."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.domain.codes.abbreviations import Abbreviation
from bot.domain.codes.changes.watched import Watched
from bot.domain.codes.notes.note import TeamNote
from bot.domain.codes.releases import System
from storage import migrate, schema_version
from storage.engine import SqlDatabase
from storage.errors import BrokenReferences
from storage.tables import metadata
from storage.urls import Postgres, parse
from tests.storage.examples import KEYS, NOW, codes, generation, installation, publish, release
from tests.storage.processes import Worker, together
from tests.storage.test_applications import application, event


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of each kind without any table."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/var/codedesk.db"
    return str(request.getfixturevalue("empty_postgres_url"))


@contextmanager
def _connected(url: str) -> Iterator[sa.Connection]:
    address = parse(url)
    if isinstance(address, Postgres):
        target = sa.make_url(address.libpq).set(drivername="postgresql+psycopg")
    else:
        target = sa.URL.create("sqlite", database=str(address.path))
    engine = sa.create_engine(target, poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _tables(url: str) -> set[str]:
    with _connected(url) as connection:
        return set(sa.inspect(connection).get_table_names())


async def _fill(url: str) -> int:
    database = SqlDatabase(url, token_keys=KEYS)
    id_ = await publish(database, release())
    async with database.write() as work:
        await work.installations.save(installation())
        await work.abbreviations.put("T1", Abbreviation("pfps", ("patellofemoral pain syndrome",), "U1", NOW))
        await work.uses.add("T1", System.ICD10CM, ["M54.50"], NOW)
        await work.watched.put("T1", [Watched(System.CPT, "97140", "U1", NOW)])
        await work.notes.put("T1", TeamNote(System.CPT, "97110", "UHC", "needs GP", "U1", NOW))
        await work.commit()
    await _begin_an_application(database)
    await database.close()
    return id_


async def _begin_an_application(database: SqlDatabase) -> None:
    """With an event, which its triggers keep even while the table goes."""
    async with database.write() as work:
        if await work.applications.get("T1", 1) is None:
            await work.applications.add(application())
            await work.applications.record(event(application()))
        await work.commit()


async def test_a_filled_database_goes_up_down_and_up_again(url: str) -> None:
    """Down leaves no table of ours, up makes all of them again, and it works."""
    await _fill(url)

    migrate.downgrade(url, "base")
    assert _tables(url) == {"alembic_version"}
    assert schema_version.current(url) is None

    migrate.upgrade(url)
    assert _tables(url) == {"alembic_version", *metadata.tables}
    await _fill(url)


async def test_each_step_down_and_up_leaves_what_it_does_not_touch(url: str) -> None:
    """A filled database goes back one version at a time and forward again; older tables keep their rows."""
    id_ = await _fill(url)

    migrate.downgrade(url, "0001")
    assert schema_version.current(url) == "0001"
    assert _tables(url) & {"abbreviation", "code_use"} == set()

    migrate.upgrade(url)
    database = SqlDatabase(url, token_keys=KEYS)
    assert len(await codes(database, "T1", id_)) == 1
    async with database.read() as work:
        assert await work.abbreviations.all("T1") == []
        assert await work.uses.count("T1") == 0
        assert await work.installations.get("T1") == installation()
    await database.close()
    await _fill(url)


def test_migrating_what_is_current_changes_nothing(url: str) -> None:
    """The command may be given twice."""
    migrate.upgrade(url)

    assert schema_version.is_current(url)


def test_the_version_is_known_before_and_after(empty_url: str) -> None:
    """None where nothing was ever migrated, and asking makes no file."""
    assert schema_version.current(empty_url) is None
    assert not schema_version.is_current(empty_url)
    migrate.upgrade(empty_url)

    assert schema_version.current(empty_url) == schema_version.head()
    assert schema_version.is_current(empty_url)


def test_asking_for_the_version_makes_no_file(tmp_path: Path) -> None:
    """A misspelt DATABASE_URL must not leave an empty database behind."""
    assert schema_version.current(f"sqlite:///{tmp_path}/x.db") is None
    assert list(tmp_path.iterdir()) == []


def test_the_head_that_is_read_from_file_names_is_alembic_s() -> None:
    """The quick way and the real one agree, and the versions make one line."""
    config = Config()
    config.set_main_option("script_location", str(schema_version.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config)

    assert scripts.get_current_head() == schema_version.head()
    assert tuple(s.revision for s in reversed(list(scripts.walk_revisions()))) == schema_version.revisions()


def test_an_up_to_date_bot_starts_without_alembic(sqlite_url: str) -> None:
    """Neither it nor SQLAlchemy is imported to find that nothing is to be done."""
    ask = (
        "import sys; from storage import schema_version; assert schema_version.is_current(sys.argv[1]);"
        "print([m for m in ('alembic', 'sqlalchemy', 'psycopg') if m in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", ask, sqlite_url], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def test_the_migrated_tables_are_the_models(url: str) -> None:
    """Alembic finds no difference."""
    with _connected(url) as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []


def test_sqlite_s_own_record_is_word_for_word_that_of_the_models(sqlite_url: str) -> None:
    """Checks, partial indexes and cascades too, which Alembic does not compare."""
    made = sa.create_engine("sqlite://")
    with made.connect() as fresh, _connected(sqlite_url) as migrated:
        metadata.create_all(fresh)

        assert _schema(migrated) == _schema(fresh)
    made.dispose()


def _schema(connection: sa.Connection) -> dict[str, str]:
    told = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name != 'alembic_version'"
    )
    return {name: " ".join(sql.split()) for name, sql in told}


def test_two_processes_may_migrate_at_once(empty_url: str, workers: list[Worker]) -> None:
    """Two bots of one deployment start together; one migrates, the other finds it done."""
    together(workers, "upgrade", empty_url)

    assert schema_version.is_current(empty_url)


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """Our migrations with room for one more."""
    return Path(shutil.copytree(schema_version.MIGRATIONS, tmp_path / "migrations"))


def _add_migration(scripts: Path, upgrade: str, extra: str = "") -> None:
    (scripts / "versions" / "9999_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '9999'\ndown_revision = {schema_version.head()!r}\n{extra}\n"
        "def upgrade():\n" + "".join(f"    {line}\n" for line in upgrade.splitlines())
    )


async def test_a_migration_that_fails_leaves_everything_as_it_was(url: str, scripts: Path) -> None:
    """Its first half is taken back, on SQLite too, whose driver would have kept it."""
    id_ = await _fill(url)
    _add_migration(
        scripts,
        "op.create_table('half', sa.Column('id', sa.Integer))\nop.execute('DELETE FROM code')\nraise ValueError",
    )

    with pytest.raises(ValueError):  # noqa: PT011
        migrate.upgrade(url, scripts=scripts)

    assert "half" not in _tables(url)
    assert schema_version.is_current(url)
    database = SqlDatabase(url)
    assert len(await codes(database, "T1", id_)) == 1
    await database.close()


_REBUILD = """\
with op.batch_alter_table('release', recreate='always') as batch:
    batch.add_column(sa.Column('note', sa.Text, nullable=True))"""
_TRIGGERS = """
CREATE TRIGGER keep_release BEFORE DELETE ON release BEGIN SELECT RAISE(ABORT, 'kept'); END;
CREATE TRIGGER old_release BEFORE UPDATE ON release BEGIN SELECT RAISE(ABORT, 'old'); END;
"""


async def test_rebuilding_a_parent_on_sqlite_keeps_its_children_and_triggers(
    sqlite_url: str, scripts: Path
) -> None:
    """With foreign keys on, the rebuild silently emptied the cascading child; and it drops every trigger."""
    id_ = await _fill(sqlite_url)
    with closing(sqlite3.connect(sqlite_url.partition(":///")[2])) as raw:
        raw.executescript(_TRIGGERS)
    _add_migration(scripts, _REBUILD, extra="drops_triggers = {'old_release'}")

    migrate.upgrade(sqlite_url, scripts=scripts)

    with _connected(sqlite_url) as connection:
        triggers = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'release'"
        )
        assert triggers.scalars().all() == ["keep_release"]
        assert "note" in {c["name"] for c in sa.inspect(connection).get_columns("release")}
    database = SqlDatabase(sqlite_url)
    assert len(await codes(database, "T1", id_)) == 1
    assert await generation(database) == 1
    await database.close()


async def test_a_migration_that_orphans_rows_is_refused(sqlite_url: str, scripts: Path) -> None:
    """Foreign keys are off meanwhile, so they are checked before the commit."""
    id_ = await _fill(sqlite_url)
    _add_migration(scripts, "op.execute('DELETE FROM content')")

    with pytest.raises(BrokenReferences) as refused:
        migrate.upgrade(sqlite_url, scripts=scripts)

    assert refused.value.tables == ("code", "release")
    database = SqlDatabase(sqlite_url)
    assert len(await codes(database, "T1", id_)) == 1
    await database.close()


def test_a_path_with_a_percent_sign_is_migrated(tmp_path: Path) -> None:
    """Alembic's settings read % as their own."""
    scripts = Path(shutil.copytree(schema_version.MIGRATIONS, tmp_path / "100%d" / "migrations"))
    url = f"sqlite:///{tmp_path}/50% off.db"

    migrate.upgrade(url, scripts=scripts)

    assert schema_version.is_current(url)
