"""The payers that a note may name, and billers' spellings of each. Names are as the payers spell them."""

import re
from collections.abc import Iterable, Mapping

_WRITTEN: Mapping[str, tuple[str, ...]] = {
    "Aetna": ("aetna",),
    "Ambetter": ("ambetter",),
    "Amerigroup": ("amerigroup",),
    "Anthem": ("anthem", "anthem bcbs", "anthem blue cross", "elevance"),
    "BCBS": (
        *("bcbs", "bc/bs", "blue cross blue shield", "blue cross & blue shield"),
        *("blue cross and blue shield", "blue cross", "blue shield", "the blues"),
    ),
    "Carelon": ("carelon",),
    "Centene": ("centene",),
    "CHAMPVA": ("champva",),
    "Cigna": ("cigna", "cigna healthcare"),
    "EmblemHealth": ("emblemhealth", "emblem health", "emblem"),
    "eviCore": ("evicore",),
    "Florida Blue": ("florida blue",),
    "Geisinger": ("geisinger",),
    "Harvard Pilgrim": ("harvard pilgrim",),
    "Health Net": ("health net", "healthnet"),
    "Highmark": ("highmark", "highmark bcbs"),
    "Horizon": ("horizon", "horizon bcbs", "horizon bcbsnj"),
    "Humana": ("humana",),
    "Independence Blue Cross": ("independence blue cross", "ibx"),
    "Kaiser": ("kaiser", "kaiser permanente", "kp"),
    "Magellan": ("magellan",),
    "Medi-Cal": ("medi-cal", "medi cal"),
    "Medicaid": ("medicaid", "mcaid", "mcd", "medical assistance"),
    "Medicare": ("medicare", "mcare", "mcr", "cms", "medicare part b", "part b"),
    "Medicare Advantage": ("medicare advantage", "ma plan", "ma plans", "mapd", "part c"),
    "Molina": ("molina", "molina healthcare"),
    "Multiplan": ("multiplan",),
    "Optum": ("optum",),
    "Oscar": ("oscar", "oscar health"),
    "Oxford": ("oxford", "oxford health"),
    "Premera": ("premera",),
    "Railroad Medicare": ("railroad medicare", "rr medicare", "rrb"),
    "Regence": ("regence",),
    "Self-pay": ("self-pay", "self pay", "selfpay", "cash"),
    "Tricare": ("tricare", "tricare east", "tricare west"),
    "Tufts": ("tufts", "tufts health plan"),
    "UHC": (
        *("uhc", "united", "united healthcare", "unitedhealthcare", "united health care"),
        *("unitedhealth", "united health"),
    ),
    "UMR": ("umr",),
    "UPMC": ("upmc", "upmc health plan"),
    "VA": ("va", "va ccn", "veterans affairs"),
    "WellCare": ("wellcare", "well care"),
    "Workers' comp": (
        *("workers' comp", "workers comp", "worker's comp", "work comp", "wc"),
        *("workers' compensation", "workers compensation", "worker's compensation"),
    ),
    "Auto": ("auto", "auto insurance", "mva", "pip", "no-fault", "no fault"),
}

_NAMES = {written: payer for payer, all_written in _WRITTEN.items() for written in all_written}
_LEADING = re.compile(
    rf"(?:for )?(?P<payer>{'|'.join(re.escape(w) for w in sorted(_NAMES, key=len, reverse=True))})(?![\w'/-])[\s:,;-]*",
    re.IGNORECASE,
)

PAYERS = tuple(_WRITTEN)
"""By the name shown on cards."""


def take_payer(text: str) -> tuple[str, str]:
    """The payer at the start of `text` ('' for none) and the rest.

    >>> take_payer("United Healthcare: needs GP")
    ('UHC', 'needs GP')
    """
    found = _LEADING.match(text)
    return (_NAMES[found["payer"].lower()], text[found.end() :]) if found else ("", text)


_SHORT = 3
_SHORT_AND_PLAIN = frozenset({"uhc", "umr", "ibx", "mcr", "mcd", "rrb"})
"""Short names that are no modifier and no word of another meaning."""


def _any_of(names: Iterable[str]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))


_ANYWHERE = re.compile(
    rf"(?<![\w'/-])(?:(?:for|payer|payor|insurance|ins|carrier)[: ]+(?P<said>{_any_of(_NAMES)})"
    rf"|(?P<bare>{_any_of(name for name in _NAMES if len(name) > _SHORT or name in _SHORT_AND_PLAIN)}))(?![\w'/-])",
    re.IGNORECASE,
)


def find_payer(text: str) -> tuple[str, str]:
    """`text` without the first payer in it, and that payer ('' for none).

    Names of up to three letters may be modifiers or other abbreviations, so most count only after 'for' or 'payer'.

    >>> find_payer("99396 Z00.00 medicare")
    ('99396 Z00.00 ', 'Medicare')
    """
    found = _ANYWHERE.search(text)
    if found is None:
        return text, ""
    return f"{text[: found.start()]}{text[found.end() :]}", _NAMES[(found["said"] or found["bare"]).lower()]
