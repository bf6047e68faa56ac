"""Known errors as one sentence for the operator."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from bot.domain.errors import CodeDeskError

_FOLLOWS_FROM_ANOTHER = "default_factory_not_called"
"""pydantic's error for a default that depends on a setting which is wrong itself."""


@contextmanager
def speaking() -> Iterator[None]:
    """Turn what the product expects to go wrong into a sentence on standard error and exit code 1."""
    try:
        yield
    except ValidationError as error:
        sys.exit(_settings(error))
    except (CodeDeskError, OSError) as error:
        sys.exit(_sentence(error))


def _sentence(error: Exception) -> str:
    from bot.cli.sentences import operator_sentence  # noqa: PLC0415 - knows every room's errors

    return operator_sentence(error)


def _settings(error: ValidationError) -> str:
    from bot.cli.sentences import setting_sentence  # noqa: PLC0415 - only where it is spoken

    own = [e for e in error.errors() if e["type"] != _FOLLOWS_FROM_ANOTHER]
    return "\n".join(setting_sentence(str(e["loc"][0]), e["msg"].removeprefix("Value error, ")) for e in own)
