"""Why the operating system cannot open a built file."""

import errno

from bot.domain.codes.edition_file import EditionFault


def fault_of(error: OSError) -> EditionFault:
    """The fault for an error. Too many open files is a fault of its own, because rebuilding the file would not help."""
    if error.errno in (errno.EMFILE, errno.ENFILE):
        return EditionFault.TOO_MANY_OPEN
    return EditionFault.MISSING if isinstance(error, FileNotFoundError) else EditionFault.NOT_READABLE
