"""What COMMAND help answers: one line of purpose, then examples that work when copied."""

from dataclasses import dataclass

from handlers.slack.answer import Answer
from handlers.views.blocks import code, section


@dataclass(frozen=True, slots=True)
class Help:
    """A command's own explanation. Each example is a command line that works as it stands, and what it does."""

    command: str
    purpose: str
    examples: tuple[tuple[str, str], ...]


def help_card(help_: Help) -> Answer:
    """The card for `COMMAND help`."""
    lines = [f"{code(line)}  {what}" for line, what in help_.examples]
    return Answer(
        f"{help_.command} help",
        (section(f"*{help_.command}*  {help_.purpose}"), section("\n".join(lines))),
    )
