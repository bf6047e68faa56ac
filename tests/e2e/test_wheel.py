"""What `pip install .` installs runs on its own: a fresh environment, a fresh folder, no source tree on its path.

The dependencies come from this environment, because installing them takes a minute. CodeDesk itself does not.
"""

import asyncio
import json
import shutil
import stat
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import aiohttp
import pytest

from handlers.slack import manifest
from playground import AppCommand, Playground
from tests.e2e.conftest import ROOT, clean_environment

ROOMS = ("bot", "handlers", "storage", "playground")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
_WHERE = """
import bot, handlers, json, playground, storage, sys
print(json.dumps([sys.path, [room.__file__ for room in (bot, handlers, playground, storage)]]))
"""


@dataclass(frozen=True)
class Installed:
    """CodeDesk in an environment of its own; `home` is the user's home, `folder` where a command starts."""

    environment: Path
    home: Path
    folder: Path

    @property
    def data(self) -> Path:
        """CODEDESK_HOME."""
        return self.home / "codedesk"

    def variables(self, **more: str) -> dict[str, str]:
        """The environment variables of one command."""
        kept = {k: v for k, v in clean_environment().items() if not k.startswith(("PYTHON", "XDG_"))}
        return kept | {"HOME": str(self.home), "CODEDESK_HOME": str(self.data)} | more

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run `codedesk` to its end."""
        return subprocess.run(
            [self.environment / "bin" / "codedesk", *words],
            cwd=self.folder,
            env=self.variables(**more),
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
        )

    @asynccontextmanager
    async def started(
        self, *words: str, folder: Path, **more: str
    ) -> AsyncIterator[asyncio.subprocess.Process]:
        """`codedesk` until the block ends; it must stop cleanly."""
        process = await asyncio.create_subprocess_exec(
            str(self.environment / "bin" / "codedesk"),
            *words,
            cwd=folder,
            env=self.variables(**more),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            yield process
        finally:
            process.terminate()
            _, said = await process.communicate()
        assert process.returncode == 0, said.decode()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the locked build backend."""
    out = tmp_path_factory.mktemp("wheel")
    _pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(out), str(ROOT))
    return next(out.glob("codedesk-*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel installed into a new environment, started in a folder that holds a package named `bot`."""
    top = tmp_path_factory.mktemp("installed")
    environment, home, folder = top / "env", top / "home", top / "folder"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", environment], check=True)
    _pip("--python", str(environment / "bin" / "python"), "install", "--no-deps", "--no-index", str(wheel))
    _site_packages(environment).joinpath("dependencies.pth").write_text(sysconfig.get_path("purelib"))
    (folder / "bot").mkdir(parents=True)
    (folder / "bot" / "__init__.py").write_text("raise ImportError('the wrong bot')\n")
    home.mkdir()
    return Installed(environment, home, folder)


@pytest.fixture(scope="module")
def answered(installed: Installed) -> subprocess.CompletedProcess[str]:
    """The first question: it makes the database, loads ICD-10-CM and builds the search."""
    upgraded = installed.run("db", "upgrade")
    assert upgraded.returncode == 0, upgraded.stderr
    return installed.run("ask", "/icd low back pain")


def test_the_wheel_holds_every_file_of_the_source_tree(wheel: Path) -> None:
    """Data files too: the page, the search tables, the migrations, the manifest."""
    here = {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }
    with zipfile.ZipFile(wheel) as archive:
        there = {name for name in archive.namelist() if ".dist-info/" not in name}
        manifest_there = archive.read("handlers/manifest.yml")

    assert there == here | {"handlers/manifest.yml"}
    assert manifest_there == (ROOT / "manifest.yml").read_bytes()


def test_only_the_installed_code_runs(installed: Installed) -> None:
    """Neither the source tree nor the editable install is on the path of these tests."""
    python = installed.environment / "bin" / "python"
    told = subprocess.run(
        [python, "-P", "-c", _WHERE],
        cwd=installed.folder,
        env=installed.variables(),
        capture_output=True,
        check=True,
    )
    path, files = json.loads(told.stdout)

    assert str(ROOT) not in path
    assert {Path(file).parent.parent for file in files} == {_site_packages(installed.environment)}


def test_the_version_is_the_wheels(installed: Installed) -> None:
    """What an operator writes into a bug report."""
    told = installed.run("--version")

    assert (told.returncode, told.stdout) == (0, f"codedesk {VERSION}\n")


def test_the_manifest_is_printed(installed: Installed) -> None:
    """The first thing that somebody who connects a workspace needs."""
    printed = installed.run("manifest")

    assert printed.returncode == 0, printed.stderr
    assert json.loads(printed.stdout) == manifest.for_socket_mode(manifest.load())


def test_questions_are_answered(installed: Installed, answered: subprocess.CompletedProcess[str]) -> None:
    """From a database that the installed migrations made, and the installed search tables."""
    assert answered.returncode == 0, answered.stderr
    assert "M54.50" in answered.stdout
    assert installed.run("ask", "/cpt 97140").stdout.startswith("97140  ")


def test_the_data_folder_is_the_users_wherever_a_command_starts(installed: Installed, tmp_path: Path) -> None:
    """Without CODEDESK_HOME; the doctor names the folder and why it is that one."""
    unset = {"CODEDESK_HOME": "", "SLACK_API_URL": "http://127.0.0.1:1/"}
    here, there = (
        replace(installed, folder=folder).run("doctor", **unset).stdout
        for folder in (installed.folder, tmp_path)
    )

    line = next(line for line in here.splitlines() if "the default for this user" in line)
    assert f"database codedesk.db in folder {installed.home}/" in line
    assert here == there
    assert not list(tmp_path.iterdir())


def test_run_without_its_settings_names_them(installed: Installed) -> None:
    """As in the source tree."""
    ran = installed.run("run")

    assert ran.returncode == 2
    assert "SLACK_BOT_TOKEN" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.usefixtures("answered")
async def test_bots_started_in_two_folders_meet_at_one_database(installed: Installed, tmp_path: Path) -> None:
    """The data folder decides, never the folder that a command starts in."""
    commands = [AppCommand(c.name, c.usage, c.description) for c in manifest.commands(manifest.load())]
    async with Playground(commands) as slack:
        settings = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "PORT": "0",
        }
        async with installed.started("run", folder=installed.folder, **settings) as first:
            await _line(first, "listens")
            second = await asyncio.to_thread(replace(installed, folder=tmp_path).run, "run", **settings)

    assert second.returncode == 1
    assert "Another bot already works on this database" in second.stderr


@pytest.mark.usefixtures("answered")
def test_the_data_folder_is_private(installed: Installed) -> None:
    """The folder and the database belong to their owner alone."""
    assert stat.S_IMODE(installed.data.stat().st_mode) == 0o700
    assert stat.S_IMODE((installed.data / "codedesk.db").stat().st_mode) == 0o600


@pytest.mark.usefixtures("answered")
async def test_the_playground_serves_its_page(installed: Installed) -> None:
    """With the styles and scripts that it names; its database lies in the data folder."""
    shutil.copy(installed.data / "codedesk.db", installed.data / "playground.db")
    async with installed.started("playground", "--port", "0", folder=installed.folder) as process:
        url = (await _line(process, "open at")).partition("open at ")[2].split()[0]
        async with aiohttp.ClientSession() as session:
            page = await (await session.get(url)).text()
            for name in ("/page/style.css", "/page/app.js"):
                assert f'"{name}"' in page
                assert (await session.get(f"{url}{name}")).status == 200


async def _line(process: asyncio.subprocess.Process, words: str) -> str:
    """The first printed line that holds `words`."""
    assert process.stdout is not None
    async with asyncio.timeout(60):
        async for line in process.stdout:
            if words in line.decode():
                return line.decode()
    raise AssertionError("it ended before it was ready")


def _site_packages(environment: Path) -> Path:
    return next((environment / "lib").glob("python3*/site-packages"))


def _pip(*words: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", *words],
        check=True,
        capture_output=True,
    )
