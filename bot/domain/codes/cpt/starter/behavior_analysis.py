"""Adaptive behavior services (ABA), 15 minutes each.

Source: CPT's adaptive behavior section, 2019, and its time rule.
"""

from bot.domain.codes.cpt.procedure import Group, Procedure
from bot.domain.codes.cpt.timing import Units

_SOURCE = "CPT adaptive behavior section, 2019; CPT time rule"
_MIDPOINT = "8 minutes make the first unit, by CPT's midpoint rule; payers may want all 15"
_AUTHORIZED = "payers mostly want an authorization, and limit the units a day"
_PLAN = "the note names the goals of the plan that were worked on"
_GROUP = "a group is two to eight patients, one unit line for each patient"


def _one(code: str, words: str, *traps: str, related: tuple[str, ...]) -> Procedure:
    return Procedure(
        code, f"{words}, each 15 minutes", Group.BEHAVIOR_ANALYSIS, Units(15, pooled=False),
        (*traps, _MIDPOINT, _AUTHORIZED), related=related, time_source=_SOURCE,
    )  # fmt: skip


BEHAVIOR_ANALYSIS = (
    _one("97151", "Behavior assessment by the qualified professional",
         "reading the data, scoring and writing the plan count too, without the patient", related=("97152",)),
    _one("97152", "Supporting behavior assessment by a technician, with the patient",
         "ordered and directed by the qualified professional", related=("97151",)),
    _one("97153", "Behavior treatment by a technician, one patient", _PLAN, related=("97155", "97154")),
    _one("97154", "Behavior treatment in a group by a technician", _PLAN, _GROUP, related=("97153", "97158")),
    _one("97155", "Behavior treatment with changes to the plan by the qualified professional, one patient",
         "the note says what was changed, and why", related=("97153", "97158")),
    _one("97156", "Teaching a family to carry out the treatment, by the qualified professional",
         "with the patient there or not", related=("97157",)),
    _one("97157", "Teaching several families to carry out the treatment, by the qualified professional",
         "without the patients", related=("97156",)),
    _one("97158", "Behavior treatment in a group with changes to the plan, by the qualified professional",
         _GROUP, related=("97154", "97155")),
)  # fmt: skip
