"""`codedesk codes audit` as an operator runs it: files on disk in, a page and a CSV out, nothing kept."""

import csv
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.cli.audit.posting import NotPosted, post_totals
from bot.settings import Settings
from playground import BILLING, DANA, Playground
from tests.e2e.conftest import codedesk

LINES = """Acct #,Patient Name,DOS,CPT/HCPCS,Mod 1,Mod 2,Qty,DX 1
1001,Zebedee Canary,2/3/2026,97140,59,GP,1,M54.5
1001,Zebedee Canary,2/3/2026,97530,GP,,2,M54.50
1002,Yolanda Canary,2/4/2026,97110,GP,,2.00,M25.561
1003,Xaver Canary,yesterday-ish,97110,GP,,2,M25.561
"""


def test_an_export_becomes_a_page_and_a_table(home: Path, tmp_path: Path) -> None:
    """The header that is no code on its date is found; names and dates of service stand nowhere."""
    export, out = tmp_path / "export.csv", tmp_path / "out"
    export.write_text(LINES, encoding="utf-8")

    done = codedesk(
        "codes", "audit", str(export), "--out", str(out), url=f"sqlite+aiosqlite:///{home}/codedesk.db"
    )

    page = (out / "audit.html").read_text(encoding="utf-8")
    with (out / "findings.csv").open(encoding="utf-8", newline="") as stream:
        findings = list(csv.DictReader(stream))
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "3 billed lines read")
    assert done.stdout.splitlines()[1].startswith(
        "1 conflict. Can't clear these lines: NCCI, MUE and code validity"
    )
    assert "<p class=headline>1 conflict. Can&#x27;t clear these lines: NCCI, MUE and code validity" in page
    assert "NCCI pairs: not checked" in done.stdout
    assert "<b>not checked</b>NCCI pairs" in page
    assert "<b>0</b>NCCI pairs" not in page
    assert [(f["row"], f["code"]) for f in findings] == [("2", "M54.5")]
    assert "1 row passed over, no date of service" in done.stdout
    assert not any(word in page + done.stdout for word in ("Canary", "2/3/2026", "Feb 3", "1001"))
    assert "<svg" in page


def test_a_file_without_a_code_column_is_refused_with_a_sentence(home: Path, tmp_path: Path) -> None:
    """What was missing, and under which name it would be found."""
    export = tmp_path / "export.csv"
    export.write_text("Patient,Service Date,Amount\nA,2/3/2026,10\n", encoding="utf-8")

    done = codedesk("codes", "audit", str(export), url=f"sqlite+aiosqlite:///{home}/codedesk.db", cwd=Path())

    assert done.returncode == 1
    assert "no column for the procedure code (named CPT" in done.stderr


def test_a_workbook_is_not_taken_for_a_csv(home: Path, tmp_path: Path) -> None:
    """It says how to make one of it."""
    table = tmp_path / "lines.xlsx"
    table.write_bytes(b"PK\x03\x04" + bytes(200))

    done = codedesk("codes", "audit", str(table), url=f"sqlite+aiosqlite:///{home}/codedesk.db")

    assert (done.returncode, "Save the sheet as CSV" in done.stderr) == (1, True)


async def test_the_totals_alone_are_posted_and_a_refusal_is_told() -> None:
    """Into a channel that the app is in; what Slack says otherwise is the error's."""
    async with Playground(rate_limit=False) as slack:
        settings = Settings(
            _env_file=None, slack_api_url=slack.api_url, slack_bot_token=SecretStr(slack.bot_token)
        )
        totals = ["3 billed lines checked", "Modifiers over the limit: 59 on 22 % of <97140>"]

        await post_totals(settings, BILLING, totals)
        with pytest.raises(NotPosted) as unknown:
            await post_totals(settings, "C0NOWHERE", totals)
        with pytest.raises(NotPosted) as without:
            await post_totals(Settings(_env_file=None, slack_bot_token=None), BILLING, totals)

        assert [m.text for m in slack.messages(BILLING, DANA)] == [
            "Audit of billed lines\n3 billed lines checked\nModifiers over the limit: 59 on 22 % of &lt;97140&gt;"
        ]
        assert (unknown.value.code, without.value.code) == ("channel_not_found", "no_token")
