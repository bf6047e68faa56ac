"""Read stages.json: the stages of a code application and the transitions between them.

The file is part of the code and is read once, at import. Names in it are the enums' member names in lower case.
`shared_transitions` holds transitions that several stages use. A `to` with several stages means one transition for
each. A transition without a `trigger` uses the term of its target stage.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from bot.domain.applications.stages import (
    Actor,
    Condition,
    OffsetRule,
    Phase,
    RequiredFact,
    ShareClass,
    Stage,
    StageFacts,
    Transition,
)

_FILE = Path(__file__).with_name("stages.json")  # importlib.resources would add 2 ms to the first use
_Named = TypeVar("_Named", bound=Enum)
_Read = TypeVar("_Read")


@dataclass
class StageTableError(Exception):
    """stages.json is invalid. `where` is the stage or part of the file; `problem` is the error."""

    where: str
    problem: str

    def __str__(self) -> str:
        return f"stages.json, {self.where}: {self.problem}"


class _TransitionEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A transition as written in the file. `variant` separates two transitions between the same stages."""

    to: str | list[str]
    actor: str
    trigger: str | None = None
    guard: str | None = None
    condition: str | None = None
    rule: str | None = None
    needs: tuple[str, ...] = ()
    irreversible: bool = False
    variant: str = ""

    @property
    def targets(self) -> list[str]:
        """The target stages."""
        return [self.to] if isinstance(self.to, str) else self.to


class _StageEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stage as written in the file. A transition given by name is a shared one."""

    term: str
    phase: str
    owner: str
    share: str
    rules: tuple[str, ...] = ()
    terminal: bool = False
    official: bool = True
    transitions: tuple[_TransitionEntry | str, ...] = ()


class _RawFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Entries stay raw at first, and an error can then name its entry."""

    stages: dict[str, msgspec.Raw]
    shared_transitions: dict[str, msgspec.Raw]


@dataclass(frozen=True, slots=True)
class _StageFile:
    stages: Mapping[str, _StageEntry]
    shared_transitions: Mapping[str, _TransitionEntry]


def stage_table() -> Mapping[Stage, StageFacts]:
    """The built-in table, in life cycle order."""
    return read_stages(_FILE.read_bytes())


def read_stages(document: bytes) -> Mapping[Stage, StageFacts]:
    """Parse a JSON document. Raises StageTableError if it is incomplete or has unknown names."""
    raw = _decoded(document, _RawFile, "the file")
    file = _StageFile(
        {name: _decoded(entry, _StageEntry, name) for name, entry in raw.stages.items()},
        {name: _decoded(entry, _TransitionEntry, name) for name, entry in raw.shared_transitions.items()},
    )
    table = {facts.stage: facts for facts in map(partial(_facts, file), file.stages)}
    if missing := [stage for stage in Stage if stage not in table]:
        raise StageTableError("stages", f"missing: {', '.join(missing)}")
    if unused := file.shared_transitions.keys() - _shared_names(file):
        raise StageTableError("shared_transitions", f"no stage uses {', '.join(sorted(unused))}")
    return table


def _decoded(document: bytes | msgspec.Raw, kind: type[_Read], where: str) -> _Read:
    try:
        return msgspec.json.decode(document, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise StageTableError(where, str(error)) from None


def _facts(file: _StageFile, name: str) -> StageFacts:
    entry = file.stages[name]
    stage = _member(Stage, name, name)
    transitions = tuple(
        _transition(file, stage, own, target)
        for own in _own_transitions(file, name)
        for target in own.targets
    )
    keys = [transition.key for transition in transitions]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise StageTableError(name, f"two transitions are {min(twice)}: give each a variant")
    return StageFacts(
        stage,
        entry.term,
        _member(Phase, entry.phase, name),
        _member(Actor, entry.owner, name),
        _member(ShareClass, entry.share, name),
        _members(OffsetRule, entry.rules, name),
        entry.terminal,
        entry.official,
        transitions,
    )


def _own_transitions(file: _StageFile, name: str) -> Iterator[_TransitionEntry]:
    for entry in file.stages[name].transitions:
        if not isinstance(entry, str):
            yield entry
        elif entry in file.shared_transitions:
            yield file.shared_transitions[entry]
        else:
            raise StageTableError(name, f"{entry!r} is not one of the shared transitions")


def _transition(file: _StageFile, source: Stage, entry: _TransitionEntry, target: str) -> Transition:
    to = _member(Stage, target, source)
    return Transition(
        key=f"{source}>{to}.{entry.variant}" if entry.variant else f"{source}>{to}",
        source=source,
        to=to,
        trigger=entry.trigger or _term(file, target, source),
        actor=_member(Actor, entry.actor, source),
        guard=entry.guard,
        rule=_member(OffsetRule, entry.rule, source) if entry.rule else None,
        needs=_members(RequiredFact, entry.needs, source),
        condition=_member(Condition, entry.condition, source) if entry.condition else None,
        irreversible=entry.irreversible,
    )


def _term(file: _StageFile, name: str, where: str) -> str:
    if name not in file.stages:
        raise StageTableError(where, f"leads to {name}, which is not in the table")
    return file.stages[name].term


def _members(kind: type[_Named], names: Iterable[str], where: str) -> tuple[_Named, ...]:
    return tuple(_member(kind, name, where) for name in names)


def _member(kind: type[_Named], name: str, where: str) -> _Named:
    try:
        return kind[name.upper()]
    except KeyError:
        raise StageTableError(where, f"{name!r} is not in {kind.__name__}") from None


def _shared_names(file: _StageFile) -> set[str]:
    return {own for entry in file.stages.values() for own in entry.transitions if isinstance(own, str)}
