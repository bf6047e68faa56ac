"""Convert frozen dataclasses to plain mappings, tuples and values for files and JSON columns."""

from dataclasses import fields, is_dataclass


def plain(thing: object) -> object:
    """`thing` with every dataclass converted to a mapping. Fields with their default value are left out.

    >>> from bot.domain.codes.diagnosis import Block, Instructions
    >>> plain(Block("13", "Musculoskeletal", None, Instructions(notes=("a note",))))
    {'id': '13', 'name': 'Musculoskeletal', 'parent': None, 'instructions': {'notes': ('a note',)}}
    """
    if isinstance(thing, tuple):
        return thing if all(type(part) is str for part in thing) else tuple(plain(part) for part in thing)
    return plain_fields(thing) if _fields(type(thing)) else thing


def plain_fields(thing: object) -> dict[str, object]:
    """The mapping of one dataclass."""
    mapping: dict[str, object] = {}
    for name, default in _fields(type(thing)):
        value = getattr(thing, name)
        if value is not default and value != default:
            mapping[name] = value if type(value) in _PLAIN else plain(value)
    return mapping


_PLAIN = (str, bool, type(None))  # by far the most common field types: a call for each would double the time


def _fields(kind: type) -> tuple[tuple[str, object], ...]:
    """Names and defaults; empty if it is not a dataclass."""
    if kind not in _known:
        _known[kind] = tuple((f.name, f.default) for f in fields(kind)) if is_dataclass(kind) else ()
    return _known[kind]


_known: dict[type, tuple[tuple[str, object], ...]] = {}
