"""The arrows between the rooms: they hold, and a planted violation is found."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "storage", "playground")
ARROWS = "Arrows run one way"
NEITHER = "Rules and use cases know neither Slack nor SQL nor the web"
SQL = "Only storage speaks SQL"
SLACK = "Only handlers, the playground and the wiring speak Slack"
USE_CASES = "Use cases stand in layers, one folder a feature"
FEATURES = "Features know each other's views and nothing else of each other"
RULES = "Deadlines know applications; rules about codes know neither"
ALONE = "The playground knows nothing of the bot"
PLANTED = (
    (ARROWS, "bot/domain/planted.py", "from bot.services.ports import request_context\n"),
    (ARROWS, "bot/services/planted.py", "from handlers.slack import ids\n"),
    (ARROWS, "bot/codefiles/planted.py", "from bot.services.ports import database\n"),
    (ARROWS, "handlers/planted.py", "from storage import engine\n"),
    (NEITHER, "bot/domain/codes/planted.py", "import aiohttp\n"),
    (NEITHER, "bot/services/planted.py", "import sqlalchemy\n"),
    (SQL, "handlers/planted.py", "import sqlmodel\n"),
    (SLACK, "storage/planted.py", "import slack_sdk\n"),
    (USE_CASES, "bot/services/lookup/planted.py", "from bot.services.claims import check_claim\n"),
    (FEATURES, "handlers/cpt/planted.py", "from handlers.claim import command\n"),
    (RULES, "bot/domain/codes/planted.py", "from bot.domain.deadlines import calendar\n"),
    (ALONE, "playground/planted.py", "from bot.domain import text\n"),
)
"""For each contract of pyproject.toml a line that breaks it."""


def test_the_arrows_run_one_way(tmp_path: Path) -> None:
    """The contracts of pyproject.toml hold for the code as it stands."""
    assert "0 broken" in _lint(_copy(tmp_path))


def test_every_contract_has_been_seen_to_break() -> None:
    """A contract that nothing can break holds nothing."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    names = {contract["name"] for contract in contracts["contracts"]}

    assert names == {name for name, _, _ in PLANTED}, "add a line that breaks it to PLANTED"


@pytest.mark.parametrize(("contract", "path", "line"), PLANTED)
def test_a_planted_violation_breaks_its_contract(tmp_path: Path, contract: str, path: str, line: str) -> None:
    """Each arrow has been seen to break, by what was planted and nothing else."""
    copy = _copy(tmp_path)
    (copy / path).write_text(line)

    told = _lint(copy)

    assert f"{contract} BROKEN" in told
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
