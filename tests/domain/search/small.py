"""A small index to test rules on: a few dozen codes of real form, and tables of a few lines."""

from functools import cache

from bot.domain.codes.releases import System
from bot.domain.codes.search.arrays import Arrays
from bot.domain.codes.search.build import build
from bot.domain.codes.search.entries import SearchEntry, TextOrigin
from bot.domain.codes.search.index import Index
from bot.domain.codes.search.tables import Tables, tables

ICD = System.ICD10CM
HCPCS = System.HCPCS

_NAMES = {
    "B15": "Acute hepatitis A",
    "B16": "Acute hepatitis B",
    "D64.9": "Anemia, unspecified",
    "E11": "Type 2 diabetes mellitus",
    "E11.9": "Type 2 diabetes mellitus without complications",
    "E11.8": "Type 2 diabetes mellitus with unspecified complications",
    "E10": "Type 1 diabetes mellitus",
    "E10.9": "Type 1 diabetes mellitus without complications",
    "I10": "Essential (primary) hypertension",
    "I15": "Secondary hypertension",
    "I15.9": "Secondary hypertension, unspecified",
    "I21.9": "Acute myocardial infarction, unspecified",
    "J11.1": "Influenza due to unidentified influenza virus with other respiratory manifestations",
    "K21": "Gastro-esophageal reflux disease",
    "K21.0": "Gastro-esophageal reflux disease with esophagitis",
    "K21.9": "Gastro-esophageal reflux disease without esophagitis",
    "K80.2": "Calculus of gallbladder without cholecystitis",
    "M25.5": "Pain in joint",
    "M25.56": "Pain in knee",
    "M25.561": "Pain in right knee",
    "M25.562": "Pain in left knee",
    "M25.569": "Pain in unspecified knee",
    "M25.51": "Pain in shoulder",
    "M25.511": "Pain in right shoulder",
    "M25.512": "Pain in left shoulder",
    "M25.519": "Pain in unspecified shoulder",
    "M54.5": "Low back pain",
    "M54.50": "Low back pain, unspecified",
    "M54.51": "Vertebrogenic low back pain",
    "N17.9": "Acute kidney failure, unspecified",
    "O24.4": "Gestational diabetes mellitus",
    "O32.1": "Maternal care for breech presentation",
    "P28.3": "Primary sleep apnea of newborn",
    "G47.33": "Obstructive sleep apnea (adult) (pediatric)",
    "R50.9": "Fever, unspecified",
    "S93.40": "Sprain of unspecified ligament of ankle",
    "S93.401": "Sprain of unspecified ligament of right ankle",
    "S93.402": "Sprain of unspecified ligament of left ankle",
}
_TEXTS = {
    "I10": ((TextOrigin.INCLUSION, "High blood pressure"),),
    "M54.50": ((TextOrigin.INCLUSION, "Loin pain"), (TextOrigin.INCLUSION, "Lumbago NOS")),
    "R50.9": ((TextOrigin.INCLUSION, "Pyrexia NOS"),),
    "K80.2": ((TextOrigin.INDEX, "Cholelithiasis"),),
    "D64.9": ((TextOrigin.SEE, "Chlorosis"),),
}
_SEVENTHS = {"A": "initial encounter", "D": "subsequent encounter", "S": "sequela"}
_FETUSES = {"0": "not applicable or unspecified", "1": "fetus 1", "9": "other fetus"}

TABLES = tables(
    abbreviations="htn\thypertension\nrt\tright\ndm2\ttype 2 diabetes mellitus\ninit\tinitial",
    lay="heart attack\tmyocardial infarction\nlow blood\tanemia",
    synonyms="stone\tcalculus\nosa\tobstructive sleep apnea",
    spellings="aem\tem\noesoph\tesoph",
    common="I10 E11.9",
)


def entries() -> list[SearchEntry]:
    """The codes of the small index."""
    found = []
    for code, name in _NAMES.items():
        above = max((c for c in _NAMES if code != c and code.startswith(c)), key=len, default=None)
        header = (
            any(c != code and c.startswith(code) for c in _NAMES)
            or code.startswith("S93.40")
            or code == "O32.1"
        )
        found.append(SearchEntry(ICD, code, name, not header, above, _TEXTS.get(code, ())))
        if code in {"S93.401", "S93.402"}:
            found += [
                SearchEntry(ICD, code + c, f"{name}, {m}", True, code, (), code, m)
                for c, m in _SEVENTHS.items()
            ]
        if code == "O32.1":
            found += [
                SearchEntry(ICD, f"O32.1XX{c}", f"{name}, {m}", True, code, (), code, m)
                for c, m in _FETUSES.items()
            ]
    found.append(SearchEntry(HCPCS, "J1885", "Injection, ketorolac tromethamine, per 15 mg", True))
    found.append(SearchEntry(HCPCS, "E0130", "Walker, rigid (pickup), adjustable or fixed height", True))
    found.append(SearchEntry(HCPCS, "E0156", "Seat attachment, walker", True))
    found.append(SearchEntry(HCPCS, "B1500", "An invented supply with a fever strip", True))
    return found


def arrays(given: Tables = TABLES) -> Arrays:
    """The small index as arrays."""
    return build(entries(), given)


@cache
def small() -> Index:
    """The small index."""
    return Index(arrays())


def codes(query: str, **options: object) -> list[str]:
    """The codes that the small index answers with, in order, unfolded."""
    return [hit.code for hit in small().search(query, fold=False, **options).hits]  # type: ignore[arg-type]
