"""`python -m bot` is the `codedesk` command."""

import sys

from bot.collection import collect_seldom
from bot.runtime.start_signals import START_SIGNALS

_RUNNING = ("run", "playground")


def main() -> None:
    """Run the command. A bot takes signals before it imports anything else."""
    if sys.argv[1:2] and sys.argv[1] in _RUNNING:
        START_SIGNALS.listen()
    collect_seldom()
    from bot.cli import main as command  # noqa: PLC0415 - signals come first

    command()


if __name__ == "__main__":
    main()
