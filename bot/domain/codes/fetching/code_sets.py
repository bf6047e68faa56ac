"""The code sets for `codedesk codes fetch`, as data types. The catalog itself is in catalog.py."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.codes.fetching.editions import Cadence, PublishedEdition, template_fields
from bot.domain.codes.files import FileKind, Variant
from bot.domain.codes.releases import System


class CodeSet(StrEnum):
    """A public code set, named as on the command line."""

    ICD10CM = "icd10cm"
    HCPCS = "hcpcs"
    FEES = "pfs"
    PAIRS_PRACTITIONER = "ncci-practitioner"
    PAIRS_OUTPATIENT = "ncci-outpatient"
    UNITS = "mue"
    ADD_ONS = "add-on"


class DataLicense(StrEnum):
    """The license terms of a code set."""

    PUBLIC = "public domain"
    AMA = "AMA"


AMA_TERMS = "https://www.cms.gov/license/ama"
"""The page with the full text of the AMA's click-through license, which CMS shows before each download."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a code set: how to recognize its link, and what it must contain.

    `pattern` is searched in the file name and the link text, in lower case; a link that matches `not_pattern` is
    something else. `kinds` must all be in the file, `also` may be. `guesses` are known addresses with the fields of
    `template_fields`, tried if no page links to the file. An optional file is fetched if it is linked.
    """

    name: str
    pattern: str
    kinds: tuple[FileKind, ...]
    also: tuple[FileKind, ...] = ()
    not_pattern: str = ""
    guesses: tuple[str, ...] = ()
    optional: bool = False

    def guessed_urls(self, edition: PublishedEdition) -> tuple[str, ...]:
        """The addresses for `edition`, based on where the file was in other years."""
        return tuple(guess.format(**template_fields(edition)) for guess in self.guesses)


@dataclass(frozen=True, slots=True)
class PublishedSet:
    """One code set: the pages that link to it, its files, its license, and how often it is published.

    `pages` may have the fields of `template_fields`. `subpages` is the pattern of links on them to pages with the
    files of one edition; '' if `pages` link to the files. `systems` are the systems that it fills.
    """

    code_set: CodeSet
    title: str
    license: DataLicense
    cadence: Cadence
    pages: tuple[str, ...]
    files: tuple[PublishedFile, ...]
    systems: tuple[System, ...]
    subpages: str = ""
    variant: Variant | None = None

    def page_urls(self, edition: PublishedEdition) -> tuple[str, ...]:
        """The pages to read for `edition`."""
        return tuple(page.format(**template_fields(edition)) for page in self.pages)
