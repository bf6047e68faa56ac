"""The arrows between the rooms: they hold, and a planted violation is found."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "storage", "playground")
PLANTED = (
    ("bot/domain/codes/planted.py", "import aiohttp\n"),
    ("bot/domain/planted.py", "from bot.services import asking\n"),
    ("bot/services/planted.py", "import sqlalchemy\n"),
    ("bot/services/planted.py", "from handlers import ids\n"),
    ("handlers/planted.py", "from storage import engine\n"),
    ("handlers/planted.py", "import sqlmodel\n"),
    ("storage/planted.py", "import slack_sdk\n"),
    ("playground/planted.py", "from bot.domain import text\n"),
    ("bot/codefiles/planted.py", "from bot.services import ports\n"),
)


def test_the_arrows_run_one_way(tmp_path: Path) -> None:
    """The contracts of pyproject.toml hold for the code as it stands."""
    assert "0 broken" in _lint(_copy(tmp_path))


@pytest.mark.parametrize(("path", "line"), PLANTED)
def test_a_planted_violation_is_found(tmp_path: Path, path: str, line: str) -> None:
    """Each arrow has been seen to break."""
    copy = _copy(tmp_path)
    (copy / path).write_text(line)

    told = _lint(copy)

    assert "0 broken" not in told
    assert "planted" in told


def _copy(folder: Path) -> Path:
    for room in ROOMS:
        shutil.copytree(
            ROOT / room, folder / room, ignore=lambda _, names: [n for n in names if not _is_code(n)]
        )
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def _is_code(name: str) -> bool:
    return name.endswith(".py") or ("." not in name and name != "__pycache__")


def _lint(folder: Path) -> str:
    linted = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=folder,
        env={"PYTHONPATH": str(folder)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return linted.stdout + linted.stderr
