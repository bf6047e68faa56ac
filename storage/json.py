"""JSON for columns, by msgspec: several times quicker than the standard library's."""

import msgspec


def encode(value: object) -> str:
    """JSON text of plain values (objects, arrays, strings, finite numbers, booleans, null)."""
    return msgspec.json.encode(value).decode()


def decode(text: str | bytes) -> object:
    """The value of a JSON text; raises msgspec.DecodeError."""
    return msgspec.json.decode(text)
