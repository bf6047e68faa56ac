"""`codedesk purge`, as an operator sees it."""

from pathlib import Path

from tests.e2e.conftest import codedesk


def test_an_operator_is_told_what_would_go_before_it_goes(tmp_path: Path) -> None:
    """Without --yes nothing is deleted and the exit code says so; then all of it, and of nobody else."""
    url = f"sqlite+aiosqlite:///{tmp_path}/codedesk.db"
    for workspace in ("T0MAPLEST", "T0OTHER"):
        codedesk("admins", "add", "U0DANA001", "--workspace", workspace, url=url)

    asked = codedesk("purge", "T0MAPLEST", url=url)
    done = codedesk("purge", "T0MAPLEST", "--yes", url=url)
    again = codedesk("purge", "T0MAPLEST", "--yes", url=url)
    others = codedesk("admins", "list", "--workspace", "T0OTHER", url=url)

    assert asked.returncode == 1
    assert "Nothing was deleted. T0MAPLEST has 1 row (1 member_role)." in asked.stderr
    assert "codedesk purge T0MAPLEST --yes" in asked.stderr
    assert (done.returncode, "Everything of T0MAPLEST is deleted: 1 row" in done.stdout) == (0, True)
    assert (again.returncode, "nothing of T0MAPLEST" in again.stdout) == (0, True)
    assert "U0DANA001  admin" in others.stdout


def test_the_public_code_sets_are_not_purged(tmp_path: Path) -> None:
    """One sentence, and no traceback."""
    told = codedesk("purge", "*", "--yes", url=f"sqlite+aiosqlite:///{tmp_path}/codedesk.db")

    assert told.returncode == 1
    assert "That is no workspace" in told.stderr
    assert "Traceback" not in told.stderr
