"""The releases that come with the install.

April 2026 is a data file in the package simple-icd-10-cm; bot.codefiles.shipped has the others. The package itself is
never imported, because its import parses everything, which takes 1.6 to 3.5 s and 193 MB.
"""

from collections.abc import Iterable
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from bot.codefiles.errors import Fault, UnreadableFile
from bot.domain.codes.releases import PUBLIC, Release, System

_DISTRIBUTION = "simple-icd-10-cm"
_PACKAGE = "simple_icd_10_cm"
_FILE = "icd10c-tabular-April-1-2026.xml"

INSTALLED_ICD10CM = Release(
    system=System.ICD10CM,
    edition="April 2026",
    effective=date(2026, 4, 1),
    ends=date(2026, 9, 30),
    source=f"{_FILE} (NCHS), as packed in {_DISTRIBUTION}",
)
"""FY2026 with its April update. FY2027 began on 2026-10-01."""


ADDENDA = "icd10cm_order_addenda_2027.txt"
INSTALLED_FY2027 = Release(
    system=System.ICD10CM,
    edition="FY2027",
    effective=date(2026, 10, 1),
    ends=date(2027, 9, 30),
    source=f"{ADDENDA} (CMS and NCHS), applied to April 2026",
    notes="April 2026",
)
"""The next update comes on April 1, 2027."""

INDEX_FILES = {
    "main": "icd10cm-index-2025.xml",
    "external causes": "icd-10-cm-eindex-2025.xml",
    "neoplasms": "icd-10-cm-neoplasm-2025.xml",
}
"""The FY2025 Alphabetic Index, by the names of its parts."""
INSTALLED_INDEX = {
    part: Release(
        System.ICD10CM_INDEX, f"FY2025 {part}", date(2024, 10, 1), date(2025, 9, 30), f"{file} (NCHS)"
    )
    for part, file in INDEX_FILES.items()
}

INSTALLED = (INSTALLED_ICD10CM, INSTALLED_FY2027, *INSTALLED_INDEX.values())
"""All installed releases."""


def missing_installed(visible: Iterable[Release]) -> tuple[Release, ...]:
    """The releases of INSTALLED that are not visible, and have no visible release of the same name.

    The tabular list of FY2027 has the same name. It has its own notes, so it replaces the release made from addenda.
    """
    there = {(each.system, each.edition) for each in visible if each.workspace == PUBLIC}
    return tuple(each for each in INSTALLED if (each.system, each.edition) not in there)


def installed_tabular() -> Path:
    """The path of the data file. Raises UnreadableFile(NOT_FOUND) if the package is missing or changed."""
    spec = find_spec(_PACKAGE)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (path := Path(folder) / "data" / _FILE).is_file():
            return path
    raise UnreadableFile(Fault.NOT_FOUND, near=_installed_version())


def _installed_version() -> str:
    try:
        return f"{_DISTRIBUTION} {version(_DISTRIBUTION)}"
    except PackageNotFoundError:
        return _DISTRIBUTION
