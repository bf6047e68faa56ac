"""Check a claim, or a few codes together, against the files loaded for the date of service."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from typing import Protocol

from bot.domain.codes.claim.check import CheckedClaim, check
from bot.domain.codes.claim.claim import Claim, ClaimSetting
from bot.domain.codes.claim.own import KnowsOwn
from bot.domain.codes.claim.parse import read_claim
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.domain.codes.claim.together import TogetherAnswer, ask_together
from bot.domain.codes.claim.together_request import TogetherRequest
from bot.domain.codes.cpt.grammar import read_code
from bot.domain.codes.cpt.procedure import Procedure
from bot.domain.codes.releases import System
from bot.services.library.code_library import CodeLibrary
from bot.services.lookup.procedures import ProcedureCatalog
from bot.services.ports.request_context import RequestContext


class ReferenceDataSource(Protocol):
    """The source of the files for a claim check: loaded NCCI, MUE, fee and code files."""

    def reference(self, on: date | None, setting: ClaimSetting, request: RequestContext) -> ReferenceData:
        """The reference data for date of service `on` (None: today) that the user's workspace may read.

        The service fills in `diagnoses` and `find`. If several editions are loaded, it uses the one in force on the
        date. The check drops a table that does not cover the date.
        """


@dataclass(frozen=True, slots=True)
class NothingLoaded:
    """ReferenceDataSource for an install without loaded files."""

    def reference(self, on: date | None, setting: ClaimSetting, request: RequestContext) -> ReferenceData:  # noqa: ARG002
        """Return empty reference data."""
        return ReferenceData()


def check_text(
    text: str,
    request: RequestContext,
    *,
    code_library: CodeLibrary,
    catalog: ProcedureCatalog,
    library: ReferenceDataSource,
) -> CheckedClaim:
    """Read a claim and check it. Raises what read_claim raises."""
    newest = code_library.diagnoses(None, request.today, request.workspace).table
    claim = read_claim(
        text,
        request.today,
        catalog.codes(request.workspace),
        lambda code: newest is not None and newest.get(code) is not None,
        knows_own(request.workspace, code_library),
    )
    return check_claim(claim, request, code_library=code_library, catalog=catalog, library=library)


def check_claim(
    claim: Claim,
    request: RequestContext,
    *,
    code_library: CodeLibrary,
    catalog: ProcedureCatalog,
    library: ReferenceDataSource,
) -> CheckedClaim:
    """Check a claim that is read already."""
    return check(claim, _reference_data(claim, request, code_library, catalog, library), request.today)


def knows_own(workspace: str, code_library: CodeLibrary) -> KnowsOwn | None:
    """Return a test for the workspace's own codes; None if it has loaded none."""
    if not code_library.files.holds(System.OWN, workspace):
        return None
    return partial(code_library.files.own, workspace=workspace)


def check_together(
    question: TogetherRequest, request: RequestContext, *, library: ReferenceDataSource
) -> TogetherAnswer:
    """What the day's NCCI file says about each pair of codes."""
    reference = library.reference(question.on, question.setting, request)
    return ask_together(question, reference, request.today)


def _reference_data(
    claim: Claim,
    request: RequestContext,
    code_library: CodeLibrary,
    catalog: ProcedureCatalog,
    library: ReferenceDataSource,
) -> ReferenceData:
    on = claim.on or request.today

    @cache  # each rule asks about the same ten codes
    def find(code: str) -> Procedure | None:
        known = read_code(code)
        return catalog.find(known, on, request.workspace) if known else None

    diagnoses = code_library.diagnoses(claim.on, request.today, request.workspace).table
    newest = code_library.diagnoses(None, request.today, request.workspace).table
    loaded = library.reference(claim.on, claim.setting, request)
    return replace(loaded, diagnoses=diagnoses, newest=newest, history=code_library.history, find=find)
