"""A loaded edition as answers name it."""

from bot.domain.codes.claim.claim import Setting
from bot.domain.codes.claim.edition import Edition, File
from bot.domain.codes.editions import PAIR_PARTS, Gathered
from bot.domain.codes.releases import System

_FILES = {
    System.PAIRS_PRACTITIONER: (File.PAIRS, Setting.PRACTITIONER),
    System.PAIRS_OUTPATIENT: (File.PAIRS, Setting.OUTPATIENT),
    System.UNITS_PRACTITIONER: (File.UNITS, Setting.PRACTITIONER),
    System.UNITS_OUTPATIENT: (File.UNITS, Setting.OUTPATIENT),
    System.UNITS_DME: (File.UNITS, Setting.DME),
    System.ADD_ONS: (File.ADD_ONS, None),
    System.FEES: (File.FEES, None),
    System.FEES_QPP: (File.FEES, None),
}


def edition_of(gathered: Gathered) -> Edition:
    """File, name, days and setting. A quarter of which a part is missing names the parts that are there."""
    release = gathered.release
    file, setting = _FILES.get(release.system, (File.PROCEDURES, None))
    name = release.edition
    if file is File.PAIRS and not gathered.whole:
        there = ", ".join(part.removeprefix("f") for part in gathered.parts)
        name = f"{name}, only part {there} of {len(PAIR_PARTS)}"
    if release.system is System.FEES_QPP and "QPP" not in name:
        name = f"{name} QPP"
    if file is File.PROCEDURES:
        name = f"{release.system} {name}"
    return Edition(file, name, release.effective, release.ends, setting)
