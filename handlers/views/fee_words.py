"""The letters of Medicare's fee schedule in words of our own.

Source: CMS Claims Processing Manual, chapter 23, addendum (MPFSDB record layout).
"""

STATUSES = {
    "A": "active, paid by its RVUs",
    "B": "bundled into other services, never paid apart",
    "C": "priced by the contractor",
    "D": "deleted",
    "E": "excluded by regulation",
    "F": "deleted, no grace period",
    "G": "not valid for Medicare, which takes another code",
    "H": "deleted modifier",
    "I": "not valid for Medicare, which takes another code",
    "J": "anesthesia, paid by base units and time",
    "M": "a measure, reported without payment",
    "N": "not covered by Medicare",
    "P": "bundled or excluded, not paid apart",
    "Q": "functional information, reported without payment",
    "R": "covered only under special conditions",
    "T": "paid only where nothing else is paid to the same clinician that day",
    "X": "outside of the fee schedule by law",
}
GLOBAL_DAYS = {
    "000": "the day of the procedure only",
    "010": "the day and 10 days after it",
    "090": "the day before, the day, and 90 days after",
    "MMM": "maternity, no usual global days",
    "XXX": "no global days",
    "YYY": "the contractor decides",
    "ZZZ": "goes with another service and shares its days",
}
PCTC = {
    "0": "a clinician's service, not split",
    "1": "a test with a reading (26) and a machine (TC)",
    "2": "the reading alone",
    "3": "the machine alone",
    "4": "the whole test, split by other codes",
    "5": "incident to a clinician's service",
    "6": "a laboratory test that a physician may interpret (26)",
    "7": "therapy, not paid to hospitals this way",
    "8": "a physician's interpretation of a laboratory test",
    "9": "not split",
}
MULTIPLE = {
    "0": "no reduction",
    "1": "older reduction rules",
    "2": "the usual reduction: 100 %, then 50 %",
    "3": "reduction for endoscopies of one family",
    "4": "reduction for imaging, the machine's part",
    "5": "therapy: practice expense halved after the first unit",
    "6": "reduction for heart and vessel tests",
    "7": "reduction for eye tests",
    "9": "does not apply",
}
BILATERAL = {
    "0": "no more for both sides",
    "1": "150 % for both sides",
    "2": "both sides are in the price already",
    "3": "each side paid in full",
    "9": "does not apply",
}
ASSISTANT = {
    "0": "with a reason in the record",
    "1": "not paid",
    "2": "may be paid",
    "9": "does not apply",
}
CO_SURGEONS = {
    "0": "not paid",
    "1": "with a reason in the record",
    "2": "may be paid, two specialties",
    "9": "does not apply",
}
TEAM = {
    "0": "not paid",
    "1": "with a reason in the record",
    "2": "may be paid",
    "9": "does not apply",
}
