"""The starter set: everyday codes in our own plain words, for the time before a team loads its files.

Nothing here is the AMA's text. Facts come from the published rules (CPT's time rules since 2021 and 2024,
Medicare's Claims Processing Manual, chapter 5); whether a code is valid on a date is not checked here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.cpt.starter.behavioral import BEHAVIORAL, COUNSELING
from bot.domain.codes.cpt.starter.services import DRUGS, IMAGING, LABS, MEASURES_AND_COACHING, PROCEDURES
from bot.domain.codes.cpt.starter.therapy import THERAPY
from bot.domain.codes.cpt.starter.visits import OFFICE_VISITS, PREVENTIVE_VISITS

_GROUPS = (
    OFFICE_VISITS,
    PREVENTIVE_VISITS,
    THERAPY,
    BEHAVIORAL,
    COUNSELING,
    PROCEDURES,
    LABS,
    IMAGING,
    DRUGS,
    MEASURES_AND_COACHING,
)
STARTER: Mapping[str, Procedure] = MappingProxyType(
    {procedure.code: procedure for group in _GROUPS for procedure in group}
)
