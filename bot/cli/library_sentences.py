"""The doctor's line about the files that answers are read from."""

from bot.cli.sentences import DoctorFinding
from bot.domain.codes.edition_file import EditionFault
from bot.services.library.check_files import FileCheck
from bot.services.library.edition_cache import MOST_EDITIONS, MOST_INDEXES

_NEEDED = 256
"""Files open at a time: those of the library, a connection for each of about a hundred requests, and the database's."""
_RAISE = "raise the limit (ulimit -n 1024, or LimitNOFILE=1024 in a systemd unit) and restart the bot"
_MEND = {
    EditionFault.TOO_MANY_OPEN: _RAISE,
    EditionFault.NOT_READABLE: "check who owns the editions folder and whether its disk works",
}


def library_finding(check: FileCheck, bot_problem: str | None, limit: int) -> DoctorFinding:
    """The finding. `bot_problem` is the running bot's library problem, `limit` this shell's limit of open files."""
    if bot_problem:
        mend = _RAISE if bot_problem == EditionFault.TOO_MANY_OPEN else "see library_file_fault in its log"
        return DoctorFinding(
            "editions", False, f"the running bot has a problem with its files: {bot_problem}. To fix: {mend}"
        )
    if check.faults:
        return DoctorFinding("editions", False, _faults(check))
    if limit < _NEEDED:
        keeps = MOST_EDITIONS + MOST_INDEXES
        return DoctorFinding(
            "editions",
            False,
            f"only {limit} open files are allowed here, and the library alone keeps up to {keeps}: {_RAISE}",
        )
    return DoctorFinding("editions", True, f"{check.files:,} files, all readable")


def _faults(check: FileCheck) -> str:
    found = ", ".join(f"{many} {fault}" for fault, many in sorted(check.faults.items()))
    mends = dict.fromkeys(
        _MEND.get(fault, "a running bot rebuilds them; or start it once") for fault in check.faults
    )
    return f"of {check.files:,} files: {found}. To fix: {'; '.join(mends)}"
