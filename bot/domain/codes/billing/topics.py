"""What billers ask `/explain` about besides codes: NCCI, MUE, modifier 25, incident-to and the like.

Five plain lines each, in our own words, with the document they come from. Looked over in December 2026.
"""

# ruff: noqa: E501 - a sentence a line reads best

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

_WORD = re.compile(r"[a-z0-9]+")
_NOISE = frozenset(
    [
        "what",
        "whats",
        "is",
        "are",
        "the",
        "a",
        "an",
        "of",
        "in",
        "for",
        "to",
        "does",
        "do",
        "mean",
        "means",
        "explain",
        "define",
        "rule",
        "rules",
        "about",
        "when",
        "how",
    ]
)
_CLOSE = 86
_SHORT = 4


@dataclass(frozen=True, slots=True)
class BillingTopic:
    """One topic: `lines` are five sentences, `source` the document with its year, `see` lines to type next."""

    name: str
    also: tuple[str, ...]
    lines: tuple[str, str, str, str, str]
    source: str
    see: tuple[str, ...] = ()


TOPICS: tuple[BillingTopic, ...] = (
    BillingTopic(
        "Modifier 25",
        ("modifier 25", "mod 25", "-25", "25 modifier", "significant separately identifiable"),
        (
            "It goes on a visit that was needed beyond a procedure or another service of the same day.",
            "The note has to show the visit by itself: history, decision and plan that are not the procedure's.",
            "It never goes on the procedure, and it does not replace 57 before major surgery (90 global days).",
            "It is needed with minor procedures (0 or 10 global days), vaccines, injections, physicals and wellness visits.",
            "Payers watch how often it is used: the audit counts its share on your visits.",
        ),
        "NCCI Policy Manual, ch. 1, D; Medicare Claims Processing Manual, ch. 12, 30.6.6; 2026",
        ("/cpt mod 25", "/claim 99213 20610-RT M25.561"),
    ),
    BillingTopic(
        "Modifier 59 and X{EPSU}",
        ("modifier 59", "mod 59", "59 modifier", "x modifiers", "xe xs xp xu", "distinct procedural service"),
        (
            "59 says that two services that are usually one were separate: another session, place, lesion or encounter.",
            "XE (encounter), XS (structure), XP (practitioner) and XU (unusual, not overlapping) say which; payers prefer them.",
            "It only helps where the NCCI pair has indicator 1; with 0 nothing does.",
            "It never goes on a visit: visits take 24, 25 or 57.",
            "A different diagnosis alone does not justify it; the record has to show the separate service.",
        ),
        "NCCI Policy Manual, ch. 1, E; 2026",
        ("/cpt mod 59", "/cpt 97530 97140 together"),
    ),
    BillingTopic(
        "NCCI",
        (
            "ncci",
            "cci",
            "cci edits",
            "ncci edits",
            "national correct coding initiative",
            "ptp",
            "ptp edits",
            "bundling",
            "bundled",
            "unbundling",
        ),
        (
            "CMS's list of code pairs that one clinician does not bill together for one patient and day.",
            "Column 1 is paid; column 2 is denied unless the pair allows a modifier and one is there.",
            "Indicator 0: no modifier helps. 1: one may, if the services were separate. 9: the pair no longer counts.",
            "There is one file for practitioners and one for outpatient hospitals, new each quarter.",
            "A pair that is not in the file is not permission: other rules and the payer's policy still count.",
        ),
        "CMS, Medicare NCCI Procedure to Procedure Edits and Policy Manual, 2026",
        ("/cpt 97530 97140 together", "/explain mue"),
    ),
    BillingTopic(
        "MUE",
        ("mue", "mues", "medically unlikely edit", "medically unlikely edits", "maximum units"),
        (
            "The most units of a code that CMS expects for one patient, one day and one clinician.",
            "MAI 1 counts each line: further units may go on a line of their own with a true modifier.",
            "MAI 2 counts the day and is fixed by policy; MAI 3 counts the day by what is usual and can be appealed.",
            "No row for a code does not mean that units are unlimited; some values are kept secret.",
            "Files for practitioners, hospitals and suppliers come each quarter.",
        ),
        "CMS, Medicare NCCI Medically Unlikely Edits and Policy Manual, ch. 1, V; 2026",
        ("/claim 97110 x8", "/explain ncci"),
    ),
    BillingTopic(
        "Global period",
        ("global period", "global days", "global surgery", "global package", "surgical package", "global"),
        (
            "One fee for the operation covers usual care before and after it: 000, 010 or 090 days.",
            "010 has ten days after it; 090 has one before and ninety after. XXX has none, ZZZ follows its primary code.",
            "In that time an unrelated visit takes 24, an unrelated procedure 79, a staged one 58, a return to the OR 78.",
            "The visit that decides on major surgery takes 57; with minor surgery the same-day visit takes 25.",
            "Split care is shown by 54 (surgery), 55 (after) and 56 (before).",
        ),
        "Medicare Claims Processing Manual, ch. 12, 40; fee schedule field 'global days'; 2026",
        ("/cpt mod 24", "/cpt mod 78"),
    ),
    BillingTopic(
        "8-minute rule",
        (
            "8 minute rule",
            "eight minute rule",
            "8-minute rule",
            "8 min rule",
            "midpoint rule",
            "rule of eights",
            "rule of 8",
        ),
        (
            "Medicare counts 15-minute therapy units by the total of timed minutes of the day, all timed codes together.",
            "8 to 22 minutes are 1 unit, 23 to 37 are 2, 38 to 52 are 3, and so on, 15 minutes each.",
            "Units go to the codes with the most minutes; leftover minutes of several codes count together.",
            "Untimed codes (evaluations, group, unattended stimulation) are one unit each and outside of it.",
            "Some payers follow CPT's midpoint instead: each code by itself, 8 minutes or more for a unit.",
        ),
        "Medicare Claims Processing Manual, ch. 5, 20.2; 2026",
        ("/cpt units 97110 23, 97140 15",),
    ),
    BillingTopic(
        "Split or shared visit",
        ("split shared", "split/shared", "split or shared", "shared visit", "split visit", "modifier fs"),
        (
            "A visit in a hospital or other facility that a physician and an NPP of one group do together.",
            "It is billed under whoever did the substantive part: more than half of the time, or the decision making.",
            "The line takes FS; the note names both and is signed by the one who bills.",
            "It does not exist in the office (place 11): there the rule is incident-to.",
            "Critical care counts by more than half of the total time only.",
        ),
        "42 CFR 415.140; Medicare Claims Processing Manual, ch. 12, 30.6.18; 2024 rule, as of 2026",
        ("/explain incident-to", "/cpt mod FS"),
    ),
    BillingTopic(
        "Incident-to",
        ("incident to", "incident-to", "incident 2", "supervision billing"),
        (
            "Staff's or an NPP's service in the office billed under the physician, paid at the full fee.",
            "The physician has seen the patient first, set the plan, and stays involved.",
            "A new problem or a new patient is not incident-to: the NPP bills under the own number, at 85 percent.",
            "Direct supervision: the physician is in the suite, or by live video where Medicare allows it.",
            "It never applies in a hospital or a skilled nursing facility under Part A.",
        ),
        "42 CFR 410.26; Medicare Benefit Policy Manual, ch. 15, 60; 2026",
        ("/explain split shared",),
    ),
    BillingTopic(
        "LCD and NCD",
        (
            "lcd",
            "ncd",
            "local coverage determination",
            "national coverage determination",
            "coverage determination",
            "coverage article",
        ),
        (
            "NCD: Medicare's rule for the whole country on whether a service is covered. LCD: your contractor's (MAC).",
            "An LCD's billing article lists the diagnoses that support a code, and how often it is paid.",
            "A diagnosis that is not on the list is denied as not necessary (CO-50): an ABN before the service matters.",
            "They change through the year: look up the one in force on the date of service in CMS's coverage database.",
            "CodeDesk does not hold them, so a claim check here says nothing of coverage.",
        ),
        "Medicare Program Integrity Manual, ch. 13; 2026",
        ("/explain abn",),
    ),
    BillingTopic(
        "ABN",
        (
            "abn",
            "advance beneficiary notice",
            "advance notice",
            "cms-r-131",
            "waiver",
            "ga modifier",
            "modifier ga",
        ),
        (
            "A Medicare notice (CMS-R-131) signed before a service that Medicare may deny as not necessary.",
            "GA: signed and on file, so the patient can be billed. GZ: needed, but none: the practice pays.",
            "GX: a voluntary notice for what Medicare never covers. GY: never covered, none needed.",
            "It names the service, the reason and the cost; a blanket notice for everything does not count.",
            "Medicare Advantage does not use it: there the plan decides before the service.",
        ),
        "Medicare Claims Processing Manual, ch. 30, 50; 2026",
        ("/cpt mod GA", "/cpt mod GZ"),
    ),
    BillingTopic(
        "Telehealth",
        (
            "telehealth",
            "telemedicine",
            "virtual visit",
            "video visit",
            "audio only",
            "modifier 95",
            "modifier 93",
        ),
        (
            "Place 10 where the patient is at home, 02 anywhere else: the patient's place decides, not yours.",
            "95 is sound and picture, 93 sound alone. Medicare goes by the place; many other payers want 95 as well.",
            "Medicare pays what is on its telehealth list, at the office rate with place 10.",
            "98000-98016 are CPT's telemedicine visits; Medicare takes office visit codes instead, and 98016.",
            "Which services may be given at home outside of behavioral health depends on the law of the date: look before billing.",
        ),
        "CMS list of telehealth services; Medicare Claims Processing Manual, ch. 12, 190; 2026",
        ("/cpt pos 10", "/cpt modifiers telehealth"),
    ),
    BillingTopic(
        "Medical necessity",
        ("medical necessity", "medically necessary", "necessity", "co-50", "co 50"),
        (
            "A payer pays what it takes for reasonable and needed for this patient's condition.",
            "The diagnosis on the line tells why: the pointer in 24E ties it to the procedure.",
            "Medicare's rules stand in NCDs and LCDs; other payers have medical policies.",
            "A correct code is not yet a covered one: edits and necessity are two questions.",
            "The record of that day has to show the need; a later letter alone does not.",
        ),
        "Social Security Act, 1862(a)(1)(A); Medicare Program Integrity Manual, ch. 3, 3.6; 2026",
        ("/explain lcd", "/explain abn"),
    ),
    BillingTopic(
        "Timely filing",
        ("timely filing", "filing limit", "timely filing limit", "deadline to file", "co-29"),
        (
            "The time within which a claim has to reach the payer, counted from the date of service.",
            "Medicare: one calendar year. Medicaid and other payers set their own: often 90 to 365 days.",
            "For a hospital stay Medicare counts from the last day on the claim.",
            "A rejected claim was never filed: keep the clearinghouse's acceptance report as proof.",
            "A denial for late filing (CO-29) is not the patient's to pay where the contract forbids it.",
        ),
        "42 CFR 424.44; Medicare Claims Processing Manual, ch. 1, 70; 2026",
    ),
    BillingTopic(
        "Prior authorization",
        (
            "prior authorization",
            "prior auth",
            "preauthorization",
            "precertification",
            "precert",
            "authorization",
        ),
        (
            "A payer's yes before a service; without it, the claim is denied whatever the codes say.",
            "It names codes, units, dates and place: what was done has to match them.",
            "It does not promise payment: eligibility and necessity are looked at again.",
            "Box 23 of the CMS-1500 carries its number.",
            "Original Medicare asks for it for few services; Medicare Advantage and others for many.",
        ),
        "CMS-1500 instructions, Medicare Claims Processing Manual, ch. 26, 10.4; 2026",
    ),
    BillingTopic(
        "RVU and fee schedule",
        ("rvu", "rvus", "relative value unit", "fee schedule", "conversion factor", "gpci", "mpfs"),
        (
            "Work, practice expense and malpractice: three values that say what a service takes.",
            "Each is multiplied by the locality's index (GPCI); their sum times the conversion factor is the fee.",
            "Practice expense is higher in an office than in a facility, which bills its own costs.",
            "From 2026 there are two conversion factors: one for qualifying APM participants.",
            "A status letter says whether it is paid at all: A yes, B bundled, I by another code, N not covered.",
        ),
        "Medicare Claims Processing Manual, ch. 12, 20; fee schedule of 2026",
        ("/codes locality",),
    ),
    BillingTopic(
        "New and established patient",
        (
            "new patient",
            "established patient",
            "new vs established",
            "new or established",
            "three year rule",
            "3 year rule",
        ),
        (
            "New: no face-to-face service in three years by this clinician or the same specialty of the group.",
            "A read-only service, such as an EKG reading, does not make a patient established.",
            "A physician who moves takes the patient along: the three years follow the clinician.",
            "NPPs count as the specialty of the physicians that they work with, as CPT says; Medicare goes by its specialty code.",
            "Emergency visits have no such split.",
        ),
        "CPT, evaluation and management; Medicare Claims Processing Manual, ch. 12, 30.6.7; 2026",
        ("/cpt compare 99203 99213",),
    ),
    BillingTopic(
        "Crosswalk of diagnoses and lines",
        ("pointer", "diagnosis pointer", "pointers", "24e", "dx pointer", "linking diagnosis"),
        (
            "Box 21 holds up to twelve diagnoses, A to L; box 24E of each line points to up to four.",
            "The first pointer is the main reason for that line.",
            "A line without a diagnosis that explains it is denied, however many stand in box 21.",
            "Order matters in box 21 too: manifestations and external causes never come first.",
            "On an electronic claim the pointers are numbers, 1 to 12.",
        ),
        "Medicare Claims Processing Manual, ch. 26, 10.4; NUCC CMS-1500 manual; 2026",
        ("/claim 97140-GP 2 M54.50",),
    ),
)


def find_topic(text: str) -> BillingTopic | None:
    """The topic that `text` asks about, small slips forgiven; None for everything else.

    >>> find_topic("what is the 8 minute rule?").name
    '8-minute rule'
    """
    asked = " ".join(word for word in _WORD.findall(text.lower().replace("'", "")) if word not in _NOISE)
    if not asked:
        return None
    names = _names()
    if asked in names:
        return names[asked]
    if len(asked) <= _SHORT:
        return None
    close = process.extractOne(
        asked, [n for n in names if len(n) > _SHORT], scorer=fuzz.ratio, score_cutoff=_CLOSE
    )
    return names[close[0]] if close else None


@lru_cache(maxsize=1)
def _names() -> Mapping[str, BillingTopic]:
    found: dict[str, BillingTopic] = {}
    for topic in TOPICS:
        for name in (topic.name, *topic.also):
            words = [word for word in _WORD.findall(name.lower()) if word not in _NOISE]
            found.setdefault(" ".join(words), topic)
    return found
