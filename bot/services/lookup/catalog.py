"""The codes of a workspace, as every answer about procedures asks for them."""

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
    """ProcedureCatalog: what the starter set knows of a code, and the loaded codes for what was mistyped."""

    code_library: CodeLibrary
    source = WordingSource.STARTER

    def find(self, code: ProcedureCode, on: date, workspace: str) -> Procedure | None:  # noqa: ARG002
        """How a code counts time and what to watch out for; a file of codes tells none of that."""
        return STARTER.get(code.code)

    def codes(self, workspace: str) -> Collection[str]:
        """The starter set's codes and those that the workspace may see; walked only for a mistyped one.

        Of loaded modifiers, which have two characters, it tells whether they are known, and does not walk them.
        """
        return _Codes(self.code_library.files, workspace)


@dataclass(frozen=True, slots=True)
class _Codes(Collection[str]):
    """All codes of a workspace. Walking them takes milliseconds: only a slip of the finger is worth that."""

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
