"""The catalog: where CMS and CDC publish each code set, and the form of their links.

Names change from year to year, so pages are read for their links; known addresses are only a fallback.
"""

from collections.abc import Mapping

from bot.domain.codes.fetching.code_sets import CodeSet, DataLicense, PublishedFile, PublishedSet
from bot.domain.codes.fetching.editions import Cadence
from bot.domain.codes.files import FileKind, Variant
from bot.domain.codes.releases import System

_CMS = "https://www.cms.gov"
_ZIPS = f"{_CMS}/files/zip"
_CDC = "https://ftp.cdc.gov/pub/Health_Statistics/NCHS/Publications/ICD10CM/{fy}/"
_CODING = f"{_CMS}/medicare/coding-billing"
_NCCI = f"{_CODING}/national-correct-coding-initiative-ncci-edits"
_FEWEST_PAIR_PARTS, _MOST_PAIR_PARTS = 4, 9
_NOT_A_TABLE = r"addition|deletion|change|archive|policy|manual|faq|medicaid|readme"

_ICD10CM = PublishedSet(
    CodeSet.ICD10CM,
    "ICD-10-CM",
    DataLicense.PUBLIC,
    Cadence.FISCAL_YEAR,
    pages=(f"{_CODING}/icd-10-codes", _CDC),
    files=(
        PublishedFile(
            "tabular list and index",
            r"(?:code[-_ ]?)?tables?[-_, ]+(?:and[-_ ]+|tabular[-_ ]+)?(?:and[-_ ]+)?index",
            kinds=(FileKind.ICD10CM_TABULAR,),
            also=(FileKind.ICD10CM_INDEX,),
            not_pattern=r"pcs|icd-?9|gem",
            guesses=(
                f"{_ZIPS}/{{fy}}-code-tables-tabular-index.zip",
                f"{_ZIPS}/{{fy}}-code-tables-tabular-and-index.zip",
                f"{_CDC}icd10cm-table-and-index-{{fy}}.zip",
            ),
        ),
        PublishedFile(
            "code descriptions",
            r"code[-_ ]descriptions",
            kinds=(FileKind.ICD10CM_ORDER,),
            also=(FileKind.ICD10CM_CODES,),
            not_pattern=r"pcs|icd-?9",
            guesses=(
                f"{_ZIPS}/{{fy}}-code-descriptions-tabular-order.zip",
                f"{_CDC}icd10cm-code-descriptions-{{fy}}.zip",
            ),
        ),
        PublishedFile(
            "conversion table",
            r"conversion[-_ ]table",
            kinds=(FileKind.ICD10CM_CONVERSIONS,),
            not_pattern=r"pcs|icd-?9",
            guesses=(f"{_ZIPS}/{{fy}}-conversion-table.zip",),
            optional=True,
        ),
    ),
    systems=(System.ICD10CM, System.ICD10CM_INDEX),
)
_HCPCS = PublishedSet(
    CodeSet.HCPCS,
    "HCPCS Level II",
    DataLicense.PUBLIC,
    Cadence.QUARTERLY,
    pages=(f"{_CODING}/healthcare-common-procedure-system/quarterly-update",),
    files=(
        PublishedFile(
            "alpha-numeric file",
            r"alpha-?numeric|anweb",
            kinds=(FileKind.HCPCS,),
            also=(FileKind.HCPCS_CHANGES,),
            not_pattern=r"index|table of drugs|application",
            guesses=(f"{_ZIPS}/{{month}}-{{year}}-alpha-numeric-hcpcs-file.zip",),
        ),
    ),
    systems=(System.HCPCS,),
)
_FEES = PublishedSet(
    CodeSet.FEES,
    "Medicare fee schedule",
    DataLicense.AMA,
    Cadence.QUARTERLY,
    pages=(f"{_CMS}/medicare/payment/fee-schedules/physician/pfs-relative-value-files",),
    subpages=r"pfs-relative-value-files/rvu\d\d[a-d]",
    files=(
        PublishedFile(
            "relative value files",
            r"rvu\d\d[a-d](?![a-z])",
            kinds=(FileKind.FEES,),
            also=(FileKind.GPCI, FileKind.LOCALITY_COUNTIES, FileKind.ANESTHESIA),
            guesses=(f"{_ZIPS}/rvu{{yy}}{{letter}}.zip",),
        ),
    ),
    systems=(System.FEES,),
)
_UNITS = PublishedSet(
    CodeSet.UNITS,
    "Medically unlikely edits",
    DataLicense.AMA,
    Cadence.QUARTERLY,
    pages=(
        f"{_NCCI}/medicare-ncci-medically-unlikely-edits",
        f"{_NCCI}/medicare-ncci-medically-unlikely-edits-mues",
    ),
    files=tuple(
        PublishedFile(
            name,
            pattern,
            kinds=(FileKind.MUE,),
            not_pattern=_NOT_A_TABLE,
            guesses=(f"{_ZIPS}/medicare-ncci-{{year}}-q{{quarter}}-{slug}-mue-table.zip",),
        )
        for name, pattern, slug in (
            ("practitioner table", r"practitioner.*mue|mue.*practitioner", "practitioner-services"),
            (
                "outpatient hospital table",
                r"outpatient.*mue|mue.*outpatient",
                "facility-outpatient-hospital-services",
            ),
            ("DME supplier table", r"\bdme.*mue|mue.*\bdme", "dme-supplier-services"),
        )
    ),
    systems=(System.UNITS_PRACTITIONER, System.UNITS_OUTPATIENT, System.UNITS_DME),
)
_ADD_ONS = PublishedSet(
    CodeSet.ADD_ONS,
    "NCCI add-on codes",
    DataLicense.AMA,
    Cadence.QUARTERLY,
    pages=(f"{_NCCI}/medicare-ncci-add-code-edits",),
    files=(
        PublishedFile(
            "add-on code edits",
            r"add-?on[-_ ]code|aoc[-_ ]?v?20\d\d|add-code",
            kinds=(FileKind.ADD_ON,),
            not_pattern=_NOT_A_TABLE,
        ),
    ),
    systems=(System.ADD_ONS,),
)


def _pairs(code_set: CodeSet, system: System, variant: Variant, *, slug: str, words: str) -> PublishedSet:
    """NCCI pairs come in four zips, f1 to f4; more may be added."""
    return PublishedSet(
        code_set,
        system.value,
        DataLicense.AMA,
        Cadence.QUARTERLY,
        pages=(f"{_NCCI}/medicare-ncci-procedure-procedure-ptp-edits",),
        files=tuple(
            PublishedFile(
                f"file {number}",
                rf"(?:{words}).*f{number}(?!\d)",
                kinds=(FileKind.PTP,),
                not_pattern=_NOT_A_TABLE,
                guesses=(f"{_ZIPS}/medicare-ncci-{slug}-v{{version}}r0-f{number}.zip",),
                optional=number > _FEWEST_PAIR_PARTS,
            )
            for number in range(1, _MOST_PAIR_PARTS + 1)
        ),
        systems=(system,),
        variant=variant,
    )


_SETS = (
    _ICD10CM,
    _HCPCS,
    _FEES,
    _pairs(
        CodeSet.PAIRS_PRACTITIONER,
        System.PAIRS_PRACTITIONER,
        Variant.PRACTITIONER,
        slug="{year}q{quarter}-practitioner-ptp-edits-ccipra",
        words="ccipra|practitioner",
    ),
    _pairs(
        CodeSet.PAIRS_OUTPATIENT,
        System.PAIRS_OUTPATIENT,
        Variant.OUTPATIENT,
        slug="{year}-q{quarter}-hospital-ptp-edits-ccioph",
        words="ccioph|hospital",
    ),
    _UNITS,
    _ADD_ONS,
)

CATALOG: Mapping[CodeSet, PublishedSet] = {each.code_set: each for each in _SETS}
