"""pyproject.toml declares what the code imports, and nothing that it doesn't use."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("bot", "handlers", "storage", "playground")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
USED_WITHOUT_AN_IMPORT = {
    "tzdata",  # zoneinfo reads it where the system has no time zones
    "simple-icd-10-cm",  # its data file is read, its code never runs
}


def test_every_imported_package_is_a_declared_dependency() -> None:
    """A package that only comes with another one disappears when that one drops it."""
    distributions = packages_distributions()
    imported = {module: {_normal(d) for d in distributions.get(module, ())} for module in _imported()}

    undeclared = {module: found for module, found in imported.items() if not found & _declared()}

    assert undeclared == {}


def test_every_declared_dependency_is_used() -> None:
    """Each one costs every install a download and every audit a look."""
    distributions = packages_distributions()
    used = {_normal(d) for module in _imported() for d in distributions.get(module, ())}

    assert _declared() - used == USED_WITHOUT_AN_IMPORT


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("import yaml", {"yaml"}),
        ("from google.protobuf import message", {"google"}),
        ("def f():\n    import lazily.imported", {"lazily"}),
        ("from . import near", set()),
        ("import json, bot.settings", set()),
    ],
)
def test_an_import_is_found_wherever_it_stands(line: str, found: set[str]) -> None:
    """At the top, inside a function, dotted; the standard library and our own rooms don't count."""
    assert set(_third_party(line)) == found


def _imported() -> set[str]:
    files = (path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {module for path in files for module in _third_party(path.read_text(encoding="utf-8"))}


def _third_party(source: str) -> Iterator[str]:
    """The top-level names that `source` imports from outside the standard library and this project."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                modules = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), level=0):
                modules = [module]
            case _:
                continue
        tops = {module.partition(".")[0] for module in modules}
        yield from tops - {*ROOMS, *sys.stdlib_module_names}


def _declared() -> set[str]:
    lines: list[str] = PROJECT["dependencies"]
    return {_normal(re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0]) for line in lines}


def _normal(name: str) -> str:
    """The name as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()
