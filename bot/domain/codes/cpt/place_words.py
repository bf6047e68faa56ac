"""Places of service by their names: `pos home` is 12, and 10 where telehealth is meant."""

import re
from collections.abc import Mapping

from bot.domain.codes.cpt.place_of_service import PLACES
from bot.domain.codes.search.weights import set_of

MOST = 6
_WORD = re.compile(r"[a-z]+")
_NOISE = set_of(
    "pos place places of service code codes the a an at in for what which is and or to on with",
    "medicare",
)
_ALSO: Mapping[str, tuple[str, ...]] = {
    "home": ("12", "10"), "office": ("11",), "clinic": ("11", "17", "49"), "telehealth": ("10", "02"),
    "telemedicine": ("10", "02"), "virtual": ("10", "02"), "video": ("10", "02"), "er": ("23",), "ed": ("23",),
    "emergency": ("23",), "snf": ("31",), "nursing home": ("32", "31"), "nursing": ("31", "32"), "asc": ("24",),
    "surgery center": ("24",), "hospital": ("21", "22", "19", "23"), "inpatient": ("21",), "outpatient": ("22", "19"),
    "jail": ("09",), "prison": ("09",), "fqhc": ("50",), "rhc": ("72",), "dialysis": ("65",), "esrd": ("65",),
    "alf": ("13",), "ambulance": ("41", "42"), "work": ("18",), "retail": ("17",), "lab": ("81",), "birth": ("25",),
    "off campus": ("19",), "on campus": ("22",), "hospice": ("34",), "rehab": ("61", "62"), "shelter": ("04",),
}  # fmt: skip


def places_about(text: str) -> tuple[str, ...]:
    """At most six places that the words of `text` name, the usual one first; () where they name none."""
    asked = [word for word in _WORD.findall(text.lower()) if word not in _NOISE]
    if not asked:
        return ()
    phrase = " ".join(asked)
    usual = _ALSO.get(phrase) or (_ALSO.get(asked[0], ()) if len(asked) == 1 else ())
    named = [code for code, place in PLACES.items() if all(_named(word, place.name) for word in asked)]
    return tuple(dict.fromkeys((*usual, *named)))[:MOST]


def _named(word: str, name: str) -> bool:
    return any(each.startswith(word.removesuffix("s")) for each in _WORD.findall(name.lower()))
