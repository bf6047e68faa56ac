"""Known errors as one sentence for the operator."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import ValidationError

from bot.cli.sentences import operator_sentence, setting_sentence
from bot.domain.errors import CodeDeskError


@contextmanager
def speaking() -> Iterator[None]:
    """Turn what the product expects to go wrong into a sentence on standard error and exit code 1."""
    try:
        yield
    except CodeDeskError as error:
        sys.exit(operator_sentence(error))
    except ValidationError as error:
        sys.exit("\n".join(setting_sentence(str(e["loc"][0]), e["msg"]) for e in error.errors()))
    except OSError as error:
        sys.exit(operator_sentence(error))
