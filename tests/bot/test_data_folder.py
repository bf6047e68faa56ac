"""One database, whichever folder a command starts in; what an earlier version left in `var/` goes on working."""

from pathlib import Path

import pytest

from bot.cli.data_sentences import data_finding
from bot.cli.errors import speaking
from bot.data_folder import DataFolder, Origin, data_folder
from bot.settings import Settings
from storage.urls import Postgres, SqliteFile, parse

ROOT = Path(__file__).parents[2]
POSTGRES = "postgresql://user:canary@db.example/codedesk"


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which a command starts, without any settings."""
    for name in ("CODEDESK_HOME", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "started"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A site-packages folder."""
    return tmp_path / "site-packages"


@pytest.mark.usefixtures("started")
def test_an_installed_bot_uses_the_users_own_folder(installed: Path) -> None:
    """Nothing of it depends on the folder that it starts in."""
    chosen = data_folder(None, holding="codedesk.db", code=installed)

    assert chosen.origin is Origin.USER
    assert chosen.path.is_absolute()
    assert chosen.path.name == "codedesk"


def test_a_database_that_an_earlier_version_left_in_var_is_still_used(started: Path, installed: Path) -> None:
    """Only the one that is asked for: a playground left there is not the production database."""
    (started / "var").mkdir()
    (started / "var" / "codedesk.db").touch()

    assert data_folder(None, holding="codedesk.db", code=installed) == DataFolder(
        started / "var", Origin.IN_USE
    )
    assert data_folder(None, holding="playground.db", code=installed).origin is Origin.USER


def test_a_source_tree_keeps_its_data_in_its_own_var(started: Path, tmp_path: Path) -> None:
    """`make run` in the clone, and the clone's `codedesk` started anywhere else."""
    clone = tmp_path / "clone"
    clone.mkdir()
    (clone / "pyproject.toml").touch()

    assert data_folder(None, holding="codedesk.db", code=clone) == DataFolder(
        clone / "var", Origin.SOURCE_TREE
    )
    assert Settings(_env_file=None).database_url == f"sqlite+aiosqlite:///{ROOT}/var/codedesk.db"


def test_the_clones_own_var_is_named_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also once it holds a database and the command starts in the clone."""
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "codedesk.db").touch()
    monkeypatch.chdir(tmp_path)

    assert data_folder(None, holding="codedesk.db", code=tmp_path).origin is Origin.SOURCE_TREE


def test_codedesk_home_comes_before_a_var_in_the_working_folder(started: Path) -> None:
    """Database, playground and what is built all lie in it."""
    (started / "var").mkdir()
    (started / "var" / "codedesk.db").touch()

    settings = Settings(_env_file=None, codedesk_home=Path("/srv/codedesk"))

    assert settings.database_url == "sqlite+aiosqlite:////srv/codedesk/codedesk.db"
    assert settings.library_folder == Path("/srv/codedesk/editions")
    assert settings.for_playground().database_url == "sqlite+aiosqlite:////srv/codedesk/playground.db"
    assert settings.data_folder.origin is Origin.SETTING


def test_database_url_comes_before_codedesk_home() -> None:
    """What is built lies next to a SQLite file; with PostgreSQL it lies in the data folder."""
    home = Path("/srv/codedesk")
    sqlite = Settings(_env_file=None, codedesk_home=home, database_url="sqlite+aiosqlite:////data/a.db")
    postgres = Settings(_env_file=None, codedesk_home=home, database_url=POSTGRES)

    assert sqlite.library_folder == Path("/data/editions")
    assert postgres.library_folder == Path("/srv/codedesk/editions")


def test_a_blank_codedesk_home_is_none_and_a_tilde_is_the_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """As a unit file or a .env may have it."""
    monkeypatch.setenv("HOME", "/home/dana")
    monkeypatch.setenv("CODEDESK_HOME", "")
    assert Settings(_env_file=None).codedesk_home is None
    monkeypatch.setenv("CODEDESK_HOME", "~/codedesk")
    assert Settings(_env_file=None).codedesk_home == Path("/home/dana/codedesk")


@pytest.mark.parametrize("relative", ["data", "./data", "../data", "~nobody-by-this-name/data"])
def test_a_codedesk_home_that_depends_on_the_working_folder_is_refused(relative: str) -> None:
    """It would bring back what it is there to end."""
    with pytest.raises(SystemExit) as refused, speaking():
        Settings(_env_file=None, codedesk_home=Path(relative))

    assert str(refused.value).startswith("The setting CODEDESK_HOME has a value that can't be used: ")
    assert "DATABASE_URL" not in str(refused.value)


@pytest.mark.parametrize("origin", Origin)
def test_the_doctor_says_why_it_is_this_folder(origin: Origin) -> None:
    """Each reason has words of its own."""
    said = str(data_finding(DataFolder(Path("/a/b"), origin), SqliteFile(Path("/a/b/c.db")), named=False))

    assert "database c.db in folder /a/b (" in said


def test_the_doctor_names_a_database_that_the_setting_names() -> None:
    """A password is not shown; a path without its folder is said to depend on where one starts."""
    folder = DataFolder(Path("/a/b"), Origin.SETTING)
    postgres = str(data_finding(folder, parse(POSTGRES), named=True))
    whole = str(data_finding(folder, SqliteFile(Path("/x/y.db")), named=True))
    relative = str(data_finding(folder, SqliteFile(Path("var/y.db")), named=True))

    assert isinstance(parse(POSTGRES), Postgres)
    assert "canary" not in postgres
    assert "folder /a/b (CODEDESK_HOME)" in postgres
    assert "/x/y.db (DATABASE_URL)" in whole
    assert f"{Path.cwd()}/var/y.db" in relative
    assert "write the whole path" in relative
