"""slack_sdk's models as JSON, their limits checked, in a tenth of the time.

`to_dict` searches every object for its validators by `dir`, each time: 0.2 ms a block, which made it the most
expensive part of an answer. What a class's validators and attributes are never changes, so here it is asked once.
"""

from typing import NamedTuple

from slack_sdk.models.basic_objects import EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST, JsonObject
from slack_sdk.models.blocks import Option, PlainTextObject

_EMPTY_ALLOWED = frozenset(each["type"] for each in EMPTY_ALLOWED_TYPE_AND_PROPERTY_LIST)
_NUMBERS = frozenset({bool, int, float})
_LEAVES = _NUMBERS | {str}  # asked by type: isinstance of an abstract class costs more than all else here


class _Plan(NamedTuple):
    """How objects of a class are drawn; `own`: by their own `to_dict`."""

    validators: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    own: bool = False
    option: bool = False


_PLANS: dict[type[JsonObject], _Plan] = {}


def draw(model: JsonObject) -> dict[str, object]:
    """What `model.to_dict()` gives. Raises SlackObjectFormationError where a limit is broken."""
    plan = _PLANS.get(type(model)) or _planned(model)
    if plan.own or (plan.option and _is_special(model)):
        return model.to_dict()
    for validator in plan.validators:
        getattr(model, validator)()
    if plan.option:
        return _option(model)
    drawn: dict[str, object] = {}
    for name in plan.attributes:
        value = getattr(model, name, None)
        if value or type(value) in _NUMBERS:  # what is empty is left out, what is false or 0 is not
            drawn[name] = value if type(value) in _LEAVES else _value(value)
    return drawn


def _value(value: object) -> object:
    if isinstance(value, list | tuple):
        return [each if type(each) in _LEAVES else _value(each) for each in value]
    return draw(value) if isinstance(value, JsonObject) else value


def _option(model: JsonObject) -> dict[str, object]:
    assert isinstance(model, Option)  # noqa: S101  (its plan says so)
    text = model._text or PlainTextObject.from_str(model.label or "")
    return {"text": draw(text), "value": model.value}


def _is_special(model: JsonObject) -> bool:
    """An option with more than a text and a value."""
    return isinstance(model, Option) and bool(model._block_description or model.url)


def _planned(model: JsonObject) -> _Plan:
    """Kept by class. It takes an object to ask for attributes, which are a property in some classes."""
    kind = type(model)
    option = kind is Option
    # The few classes with a `to_dict` of their own go their own way, and those that may show what is empty.
    own = not option and kind.to_dict is not JsonObject.to_dict
    if own or getattr(model, "type", None) in _EMPTY_ALLOWED:
        plan = _Plan(own=True)
    else:
        plan = _Plan(_validators(kind), tuple(sorted(model.attributes)), option=option)
    _PLANS[kind] = plan
    return plan


def _validators(kind: type[JsonObject]) -> tuple[str, ...]:
    return tuple(name for name in dir(kind) if hasattr(getattr(kind, name, None), "validator"))
