"""What a bot may answer to a typeahead: options or groups of them, and nothing else."""

from dataclasses import dataclass

from playground.blockkit.checks import Problems, Shape, exactly_one, many, option
from playground.blockkit.selects import GROUP, options_of
from playground.bot_client import BotResponse
from playground.json_fields import Json, obj, parse

_CHECK = Shape(
    {},
    {"options": many(option(), 100, least=0), "option_groups": many(GROUP, 100, least=0)},
    exactly_one("options", "option_groups"),
)
NEEDS = 3
"""Letters to type before the bot is asked, where the element says nothing (Slack's documentation)."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What came back to what a person typed.

    `status` is the HTTP status (None where nothing was sent or came back), `error` Slack's name of what went
    wrong or an empty string, `options` the choices shown, out of their groups too; `answer` is the ack as it
    is shown, an empty object where it is not.
    """

    status: int | None
    elapsed_ms: float
    options: tuple[Json, ...]
    error: str
    answer: Json


def needs(element: Json) -> int:
    """How many letters this element wants before the bot is asked."""
    least = element.get("min_query_length")
    return least if isinstance(least, int) else NEEDS


def judge(body: str) -> tuple[str, Problems]:
    """What Slack would refuse in the ack of a block_suggestion."""
    problems: Problems = []
    try:
        answer = parse(body)
    except ValueError:
        return "invalid_options", ["[ERROR] the answer is not JSON"]
    _CHECK(answer, "", problems)
    return "invalid_options" if problems else "", problems


def suggestion_of(answer: BotResponse) -> Suggestion:
    """The suggestion in an ack that has been judged."""
    shown = {} if answer.error or answer.status is None else obj(parse(answer.body))
    return Suggestion(answer.status, answer.elapsed_ms, tuple(options_of(shown)), answer.error, shown)
