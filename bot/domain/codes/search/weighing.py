"""The numbers of the ranking in one place. Tuned on one half of the development queries, checked on the other."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weighing:
    """Factors and powers of the score; all scores lie between 0 and about 1.2."""

    rough_kept: int = 150  # candidate texts that are weighed word by word
    rough_floor: float = 0.35  # of the best rough score
    asked_power: float = 1.2  # on how much of the question a text answers
    text_floor: float = 0.45  # what a text that answers all keeps, however much else it says
    whole_meaning: float = 1.45  # power on partly met expansions: half of 'myocardial infarction' is little
    other_denial: float = 0.45  # 'with' asked, 'without' found, or the reverse
    least_asked: float = 0.2  # of the question: a text with less lends its document no shape
    several_texts: float = 0.95  # the question answered by several texts of a code together
    from_header: float = 0.94  # what a code inherits from the texts of its header
    default_child: float = 0.995  # the child to bill where a header is what was asked
    header: float = 0.965
    other: float = 0.985  # 'Other ...' where nothing asked for it
    sided: float = 0.985  # a side where none was asked
    wrong_side: float = 0.6
    both_sides: float = 1.03  # right or left where bilateral is asked and no code says it
    other_patient: float = 0.93  # a code for mothers or newborns where neither was asked about
    manifestation: float = 0.95
    accessory: float = 0.9  # a part of a thing, an addition to it, where none was asked for
    unspecified: float = 0.01
    common: float = 0.07
    boost: float = 0.08  # at most, for codes that the team uses
    floor: float = 0.05
    far_below: float = 0.3  # of the best score: what has less is noise that pads a list


STANDARD = Weighing()
