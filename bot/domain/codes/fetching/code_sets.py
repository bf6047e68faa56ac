"""The code sets that `codedesk codes fetch` knows, as data types; the catalog itself is in catalog.py."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.codes.fetching.editions import Cadence, PublishedEdition, template_fields
from bot.domain.codes.files import FileKind, Variant
from bot.domain.codes.releases import System


class CodeSet(StrEnum):
    """A public code set, by the name that the command line takes."""

    ICD10CM = "icd10cm"
    HCPCS = "hcpcs"
    FEES = "pfs"
    PAIRS_PRACTITIONER = "ncci-practitioner"
    PAIRS_OUTPATIENT = "ncci-outpatient"
    UNITS = "mue"
    ADD_ONS = "add-on"


class DataLicense(StrEnum):
    """Terms under which a code set is published."""

    PUBLIC = "public domain"
    AMA = "AMA"


AMA_TERMS = "https://www.cms.gov/license/ama"
"""The page with the whole text of the AMA's click-through license, as CMS shows it before each download."""


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """One file of a code set: how its link is recognized, and what must be in it.

    `pattern` is searched for in the file name and the link text, in lower case; a link that `not_pattern` fits is
    something else. `kinds` must all be in the file, `also` may be. `guesses` are known addresses with the fields of
    `template_fields`, tried where no page links to the file. An optional file is fetched where it is linked.
    """

    name: str
    pattern: str
    kinds: tuple[FileKind, ...]
    also: tuple[FileKind, ...] = ()
    not_pattern: str = ""
    guesses: tuple[str, ...] = ()
    optional: bool = False

    def guessed_urls(self, edition: PublishedEdition) -> tuple[str, ...]:
        """The addresses where the file of `edition` was found in other years."""
        return tuple(guess.format(**template_fields(edition)) for guess in self.guesses)


@dataclass(frozen=True, slots=True)
class PublishedSet:
    """One code set: the pages that link to it, its files, its license, and how often it comes.

    `pages` may have the fields of `template_fields`; `subpages` is the pattern of links on them that lead to pages
    with the files of one edition, '' where the files are linked on `pages`. `systems` are what it fills.
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
