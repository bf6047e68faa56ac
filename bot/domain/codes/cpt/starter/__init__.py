"""The starter set: everyday codes in our own plain words, so that a team is answered before it loads its files.

Nothing here is the AMA's text. Facts come from the published rules (CPT time rules since 2021/2024, Medicare's
Claims Processing Manual chapter 5); whether a code is valid on a given date is not checked by this set.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.cpt.starter.therapy import THERAPY

STARTER: Mapping[str, Procedure] = MappingProxyType(
    {procedure.code: procedure for group in (THERAPY,) for procedure in group}
)
