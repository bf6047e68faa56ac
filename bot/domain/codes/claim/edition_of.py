"""Describe a loaded edition for answers."""

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.edition import ReferenceEdition, ReferenceFile
from bot.domain.codes.editions import PAIR_PARTS, Gathered
from bot.domain.codes.releases import System

_FILES = {
    System.PAIRS_PRACTITIONER: (ReferenceFile.PAIRS, ClaimSetting.PRACTITIONER),
    System.PAIRS_OUTPATIENT: (ReferenceFile.PAIRS, ClaimSetting.OUTPATIENT),
    System.UNITS_PRACTITIONER: (ReferenceFile.UNITS, ClaimSetting.PRACTITIONER),
    System.UNITS_OUTPATIENT: (ReferenceFile.UNITS, ClaimSetting.OUTPATIENT),
    System.UNITS_DME: (ReferenceFile.UNITS, ClaimSetting.DME),
    System.ADD_ONS: (ReferenceFile.ADD_ONS, None),
    System.FEES: (ReferenceFile.FEES, None),
    System.FEES_QPP: (ReferenceFile.FEES, None),
}


def edition_of(gathered: Gathered) -> ReferenceEdition:
    """File, name, days and setting. An incomplete quarter is named with its loaded parts."""
    release = gathered.release
    file, setting = _FILES.get(release.system, (ReferenceFile.PROCEDURES, None))
    name = release.edition
    if file is ReferenceFile.PAIRS and not gathered.whole:
        there = ", ".join(part.removeprefix("f") for part in gathered.parts)
        name = f"{name}, only part {there} of {len(PAIR_PARTS)}"
    if release.system is System.FEES_QPP and "QPP" not in name:
        name = f"{name} QPP"
    if file is ReferenceFile.PROCEDURES:
        name = f"{release.system} {name}"
    return ReferenceEdition(file, name, release.effective, release.ends, setting)
