"""Recognize forms of one word: 'fractures' and 'fractured', 'diagnosis' and 'diagnoses'.

A light stemmer for the language of diagnoses. Words with the same stem are alternatives, never replacements: the
typed form ranks first.
"""

# Endings of medical Greek and Latin, and the remaining part of each.
_LATIN = {
    "iases": "ias", "iasis": "ias", "oses": "os", "osis": "os", "itides": "it", "itis": "it",
    "omata": "om", "omas": "om", "oma": "om", "yses": "ys", "ysis": "ys", "pathies": "path",
    "pathy": "path", "pathic": "path", "algias": "alg", "algia": "alg", "emias": "em", "emia": "em",
    "emic": "em", "urias": "ur", "uria": "ur", "plegias": "pleg", "plegia": "pleg",
    "trophies": "troph", "trophy": "troph", "trophic": "troph", "ectomies": "ectom",
    "ectomy": "ectom", "ostomies": "ostom", "ostomy": "ostom",
}  # fmt: skip
_ENGLISH = {
    suffix: kept
    for kept, suffixes in {
        "": "ational ization ations ation ements ement ments ment ically ities ical iness ness ances ance "
        "ences ence ives ive ings ing edly ity ied ies ics ous ual als ic al ed ly er ers es ae us um is ism isms "
        "a i e s y",
        "s": "sion sions",
        "t": "tion tions",
    }.items()
    for suffix in suffixes.split()
}
_SHORT_PLURALS = {"s", "ies"}
_WHOLE = {
    "diabetes": "diabet", "diabetic": "diabet", "diabetics": "diabet", "feet": "foot", "teeth": "tooth",
    "women": "woman", "men": "man", "children": "child", "swollen": "swell", "broken": "break",
    "vertebrae": "vertebr", "vertebra": "vertebr", "vertebral": "vertebr", "hypertensive": "hypertens",
    "hypertension": "hypertens", "hypotension": "hypotens", "allergic": "allerg", "allergy": "allerg",
    "allergies": "allerg", "infection": "infect", "infections": "infect", "infected": "infect",
    "infectious": "infect", "infective": "infect", "psychotic": "psychos", "psychosis": "psychos",
    "neurotic": "neuros", "stenotic": "stenos", "necrotic": "necros", "fibrotic": "fibros",
    "cirrhotic": "cirrhos", "thrombotic": "thrombos", "sclerotic": "scleros", "osteoporotic": "osteoporos",
    "severity": "severity", "obese": "obes", "obesity": "obes", "anemic": "anem", "septic": "sept", "sepsis": "seps",
    "pregnant": "pregnan", "pregnancy": "pregnan", "pregnancies": "pregnan", "ulcers": "ulcer",
    "cancer": "cancer", "cancerous": "cancer", "cancers": "cancer", "bitten": "bite", "torn": "tear",
    "bled": "bleed", "broke": "break", "fallen": "fall", "fell": "fall", "stung": "sting", "frozen": "freez",
    "depressed": "depress", "depressive": "depress", "mandible": "mandib", "mandibular": "mandib",
    "testis": "testic", "testes": "testic", "testicle": "testic", "testicles": "testic", "testicular": "testic",
    "maxilla": "maxill", "maxillary": "maxill", "clavicle": "clavic", "clavicular": "clavic",
}  # fmt: skip


def stem(word: str) -> str:
    """The stem that all forms of `word` share. Short words and words with digits are their own stems.

    >>> stem("ulcerations") == stem("ulceration"), stem("neuropathy") == stem("neuropathies")
    (True, True)
    """
    if word in _WHOLE:
        return _WHOLE[word]
    if len(word) < 4 or not word.isalpha():
        return word
    if word.endswith("eys"):
        return stem(word[:-1])
    for length in (7, 6, 5, 4, 3):
        kept = _LATIN.get(word[-length:])
        if kept is not None and len(word) - length >= 2:
            return word[:-length] + kept
    return _undoubled(_without_suffix(word))


def _without_suffix(word: str) -> str:
    for length in (7, 6, 5, 4, 3, 2, 1):
        suffix = word[-length:]
        kept = _ENGLISH.get(suffix)
        if kept is not None and len(word) - length >= _least(suffix) and not word.endswith("ss"):
            return word[:-length] + kept
    return word


def _least(suffix: str) -> int:
    """The minimum length before `suffix`: shorter before a plural than before a single vowel."""
    if suffix in _SHORT_PLURALS:
        return 3
    return 4 if len(suffix) > 1 else 5


def _undoubled(word: str) -> str:
    doubled = len(word) > 4 and word[-1] == word[-2] and word[-1] not in "sl"
    return word[:-1] if doubled else word
