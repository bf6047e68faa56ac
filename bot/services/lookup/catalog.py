"""The codes of a workspace, for every answer about procedures."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from bot.codefiles.hcpcs_starter import hcpcs_starter
from bot.domain.codes.cpt.grammar import ProcedureCode
from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.cpt.starter import STARTER
from bot.services.library.code_library import CodeLibrary
from bot.services.library.open_editions import OpenEditions
from bot.services.lookup.procedures import WordingSource


@dataclass(frozen=True, slots=True)
class LoadedCatalog:
    """ProcedureCatalog of the starter set's details. The loaded codes help only to correct mistyped ones."""

    code_library: CodeLibrary
    source = WordingSource.STARTER

    def find(self, code: ProcedureCode, on: date, workspace: str) -> Procedure | None:  # noqa: ARG002
        """How a code counts time and common billing mistakes. A file of codes has neither."""
        return STARTER.get(code.code)

    def codes(self, workspace: str) -> Collection[str]:
        """The starter set's codes and those that the workspace may see. Iterated only for a mistyped code.

        For loaded modifiers, which have two characters, it supports `in` but does not iterate them.
        """
        return _Codes(self.code_library.files, workspace)


@dataclass(frozen=True, slots=True)
class _Codes(Collection[str]):
    """All codes of a workspace. Iterating takes milliseconds, so it is done only for a mistyped code."""

    files: OpenEditions
    workspace: str

    def __iter__(self) -> Iterator[str]:
        yield from {*STARTER, *hcpcs_starter().codes, *self.files.codes(self.workspace)}

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, code: object) -> bool:
        if code in STARTER or not isinstance(code, str):
            return code in STARTER
        if hcpcs_starter().find(code):
            return True
        if len(code) == _MODIFIER:
            return self.files.knows_modifier(code, self.workspace)
        return self.files.knows(code, self.workspace)


_MODIFIER = 2
