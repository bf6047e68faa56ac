"""Validate typeahead answers: options or option groups only."""

from dataclasses import dataclass

from playground.blockkit.checks import Problems, Shape, array_of, exactly_one, option
from playground.blockkit.selects import GROUP, options_of
from playground.bot_client import BotResponse
from playground.json_fields import Json, obj, parse

_CHECK = Shape(
    {},
    {"options": array_of(option(), 100, least=0), "option_groups": array_of(GROUP, 100, least=0)},
    exactly_one("options", "option_groups"),
)
NEEDS = 3
"""Characters to type before a request, if the element does not say (Slack's documentation)."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The answer to a typeahead request.

    `status` is the HTTP status (None if nothing was sent or answered). `error` is Slack's error name or ''. `options`
    are the choices, including those in groups. `answer` is the ack, or {} if it is not shown.
    """

    status: int | None
    elapsed_ms: float
    options: tuple[Json, ...]
    error: str
    answer: Json


def needs(element: Json) -> int:
    """Characters that this element needs before a request."""
    least = element.get("min_query_length")
    return least if isinstance(least, int) else NEEDS


def check_ack(body: str) -> tuple[str, Problems]:
    """What Slack would reject in a block_suggestion ack."""
    problems: Problems = []
    try:
        answer = parse(body)
    except ValueError:
        return "invalid_options", ["[ERROR] the answer is not JSON"]
    _CHECK(answer, "", problems)
    return "invalid_options" if problems else "", problems


def suggestion_of(answer: BotResponse) -> Suggestion:
    """The suggestion in a validated ack."""
    shown = {} if answer.error or answer.status is None else obj(parse(answer.body))
    return Suggestion(answer.status, answer.elapsed_ms, tuple(options_of(shown)), answer.error, shown)
