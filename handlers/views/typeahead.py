"""Codes as the options of an external select."""

from collections.abc import Iterable

from bot.domain.codes.search.result import SearchHit
from handlers.views.blocks import cut

_TEXT = 75  # Slack's limit for an option's text


OptionJson = dict[str, object]
"""Slack's option object, as JSON: a hundred of them through slack_sdk's models would cost 10 ms."""


def options_of(hits: Iterable[SearchHit], command: str) -> list[OptionJson]:
    """One option for each code: its code and name, and the command line that opens it."""
    return [
        {
            "text": {"type": "plain_text", "text": cut(f"{hit.code}  {hit.name}", _TEXT)},
            "value": f"{command} {hit.code}",
        }
        for hit in hits
    ]
