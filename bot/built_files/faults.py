"""Why the operating system does not open a built file."""

import errno

from bot.domain.codes.edition_file import EditionFault


def fault_of(error: OSError) -> EditionFault:
    """Too many open files is told apart: building the file again would not help."""
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return EditionFault.TOO_MANY_OPEN
    return EditionFault.MISSING if isinstance(error, FileNotFoundError) else EditionFault.NOT_READABLE
