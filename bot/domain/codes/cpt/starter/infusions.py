"""Hydration, infusions, pushes and chemotherapy.

Times: CPT's guidelines for infusions (16 minutes make an infusion, a further hour counts past its half), as Medicare
follows them in the Claims Processing Manual, chapter 12, section 30.5.
"""

from bot.domain.codes.cpt.procedure import Group, Procedure
from bot.domain.codes.cpt.timing import Band, Beyond, PerService, Step, Timing

_SOURCE = "CPT infusion guidelines; Medicare Claims Processing Manual, ch. 12, 30.5 (2025)"
_TIMES = "the record needs start and stop times; without a stop time it is a push"
_PUSH = "15 minutes or less is a push: {}"
_HALF = "counts past 30 minutes of the further hour"
_FACILITY = "facilities put an infusion before a push before an injection"


def _one(
    code: str, words: str, timing: Timing, *traps: str,
    primaries: tuple[str, ...] = (), other_primaries: str = "", related: tuple[str, ...] = (),
) -> Procedure:  # fmt: skip
    timed = not isinstance(timing, PerService)
    return Procedure(
        code, words, Group.INFUSION, timing, traps, primaries=primaries, other_primaries=other_primaries,
        related=related, time_source=_SOURCE if timed else "",
    )  # fmt: skip


_FIRSTS = ("96365", "96374", "96409", "96413")

INFUSIONS = (
    _one(
        "96360", "Hydration by vein, first hour, at least 31 minutes", Band(31, 90),
        "30 minutes or less is not billed", "not while a drug runs, and not to keep the vein open",
        _TIMES, related=("96361", "96365"),
    ),
    _one(
        "96361", "Hydration by vein, each further hour", Beyond(60, (("96360", 60),), Step.PAST_HALF), _HALF,
        "the first one begins at 91 minutes in all", primaries=("96360",),
        other_primaries="an infusion or push that is the day's initial code", related=("96360",),
    ),
    _one(
        "96365", "Infusion of a drug by vein, first hour", Band(16, 90), _PUSH.format("96374"), _TIMES,
        related=("96366", "96374", "96413"),
    ),
    _one(
        "96366", "Infusion of a drug by vein, each further hour",
        Beyond(60, (("96365", 60), ("96367", 60)), Step.PAST_HALF), _HALF,
        "the first one begins at 91 minutes in all", primaries=("96365", "96367"), related=("96365",),
    ),
    _one(
        "96367", "Infusion of another drug by vein, one after the other, first hour", Band(16, 90),
        _PUSH.format("96375"), _TIMES, "once for each drug", primaries=_FIRSTS,
        related=("96365", "96366", "96368"),
    ),
    _one(
        "96368", "Infusion of another drug at the same time", PerService(),
        "two drugs in one bag are one infusion", primaries=("96365", "96366", "96413", "96415", "96416"),
        related=("96367",),
    ),
    _one(
        "96369", "Infusion under the skin with setting up the pump, first hour", Band(16, 90),
        _PUSH.format("96372"), _TIMES, related=("96370", "96372"),
    ),
    _one(
        "96370", "Infusion under the skin, each further hour", Beyond(60, (("96369", 60),), Step.PAST_HALF), _HALF,
        primaries=("96369",), related=("96369",),
    ),
    _one(
        "96374", "Push of a drug into a vein, the first one", PerService(),
        "an infusion of 15 minutes or less is a push too", related=("96375", "96365"),
    ),
    _one(
        "96375", "Push of a further, different drug into a vein", PerService(), "once for each drug",
        primaries=("96365", "96374", "96409", "96413"), related=("96374", "96376"),
    ),
    _one(
        "96376", "Push of the same drug into a vein again", PerService(),
        "more than 30 minutes after the push before", _FACILITY,
        primaries=("96365", "96374", "96409", "96413"), related=("96375",),
    ),
)  # fmt: skip

_COMPLEX = "for chemotherapy and for other drugs that need the same care, such as some biologics"
CHEMOTHERAPY = (
    _one("96401", "Chemotherapy injection under the skin or into a muscle, not a hormone", PerService(),
         _COMPLEX, related=("96402", "96372")),
    _one("96402", "Chemotherapy injection under the skin or into a muscle, a hormone", PerService(),
         "for hormones given against a cancer", related=("96401", "96372")),
    _one("96409", "Chemotherapy push into a vein, the first drug", PerService(), _COMPLEX,
         related=("96411", "96413")),
    _one("96411", "Chemotherapy push into a vein, each further drug", PerService(), "once for each drug",
         primaries=("96409", "96413"), related=("96409",)),
    _one(
        "96413", "Chemotherapy infusion by vein, first hour", Band(16, 90), _PUSH.format("96409"), _COMPLEX, _TIMES,
        related=("96415", "96365", "96417"),
    ),
    _one(
        "96415", "Chemotherapy infusion by vein, each further hour",
        Beyond(60, (("96413", 60), ("96417", 60)), Step.PAST_HALF), _HALF,
        "the first one begins at 91 minutes in all", primaries=("96413", "96417"), related=("96413",),
    ),
    _one("96416", "Starting a chemotherapy infusion of more than 8 hours with a pump", PerService(),
         "the pump has to be portable or implanted", related=("96413",)),
    _one(
        "96417", "Chemotherapy infusion of another drug, one after the other, first hour", Band(16, 90),
        _PUSH.format("96411"), _TIMES, "once for each drug", primaries=("96413",), related=("96413", "96415"),
    ),
)  # fmt: skip
