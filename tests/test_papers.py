"""What is written is true: the README names every setting and command, and every slash command."""

import re
from pathlib import Path

import pytest
import typer

from bot.cli.app import make_app
from bot.settings import Settings
from tests.e2e.surface import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GUIDE = (ROOT / "docs/using.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_the_readme_names_every_setting(name: str) -> None:
    """A setting that nobody can find is none."""
    assert f"`{name.upper()}`" in README


def test_the_readme_names_every_command_of_the_command_line() -> None:
    """Hidden ones excepted."""
    every = _commands(typer.main.get_command(make_app()))
    assert "codes load" in every
    for words in every:
        assert f"codedesk {words}" in README, words


def test_the_readme_or_the_guide_names_every_slash_command() -> None:
    """A command that nobody can find is none."""
    for command in COMMANDS:
        assert command in README + GUIDE, command


def test_the_readmes_make_targets_exist() -> None:
    """Every `make x` that the README names stands in the Makefile."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"`make ([a-z-]+)`", README)) <= targets


def test_the_locks_name_no_index_and_pin_every_file_by_hash() -> None:
    """`--index-url`, `--find-links` and direct addresses would tie the project to one machine."""
    for lock in ("run.txt", "test.txt"):
        text = (ROOT / "locks" / lock).read_text()
        pinned = re.findall(r"^([a-z0-9][\w.\[\],-]*)==", text, re.MULTILINE | re.IGNORECASE)
        assert "--index-url" not in text
        assert "://" not in text
        assert len(pinned) > 40
        assert len(re.findall(r"^\S+==\S+.*\\\n    --hash=sha256:", text, re.MULTILINE)) == len(pinned)


def test_decisions_are_numbered_once_and_those_that_the_code_names_exist() -> None:
    """`docs/decisions/0009` in a docstring leads to one page."""
    pages = {path.name[:4]: path for path in (ROOT / "docs/decisions").glob("*.md")}
    named = {
        number
        for room in ("bot", "handlers", "storage", "playground", "tests", "benchmarks")
        for path in (ROOT / room).rglob("*.py")
        for number in re.findall(r"docs/decisions/(\d{4})", path.read_text(encoding="utf-8"))
    }

    assert len(pages) == len(list((ROOT / "docs/decisions").glob("*.md")))
    assert sorted(pages) == [f"{n:04}" for n in range(1, len(pages) + 1)]
    assert all(path.read_text(encoding="utf-8").startswith(f"# {n} · ") for n, path in pages.items())
    assert named <= pages.keys()


def _commands(group: object, before: str = "") -> list[str]:
    found: list[str] = []
    for name, command in getattr(group, "commands", {}).items():
        if command.hidden:
            continue
        found += _commands(command, f"{before}{name} ") or [f"{before}{name}"]
    return found
