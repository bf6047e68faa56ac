"""Turn known errors into one sentence for the operator."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from bot.domain.errors import CodeDeskError

_FOLLOWS_FROM_ANOTHER = "default_factory_not_called"
"""pydantic's error for a default that depends on another setting with an invalid value."""


@contextmanager
def speaking() -> Iterator[None]:
    """Turn an expected error into a sentence on standard error and exit code 1."""
    try:
        yield
    except (ValidationError, CodeDeskError, OSError) as error:
        sys.exit(_sentence(error))


def _sentence(error: ValidationError | CodeDeskError | OSError) -> str:
    from bot.cli.sentences import operator_sentence, setting_sentence  # noqa: PLC0415 - 0.5 s, only after an error

    if isinstance(error, ValidationError):
        own = [e for e in error.errors() if e["type"] != _FOLLOWS_FROM_ANOTHER]
        return "\n".join(
            setting_sentence(str(e["loc"][0]), e["msg"].removeprefix("Value error, ")) for e in own
        )
    return operator_sentence(error)
