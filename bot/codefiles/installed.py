"""The ICD-10-CM release that comes with the install: a data file inside the package simple-icd-10-cm.

The package itself is never imported: its import parses everything, which costs 1.6 to 3.5 s and 193 MB.
"""

from datetime import date
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from bot.codefiles.errors import Fault, UnreadableFile
from bot.domain.codes.releases import Release, System

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
"""FY2026 with its April update; FY2027 began on 2026-10-01."""


def installed_tabular() -> Path:
    """Where the data file lies. Raises UnreadableFile(NOT_FOUND) where the package is absent or changed."""
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
