"""The folder that holds CodeDesk's databases and what is built from them, and what chose that folder.

The folder that a command starts in counts only where a `var/` in it holds data already: earlier versions
always used that one.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from platformdirs import user_data_path

PRODUCTION = "codedesk.db"
PLAYGROUND = "playground.db"
EDITIONS = "editions"
_CODE = Path(__file__).parents[1]


class Origin(StrEnum):
    """What chose the data folder."""

    SETTING = "CODEDESK_HOME"
    IN_USE = "a var/ with data in the working folder"
    SOURCE_TREE = "the source tree's var/"
    USER = "the operating system's folder for a user's data"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """An absolute path, which may not exist yet, and what chose it."""

    path: Path
    origin: Origin


def data_folder(home: Path | None, *, holding: str, code: Path = _CODE) -> DataFolder:
    """The data folder for the database (or folder) named `holding`; `home` is CODEDESK_HOME.

    `code`: the folder in which CodeDesk's packages lie, a source tree or site-packages.
    """
    if home is not None:
        return DataFolder(home, Origin.SETTING)
    default = _default(code.resolve())
    here = Path.cwd() / "var"
    if here != default.path and (here / holding).exists():
        return DataFolder(here, Origin.IN_USE)
    return default


def _default(code: Path) -> DataFolder:
    if (code / "pyproject.toml").is_file():
        return DataFolder(code / "var", Origin.SOURCE_TREE)
    return DataFolder(user_data_path("codedesk", appauthor=False), Origin.USER)


def sqlite_url(file: Path) -> str:
    """The DATABASE_URL of a SQLite file."""
    return f"sqlite+aiosqlite:///{file}"
