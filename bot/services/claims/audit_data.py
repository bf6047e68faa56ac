"""The loaded files as an audit asks them: of each date of service, as the workspace may read them."""

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
    """The reference for a date; those of each date are looked for once."""
    request = RequestContext(workspace, "", today)

    @cache
    def on(day: date) -> ReferenceData:
        loaded = library.reference(day, setting, request)
        newest = code_library.diagnoses(None, today, workspace).table
        table = code_library.diagnoses(day, today, workspace).table
        return replace(loaded, diagnoses=table, newest=newest, history=code_library.history)

    return on
