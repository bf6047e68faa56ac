"""What a name of HCPCS is of, apart from what is told of it: 'Walker, folding (pickup), adjustable or fixed height'."""

import re

from bot.domain.codes.releases import System
from bot.domain.codes.search.weights import set_of

ACCESSORIES = set_of("accessories accessory addition attachment modification repair replace replacement")
"""What HCPCS calls parts and changes of a thing."""
_FORMS = set_of("infusion injection")
"""Heads that say in what form a thing comes, not which thing it is."""
_ENDS = re.compile("[,;]")


def head_and_rest(system: str, name: str) -> tuple[str, str]:
    """The head of a name and what follows its first comma, '' where nothing does; other systems' names are heads.

    >>> head_and_rest("HCPCS Level II", "Injection, ketorolac tromethamine, per 15 mg")
    ('Injection, ketorolac tromethamine', ' per 15 mg')
    """
    if system != System.HCPCS:
        return name, ""
    form, _, _ = name.partition(",")
    end = _ENDS.search(name, len(form) + 1 if form.lower() in _FORMS else 0)
    return (name[: end.start()], name[end.end() :]) if end else (name, "")
