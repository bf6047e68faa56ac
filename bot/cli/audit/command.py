"""`codedesk codes audit FILE`: check billed lines on this machine. No line is stored or sent."""

import asyncio
import csv
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.audit import words
from bot.cli.audit.page import report
from bot.cli.audit.posting import post_totals
from bot.cli.choose_workspace import whose
from bot.cli.progress import ProgressCallback, bar
from bot.domain.codes.audit.audit import Audit, AuditOptions, audit
from bot.domain.codes.claim.claim import ClaimSetting
from bot.services.claims.audit_data import audit_data_on
from bot.services.claims.billing_csv import rows_of_csv
from bot.services.claims.reference_data import LoadedReferenceData
from bot.settings import Settings
from bot.wiring import opened
from handlers.views.dates import day

_STEP = 5_000


def audit_lines(  # noqa: PLR0917 - one option each
    file: Annotated[Path, typer.Argument(help="A CSV of billed lines: a code and a date of service in each")],
    out: Annotated[Path, typer.Option(help="The folder for audit.html and findings.csv")] = Path("audit"),
    workspace: Annotated[
        str | None, typer.Option(help="Whose licensed files are asked as well; needless where one is known")
    ] = None,
    setting: Annotated[
        ClaimSetting, typer.Option(help="Whose NCCI and MUE files are asked")
    ] = ClaimSetting.PRACTITIONER,
    over: Annotated[float, typer.Option(min=0, max=100, help="Flag modifiers above this share, in %")] = 15.0,
    post: Annotated[str | None, typer.Option(help="A channel that gets the totals, and only them")] = None,
) -> None:
    """Check a CSV of billed lines on this machine: validity, modifiers, NCCI and MUE."""
    settings, asked = Settings(), AuditOptions(setting, over / 100)
    with bar() as progress:
        made, result, known = asyncio.run(_audit(settings, file, workspace, asked, progress))
    out.mkdir(parents=True, exist_ok=True)
    (out / "audit.html").write_text(report(result, file.name, made, asked.over), encoding="utf-8")
    _write_findings(out / "findings.csv", result)
    print("\n".join([*words.totals(result), *words.passed_words(result), words.unchecked_words(result)]))
    if known:
        print(words.whose_files(known))
    print(f"The page: {out / 'audit.html'} · every finding: {out / 'findings.csv'}")
    if post:
        asyncio.run(post_totals(settings, post, words.totals(result)))
        print(f"The totals are in {post}.")


async def _audit(
    settings: Settings, file: Path, said: str | None, asked: AuditOptions, progress: ProgressCallback
) -> tuple[str, Audit, tuple[str, ...]]:
    """The date in words, the audit, and the possible workspaces if the command did not name one of several."""
    async with opened(settings, progress, loader=True) as library:
        total = await asyncio.to_thread(_count, file)
        today = library.clock.today()
        workspace, known = await whose(library.database, said)
        data_on = audit_data_on(
            library.code_library, LoadedReferenceData(library.code_library), asked.setting, workspace, today
        )
        result = audit(rows_of_csv(file), data_on, asked, today, lambda done: _tell(progress, done, total))
        return day(today), result, known


def _count(file: Path) -> int:
    with file.open("rb") as stream:
        return max(sum(block.count(b"\n") for block in iter(lambda: stream.read(2**20), b"")) - 1, 1)


def _tell(progress: ProgressCallback, done: int, total: int) -> None:
    if done % _STEP < 10 or done >= total:
        progress("auditing", min(done, total), total)


def _write_findings(path: Path, result: Audit) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(["row", "code", "rule", "verdict", "finding", "beside row"])
        for hit in result.hits:
            found = hit.finding
            table.writerow(
                [hit.row, hit.subject, found.rule, found.verdict, words.hit_words(hit), hit.other_row or ""]
            )
