"""The weight of a word. Rare words weigh more; some words weigh little however rare they are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weighing:
    """Factors and exponents of the score. All scores are between 0 and about 1.2."""

    rough_kept: int = 150  # candidate texts that are weighed word by word
    rough_floor: float = 0.35  # of the best rough score
    asked_power: float = 1.2  # on how much of the question a text answers
    text_floor: float = 0.45  # what a text that answers all keeps, however much else it says
    whole_meaning: float = 1.45  # power on partly met expansions: half of 'myocardial infarction' is little
    other_denial: float = (
        0.15  # what is left of a word where 'with' is asked and 'without' found, or the reverse
    )
    silent: float = 0.45  # of a denied word where a text doesn't speak of it: mostly it is not there
    opposed: float = 0.45  # how much a text loses that says the opposite of what was asked
    qualified: float = 0.87  # 'with ...' or 'due to ...' of which nothing was asked: not the plain case
    other_value: float = 0.55  # acute asked, chronic found
    least_asked: float = 0.2  # of the question: a text with less lends its document no shape
    several_texts: float = 0.95  # the question answered by several texts of a code together
    from_header: float = 0.94  # what a code inherits from the texts of its header
    default_child: float = 0.995  # the child to bill where a header is what was asked
    header: float = 0.965
    other: float = 0.985  # 'Other ...' if it is not in the query
    sided: float = 0.985  # a side that is not in the query
    wrong_side: float = 0.6
    side_left_open: float = 0.9  # 'unspecified side' where one was asked
    both_sides: float = 1.1  # right or left where bilateral is asked and no code says it
    other_patient: float = 0.93  # a code for mothers or newborns where neither was asked about
    manifestation: float = 0.95
    neoplasm: float = 0.85  # a neoplasm where no word of the question says one
    complication: float = 0.88  # a complication where none was asked about
    accessory: float = 0.9  # a part of a thing, an addition to it, where none was asked for
    unspecified: float = 0.01
    common: float = 0.07
    boost: float = 0.08  # at most, for codes that the team uses
    floor: float = 0.05
    far_below: float = 0.3  # of the best score: hits with less are noise


STANDARD = Weighing()


def set_of(*lines: str) -> frozenset[str]:
    """The words of some lines, as a set."""
    return frozenset(word for line in lines for word in line.split())


# Words without a meaning of their own in a diagnosis or a query.
STOP = set_of(
    "a an the of in on at to for from by as is was are be and or with due this that these those his her their",
    "its my patient pt has have had having who which when than then into onto over about per via",
    "c/o complains complaint complaining sx symptoms symptom h please code codes icd dx diagnosis",
)
# Words of every lowest-level code, which matter little.
_FAINT = {
    "unspecified": 0.12, "nos": 0.05, "nec": 0.15, "other": 0.55, "specified": 0.3, "elsewhere": 0.1,
    "classified": 0.1, "without": 0.12, "complication": 0.45, "complications": 0.45, "uncomplicated": 0.3,
    "current": 0.4, "status": 0.5, "disease": 0.6, "disorder": 0.6, "diseases": 0.5, "disorders": 0.5, "syndrome": 0.7,
    "condition": 0.4, "conditions": 0.4, "encounter": 0.3, "site": 0.3, "sites": 0.5, "part": 0.4, "parts": 0.4,
    "type": 0.4, "not": 0.15, "non": 0.3, "acute": 0.75, "chronic": 0.85, "side": 0.2, "ear": 1.0, "mellitus": 0.2,
    "due": 0.08, "with": 0.1, "bilateral": 0.8, "essential": 0.5, "simple": 0.7, "primary": 0.8,
}  # fmt: skip
STOP_WEIGHT = 0.06
ASIDE_WEIGHT = 0.35  # in parentheses
AFTER_HEAD_WEIGHT = 0.2  # after the head of a name of HCPCS
DENIED_WEIGHT = 0.4  # 'without ...': mostly the ordinary case
UNKNOWN_IDF = 0.8


def role(word: str) -> float:
    """The factor on a word's rarity, between 0 and 1."""
    faint = _FAINT.get(word)
    if faint is not None:
        return faint
    return STOP_WEIGHT if word in STOP else 1.0
