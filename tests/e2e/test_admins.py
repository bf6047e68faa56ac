"""`codedesk admins` and what the doctor says of it, as an operator sees it."""

from pathlib import Path

from tests.e2e.conftest import codedesk


def test_an_operator_names_the_first_admin_and_cannot_remove_the_last(tmp_path: Path) -> None:
    """One sentence each; a database that is not there yet is made."""
    url = f"sqlite+aiosqlite:///{tmp_path}/codedesk.db"
    where = ("--workspace", "T0MAPLEST")
    added = codedesk("admins", "add", "U0DANA001", *where, url=url)
    again = codedesk("admins", "add", "U0DANA001", *where, url=url)
    removed = codedesk("admins", "remove", "U0DANA001", *where, url=url)
    listed = codedesk("admins", "list", *where, url=url)

    assert "U0DANA001 is now admin in T0MAPLEST (before: member)." in added.stdout
    assert "already" in again.stdout
    assert (removed.returncode, "only admin" in removed.stderr) == (1, True)
    assert "U0DANA001  admin" in listed.stdout
    assert "Traceback" not in removed.stderr + added.stderr


def test_a_workspace_without_roles_says_who_counts_as_admin(tmp_path: Path) -> None:
    """Nothing is left blank."""
    told = codedesk("admins", "list", "--workspace", "T1", url=f"sqlite+aiosqlite:///{tmp_path}/codedesk.db")

    assert "installed the app counts as admin" in told.stdout
