"""Which visible releases form an edition, and the digests of the files built from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.codes.editions import Gathered, gather, part_of
from bot.domain.codes.releases import PUBLIC, Release, System
from bot.services.library.paths import (
    diagnosis_index_digest,
    edition_digest,
    procedure_index_digest,
)
from bot.services.ports.database import StoredRelease

SEARCHED = (System.OWN, System.CPT, System.HCPCS)
"""The sets of procedure codes that are searched. If two have the same code, the hit of the earlier set comes first."""
PAIRS = (System.PAIRS_PRACTITIONER, System.PAIRS_OUTPATIENT)
UNITS = (System.UNITS_PRACTITIONER, System.UNITS_OUTPATIENT, System.UNITS_DME)
FEES = (System.FEES, System.FEES_QPP)
PROCEDURES = (*SEARCHED, System.CPT_MODIFIERS, System.HCPCS_CHANGES)
GATHERED = (*PAIRS, *UNITS, System.ADD_ONS, *FEES, System.LOCALITIES, *PROCEDURES, System.ICD10CM_CONVERSIONS)
"""The systems whose releases with the same first day form one edition. For ICD-10-CM, each file is an edition of its
own."""
_HOLDS_LESS = {"codes": 0, "order": 1}


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """One edition and the releases that form it. `terms` are the digests of its Alphabetic Index files."""

    gathered: Gathered
    stored: tuple[StoredRelease, ...]
    digest: str
    terms: tuple[str, ...] = ()

    @property
    def system(self) -> System:
        """Its code system."""
        return self.gathered.release.system

    @property
    def index_digest(self) -> str | None:
        """The digest of its search index; None if it is not searched."""
        if self.system is System.ICD10CM:
            return diagnosis_index_digest(self.digest, self.gathered.release.effective, self.terms)
        searched = self.system in (*SEARCHED, *FEES)
        return procedure_index_digest(self.digest) if searched else None


def editions_of(stored: Iterable[StoredRelease]) -> list[StoredEdition]:
    """The editions among one workspace's releases and the public ones, oldest first.

    If two cover the same days, the last one answers: the workspace's own release, and for ICD-10-CM the fuller one.
    """
    stored = list(stored)
    by_release = {s.release: s for s in stored}
    gathered = [s.release for s in stored if s.release.system in GATHERED]
    found = [_edition(whole, [by_release[r] for r in parts]) for whole, parts in gather(gathered)]
    for each in stored:
        if each.release.system is System.ICD10CM:
            terms = tuple(s.digest for s in terms_for(each.release, stored))
            found.append(_edition(Gathered(each.release), [each], terms))
    return sorted(found, key=_order)


def distinct_editions(stored: Sequence[StoredRelease]) -> list[StoredEdition]:
    """The editions of all workspaces. Each content appears once for each search index that is made from it."""
    public = [s for s in stored if s.release.workspace == PUBLIC]
    own: dict[str, list[StoredRelease]] = {}
    for each in stored:
        if each.release.workspace != PUBLIC:
            own.setdefault(each.release.workspace, []).append(each)
    found = {(e.digest, e.index_digest): e for e in editions_of(public)}
    for workspace, releases in own.items():
        # Public releases matter only for the terms of a diagnosis edition.
        terms = [s for s in public if s.release.system is System.ICD10CM_INDEX]
        mine = (e for e in editions_of([*releases, *terms]) if e.gathered.release.workspace == workspace)
        for edition in mine:
            found.setdefault((edition.digest, edition.index_digest), edition)
    return list(found.values())


def _edition(
    gathered: Gathered, stored: Sequence[StoredRelease], terms: tuple[str, ...] = ()
) -> StoredEdition:
    parts = [(part_of(s.release), s.digest) for s in stored]
    system = gathered.release.system
    if system is System.ICD10CM:  # its one file states its own contents
        parts = [("", digest) for _, digest in parts]
    return StoredEdition(gathered, tuple(stored), edition_digest(system, parts), terms)


def _order(edition: StoredEdition) -> tuple[object, ...]:
    release = edition.gathered.release
    more = _HOLDS_LESS.get(part_of(release), 2) if release.system is System.ICD10CM else 0
    return release.effective, more, release.workspace != PUBLIC, release.edition


def terms_for(release: Release, stored: Iterable[StoredRelease]) -> list[StoredRelease]:
    """The Alphabetic Index files whose terms lead to the codes of `release`: for each part, the edition of its time.

    If every edition is newer, the oldest one. Only public files and those of the release's own workspace count. So
    loading another year's index later changes nothing for this release, and its search index stays as it is.
    """
    whose = (PUBLIC, release.workspace)
    parts: dict[str, list[StoredRelease]] = {}
    for each in stored:
        if each.release.system is System.ICD10CM_INDEX and each.release.workspace in whose:
            parts.setdefault(part_of(each.release), []).append(each)
    return [_of_its_time(release, editions) for _, editions in sorted(parts.items())]


def _of_its_time(release: Release, editions: Iterable[StoredRelease]) -> StoredRelease:
    ordered = sorted(editions, key=lambda s: (s.release.effective, s.release.workspace != PUBLIC, s.digest))
    begun = [each for each in ordered if each.release.effective <= release.effective]
    return begun[-1] if begun else ordered[0]
