"""`python -m bot` is the `codedesk` command."""

import gc
import sys

_RUNNING = ("run", "playground")


def main() -> None:
    """Import the command with collection off, and run it. Nothing that is imported is ever thrown away."""
    if sys.argv[1:] and sys.argv[1] in _RUNNING:
        from bot.starting import STARTING  # noqa: PLC0415 - a bot alone is stopped by a signal

        STARTING.listen()
    gc.disable()  # it would walk through the growing heap of modules again and again: a fifth of the time
    from bot.cli import main as command  # noqa: PLC0415 - once collection is off

    command()


if __name__ == "__main__":
    main()
