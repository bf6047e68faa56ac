"""The loaded files for an audit: the reference data for each date of service, within the workspace's license."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache

from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.reference_data import ReferenceData
from bot.services.claims.check_claim import ReferenceDataSource
from bot.services.library.code_library import CodeLibrary
from bot.services.ports.request_context import RequestContext


def audit_data_on(
    code_library: CodeLibrary,
    library: ReferenceDataSource,
    setting: ClaimSetting,
    workspace: str,
    today: date,
) -> Callable[[date], ReferenceData]:
    """Return the reference data for a date. Each date is looked up once."""
    request = RequestContext(workspace, "", today)

    @cache
    def on(day: date) -> ReferenceData:
        loaded = library.reference(day, setting, request)
        newest = code_library.diagnoses(None, today, workspace).table
        table = code_library.diagnoses(day, today, workspace).table
        return replace(loaded, diagnoses=table, newest=newest, history=code_library.history)

    return on
