"""The terminal wording for CodeDesk's data location."""

from bot.cli.sentences import DoctorFinding
from bot.data_folder import DataFolder, Origin
from storage.urls import Address, Postgres

_WHY = {
    Origin.SETTING: "CODEDESK_HOME",
    Origin.IN_USE: "it holds data already; set CODEDESK_HOME to use one folder wherever you start",
    Origin.SOURCE_TREE: "CodeDesk runs from its source tree",
    Origin.USER: "the default for this user",
}


def data_finding(folder: DataFolder, database: Address, *, named: bool) -> DoctorFinding:
    """The database and data folder in use, and the setting that chose them. `named`: DATABASE_URL is set."""
    own = f"folder {folder.path} ({_WHY[folder.origin]})"
    if isinstance(database, Postgres):
        return DoctorFinding("data", True, f"PostgreSQL (DATABASE_URL); {own}")
    if not named:
        return DoctorFinding("data", True, f"database {database.path.name} in {own}")
    if database.path.is_absolute():
        return DoctorFinding("data", True, f"database {database.path} (DATABASE_URL)")
    return DoctorFinding(
        "data",
        True,
        f"database {database.path.absolute()} (DATABASE_URL names it without its folder, so it depends on where "
        "you start: write the whole path)",
    )
