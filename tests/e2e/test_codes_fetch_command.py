"""`codedesk codes fetch` on the terminal of a machine without a network, and what it records."""

import subprocess
from pathlib import Path

from tests.e2e.conftest import codedesk

_NOBODY = "http://127.0.0.1:9"


def fetched(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`codes fetch` behind a proxy at which nobody answers: a machine without a network."""
    return codedesk(
        "codes", "fetch", *words, url=_url(home), HTTPS_PROXY=_NOBODY, HTTP_PROXY=_NOBODY, NO_PROXY=""
    )


def _url(home: Path) -> str:
    return f"sqlite+aiosqlite:///{home}/codedesk.db"


def test_without_a_network_the_addresses_are_printed_and_the_folder_exists(home: Path) -> None:
    """Exit code 1, since nothing came. A proxy that nobody answers at is the network here."""
    done = fetched(home, "hcpcs")

    assert done.returncode == 1
    assert "can't be reached from this machine" in done.stdout
    assert "https://www.cms.gov/medicare/coding-billing/healthcare-common-procedure-system" in done.stdout
    assert f"codedesk codes load {home}/incoming" in done.stdout
    assert (home / "incoming").is_dir()


def test_the_acceptance_is_recorded_with_its_name(home: Path) -> None:
    """And a second run asks no more for it."""
    accepted = fetched(home, "add-on", "--dry-run", "--workspace", "T1", "--accept-license", " Maria  Lopez ")
    again = fetched(home, "add-on", "--dry-run", "--workspace", "T1")

    assert (
        "Maria Lopez accepted the AMA license (https://www.cms.gov/license/ama) for workspace T1"
        in accepted.stderr
    )
    assert "can't be reached from this machine" in again.stdout
    assert "needs the AMA license" not in again.stdout


def test_a_license_is_accepted_for_one_workspace_and_by_somebody(home: Path) -> None:
    """Neither is guessed."""
    nobody = fetched(home, "--accept-license", "", "--workspace", "T1")
    nowhere = fetched(home, "--accept-license", "Maria Lopez")

    assert "Give a person's name" in nobody.stderr
    assert "--workspace" in nowhere.stderr
    assert {nobody.returncode, nowhere.returncode} == {1}


def test_an_unknown_set_is_answered_with_those_that_there_are(home: Path) -> None:
    """Nothing is asked for."""
    done = fetched(home, "icd9")

    assert done.returncode == 1
    assert "icd9 isn't a code set I can fetch. Choose from: icd10cm, hcpcs" in done.stderr


def test_what_should_be_loaded_and_is_not_is_listed_and_warned_of(home: Path) -> None:
    """By `codes list` and by the doctor, with the command."""
    listed = codedesk("codes", "list", url=_url(home))
    doctor = codedesk("doctor", url=_url(home), SLACK_API_URL="http://127.0.0.1:9/")

    assert "HCPCS Level II" in listed.stdout
    assert "isn't loaded. Get it: codedesk codes fetch hcpcs" in listed.stdout
    assert "WARN  codes" in doctor.stdout
    assert "codedesk codes fetch hcpcs (https://www.cms.gov/" in doctor.stdout
