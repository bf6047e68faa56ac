"""The starter set: everyday codes in our own words, for use before a team loads its files.

Nothing here is the AMA's text. Facts come from the published rules (CPT's time rules of 2013 to 2025, Medicare's
Claims Processing Manual, chapters 5 and 12, and its fee schedule's final rules). Validity on a date is not checked
here. Medicare's rules were last reviewed in December 2026. Those on physicals (Social Security Act, 1862(a)(7)),
tobacco counseling (NCD 210.4.1), vaccines and G0283 (HCPCS of January 2026), and G2212 (2026) are current. Those on
69210 and 97010 come from the fee schedule of January 2025.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.cpt.starter.behavior_analysis import BEHAVIOR_ANALYSIS
from bot.domain.codes.cpt.starter.behavioral import BEHAVIORAL, COUNSELING
from bot.domain.codes.cpt.starter.hospital import CARE_PLANNING, CRITICAL_CARE, HOSPITAL
from bot.domain.codes.cpt.starter.infusions import CHEMOTHERAPY, INFUSIONS
from bot.domain.codes.cpt.starter.services import DRUGS, IMAGING, LABS, MEASURES_AND_COACHING, PROCEDURES
from bot.domain.codes.cpt.starter.telemedicine import TELEMEDICINE
from bot.domain.codes.cpt.starter.therapy import THERAPY
from bot.domain.codes.cpt.starter.visits import OFFICE_VISITS, PREVENTIVE_VISITS

_GROUPS = (
    OFFICE_VISITS,
    HOSPITAL,
    CRITICAL_CARE,
    TELEMEDICINE,
    CARE_PLANNING,
    PREVENTIVE_VISITS,
    THERAPY,
    BEHAVIORAL,
    COUNSELING,
    BEHAVIOR_ANALYSIS,
    PROCEDURES,
    INFUSIONS,
    CHEMOTHERAPY,
    LABS,
    IMAGING,
    DRUGS,
    MEASURES_AND_COACHING,
)
STARTER: Mapping[str, Procedure] = MappingProxyType(
    {procedure.code: procedure for group in _GROUPS for procedure in group}
)
