"""JSON as it comes from outside: read one field at a time, and never trusted to have a shape."""

import json
from typing import TypeAlias

Json: TypeAlias = dict[str, object]


def obj(value: object) -> Json:
    """The value where it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def arr(value: object) -> list[object]:
    """The value where it is a JSON array (or a tuple of ours), else an empty one."""
    return list(value) if isinstance(value, list | tuple) else []


def objs(value: object) -> list[Json]:
    """The objects among an array's members."""
    return [item for item in arr(value) if isinstance(item, dict)]


def text(value: object) -> str:
    """The value where it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def parse(raw: str | bytes) -> object:
    """JSON text to a value; anything that is not JSON raises ValueError."""
    try:
        return json.loads(raw)
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def readable(raw: str) -> object:
    """JSON where the text is JSON, else the text itself: for showing to people."""
    try:
        return parse(raw)
    except ValueError:
        return raw


def truthy(value: object) -> bool:
    """Slack takes booleans as JSON, as 'true' and as '1'."""
    return value is True or (isinstance(value, str) and value.lower() in {"true", "1"}) or value == 1
