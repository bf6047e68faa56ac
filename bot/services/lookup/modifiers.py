"""What the loaded lists say about modifiers: CPT's for a workspace with a license, HCPCS's for every workspace.

The HCPCS starter answers for a modifier that is in no loaded list and not in our own texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.codefiles.hcpcs_starter import hcpcs_starter
from bot.domain.codes.claim.edition import ReferenceEdition
from bot.domain.codes.cpt.modifiers import MODIFIERS
from bot.domain.codes.hcpcs.starter import starter_modifier
from bot.domain.codes.listing import ListedModifier
from bot.services.library.code_library import CodeLibrary
from bot.services.library.open_editions import listed_modifier
from bot.services.ports.request_context import RequestContext


@dataclass(frozen=True, slots=True)
class ModifierLists:
    """The lists that answer for a day, with all their modifiers in order.

    `starter`: more modifiers from the starter.
    """

    editions: tuple[ReferenceEdition, ...] = ()
    modifiers: tuple[str, ...] = ()
    starter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedModifiers:
    """Modifiers as printed in the lists of the day. A modifier in no list is left out."""

    listed: tuple[ListedModifier, ...] = ()
    editions: tuple[ReferenceEdition, ...] = ()

    def find(self, modifier: str) -> ListedModifier | None:
        """The modifier as printed, or None."""
        return next((each for each in self.listed if each.modifier == modifier), None)


def look_up_modifiers(
    named: Sequence[str], on: date | None, request: RequestContext, *, code_library: CodeLibrary
) -> NamedModifiers:
    """Each of the modifiers as of `on` (None: today)."""
    lists = code_library.files.modifiers(on, request.today, request.workspace)
    found = (listed_modifier(each, lists) or _of_starter(each) for each in named)
    return NamedModifiers(tuple(each for each in found if each), tuple(table.edition for table in lists))


def modifier_lists(on: date | None, request: RequestContext, *, code_library: CodeLibrary) -> ModifierLists:
    """All modifiers as of `on` (None: today)."""
    lists = code_library.files.modifiers(on, request.today, request.workspace)
    every = sorted({modifier for table in lists for modifier in table.modifiers()})
    further = (m for m in hcpcs_starter().modifiers if m not in every and m not in MODIFIERS)
    return ModifierLists(tuple(table.edition for table in lists), tuple(every), tuple(further))


def _of_starter(modifier: str) -> ListedModifier | None:
    """A modifier that only the starter has."""
    row = None if modifier in MODIFIERS else hcpcs_starter().modifiers.get(modifier)
    return starter_modifier(row) if row else None
