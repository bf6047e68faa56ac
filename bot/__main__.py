"""`python -m bot` is the `codedesk` command."""

import gc
import sys

from bot.starting import STARTING

_RUNNING = ("run", "playground")
_COLLECTIONS = (100_000, 10, 10)
"""Python's own thresholds collect 430 times while 1,750 modules are imported, and nothing of it is garbage: 0.3 s."""


def main() -> None:
    """Run the command. A bot takes signals before it imports anything else."""
    if sys.argv[1:2] and sys.argv[1] in _RUNNING:
        STARTING.listen()
    gc.set_threshold(*_COLLECTIONS)
    from bot.cli import main as command  # noqa: PLC0415 - signals come first

    command()


if __name__ == "__main__":
    main()
