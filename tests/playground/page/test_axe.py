"""axe-core's rules over what people read in a browser: the audit report, in both themes."""

from datetime import date
from importlib.resources import files
from typing import Any

import pytest
from playwright.async_api import BrowserContext, Page

from bot.cli.audit.page import report
from bot.domain.codes.audit.audit import AuditOptions, audit
from bot.domain.codes.claim.claim import ClaimSetting
from bot.domain.codes.claim.reference_data import ReferenceData
from tests.handlers.claim_library import INVENTED, REQUEST
from tests.playground.page.conftest import CHROMIUM

pytestmark = [
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: the page is not tested"),
]

AXE = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TODAY = date(2026, 2, 20)
LOADED = INVENTED.reference(date(2026, 2, 3), ClaimSetting.PRACTITIONER, REQUEST)
HEADING = ["Acct", "DOS", "CPT", "Mod 1", "Units", "DX 1"]
ROWS = [
    HEADING,
    *(["1001", "2/3/2026", code, "59", "1", "M54.5"] for code in ("97140", "97530") for _ in range(12)),
]


async def violations(page: Page) -> list[tuple[str, Any]]:
    """Rule and elements of each violation of the page as it stands."""
    await page.evaluate(AXE)
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found["violations"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("reference", [ReferenceData(), LOADED], ids=["nothing loaded", "loaded"])
async def test_the_audit_report_has_no_violation(
    context: BrowserContext, theme: Any, reference: ReferenceData
) -> None:
    """With and without files: the page looks different where nothing was checked."""
    found = audit(ROWS, lambda _on: reference, AuditOptions(), TODAY)
    page = await context.new_page()
    await page.emulate_media(color_scheme=theme)
    await page.set_content(report(found, "export.csv", "February 20, 2026", 0.15))
    assert await violations(page) == []
    await page.close()
