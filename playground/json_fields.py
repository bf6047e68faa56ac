"""Read untrusted JSON one field at a time, without assumptions about its shape."""

import json
from typing import TypeAlias

Json: TypeAlias = dict[str, object]


def obj(value: object) -> Json:
    """The value if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def arr(value: object) -> list[object]:
    """The value if it is a JSON array (or a tuple), else an empty one."""
    return list(value) if isinstance(value, list | tuple) else []


def objs(value: object) -> list[Json]:
    """The objects in an array."""
    return [item for item in arr(value) if isinstance(item, dict)]


def text(value: object) -> str:
    """The value if it is a string, else ''."""
    return value if isinstance(value, str) else ""


def parse(raw: str | bytes) -> object:
    """Parse JSON text. Raises ValueError if it is not JSON."""
    try:
        return json.loads(raw)
    except (UnicodeDecodeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def readable(raw: str) -> object:
    """Parsed JSON, or the text itself if it is not JSON. For display."""
    try:
        return parse(raw)
    except ValueError:
        return raw


def truthy(value: object) -> bool:
    """Whether the value is true. Slack accepts booleans as JSON, as 'true' and as '1'."""
    return value is True or (isinstance(value, str) and value.lower() in {"true", "1"}) or value == 1
