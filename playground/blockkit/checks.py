"""Small checks that block and element checks are built from.

A check looks at one value and adds its problems to a list, in the words of Slack's API: `[ERROR] must be less than
151 characters [json-pointer:/blocks/0/text/text]`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import urlsplit

from playground.json_fields import Json

Problems: TypeAlias = list[str]
Check: TypeAlias = Callable[[object, str, Problems], None]

_LINKS = {"http", "https", "mailto", "tel", "slack"}


def add_problem(problems: Problems, path: str, what: str) -> None:
    """Add one problem."""
    problems.append(f"[ERROR] {what} [json-pointer:{path}]")


@dataclass(frozen=True, slots=True)
class Shape:
    """An object with exactly these fields. `rule` checks combinations of fields."""

    required: Mapping[str, Check] = field(default_factory=dict)
    optional: Mapping[str, Check] = field(default_factory=dict)
    rule: Check | None = None

    def __call__(self, value: object, path: str, problems: Problems) -> None:
        """Check the object and everything in it."""
        if not isinstance(value, dict):
            add_problem(problems, path, "must provide an object")
            return
        for name in self.required:
            if name not in value:
                add_problem(problems, path, f"missing required field: {name}")
        for name, item in value.items():
            check = self.required.get(name) or self.optional.get(name)
            if check is not None:
                check(item, f"{path}/{name}", problems)
            elif name != "type":
                add_problem(problems, path, f"invalid additional property: {name}")
        if self.rule is not None:
            self.rule(value, path, problems)


def by_type(registry: Mapping[str, Check]) -> Check:
    """Check an object by its `type`. Types outside the registry are rejected."""

    def check(value: object, path: str, problems: Problems) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        found = registry.get(kind) if isinstance(kind, str) else None
        if found is None:
            add_problem(problems, f"{path}/type", f"unsupported type: {kind}")
        else:
            found(value, path, problems)

    return check


def string(most: int, least: int = 1) -> Check:
    """A string with a length between `least` and `most`."""

    def check(value: object, path: str, problems: Problems) -> None:
        if not isinstance(value, str):
            add_problem(problems, path, "must provide a string")
        elif len(value) < least:
            add_problem(problems, path, f"must be more than {least - 1} characters")
        elif len(value) > most:
            add_problem(problems, path, f"must be less than {most + 1} characters")

    return check


def one_of(*allowed: str) -> Check:
    """One of these strings."""

    def check(value: object, path: str, problems: Problems) -> None:
        if value not in allowed:
            add_problem(problems, path, f"must be a valid enum value: {', '.join(allowed)}")

    return check


def boolean(value: object, path: str, problems: Problems) -> None:
    """A boolean."""
    if not isinstance(value, bool):
        add_problem(problems, path, "must provide a boolean")


def integer(least: int, most: int) -> Check:
    """A whole number within these bounds."""

    def check(value: object, path: str, problems: Problems) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            add_problem(problems, path, "must provide an integer")
        elif value < least:
            add_problem(problems, path, f"must be greater than or equal to {least}")
        elif value > most:
            add_problem(problems, path, f"must be less than or equal to {most}")

    return check


def link(value: object, path: str, problems: Problems) -> None:
    """A URL of at most 3000 characters with a safe scheme."""
    string(3000)(value, path, problems)
    try:
        scheme = urlsplit(value).scheme if isinstance(value, str) else ""
    except ValueError:
        scheme = ""
    if scheme.lower() not in _LINKS:
        add_problem(problems, path, "invalid url")


def array_of(check_item: Check, most: int, least: int = 1) -> Check:
    """An array with between `least` and `most` valid members."""

    def check(value: object, path: str, problems: Problems) -> None:
        if not isinstance(value, list):
            add_problem(problems, path, "must provide an array")
            return
        if len(value) < least:
            add_problem(problems, path, f"no fewer than {least} items allowed")
        if len(value) > most:
            add_problem(problems, path, f"no more than {most} items allowed")
        for index, item in enumerate(value):
            check_item(item, f"{path}/{index}", problems)

    return check


def plain_text(most: int) -> Check:
    """A plain_text object."""
    return by_type({"plain_text": Shape({"text": string(most)}, {"emoji": boolean})})


def text_object(most: int) -> Check:
    """A plain_text or mrkdwn object."""
    return by_type(
        {
            "plain_text": Shape({"text": string(most)}, {"emoji": boolean}),
            "mrkdwn": Shape({"text": string(most)}, {"verbatim": boolean}),
        }
    )


CONFIRM: Check = Shape(
    {"title": plain_text(100), "text": text_object(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": one_of("primary", "danger")},
)
IDENTIFIER: Check = string(255)


def option(*, with_url: bool = False) -> Check:
    """One option of a menu."""
    extra: dict[str, Check] = {"description": plain_text(75)}
    if with_url:
        extra["url"] = link
    return Shape({"text": plain_text(75), "value": string(150)}, extra)


def exactly_one(first: str, second: str) -> Check:
    """Exactly one of two fields."""

    def check(value: object, path: str, problems: Problems) -> None:
        held: Json = value if isinstance(value, dict) else {}
        if (first in held) == (second in held):
            add_problem(problems, path, f"must provide exactly one of: {first}, {second}")

    return check
