"""Files of every kind loaded at the terminal beside a running bot, which then answers people from them."""

import asyncio
import time
from pathlib import Path

from tests.codefiles import layouts_cpt as ours
from tests.codefiles.layouts import HCPCS_HEADER, PTP_PREAMBLE, csv_of, hcpcs_cells, text, workbook, zipped
from tests.e2e.conftest import OpenWorkspace, Workspace, codedesk
from tests.e2e.forging import type_raw
from tests.services.loaded_library import ADD_ONS, MUE, cpt, fees

ON = " on 2026-11-03"
SECONDS = 20
"""A bot looks every second and opens in less than one; the rest is for a machine with much else to do."""
HCPCS = csv_of(
    [
        HCPCS_HEADER,
        hcpcs_cells("GP", "7", "Invented words of CMS about a plan", "PLAN"),
        hcpcs_cells("J0171", "3", "Injection, invented adrenalin, 0.1 mg", "DRUG"),
    ]
)
LONG = cpt(
    ("97140", "AMA words for manual therapy"),
    ("97530", "AMA words for activities"),
    ("97545", "AMA words for conditioning"),
    ("97546", "AMA words for more conditioning"),
)


def pairs(part: int, more: int = 0) -> bytes:
    """One of the quarter's four files; the first holds the pair that is asked for, and `more` others."""
    rows = [f"9{part}999\t97{n:03}\t\t20200101\t*\t1\tInvented" for n in range(900)]
    rows += [f"{10_000 + n // 900}\t{20_000 + n % 900}\t\t20200101\t*\t1\tInvented" for n in range(more)]
    wanted = ["97530\t97140\t\t20200101\t*\t1\tInvented rationale"] if part == 1 else []
    return text(*PTP_PREAMBLE, *wanted, *rows)


LICENSED = {
    "cpt/2026 LONGULT.txt": LONG,
    "cpt/2026 MEDU.txt": ours.MEDIUM,
    "cpt/2026 SHORTU.txt": ours.SHORT,
    "cpt/2026 ConsumerDescriptor.txt": ours.CONSUMER,
    "cpt/2026 ClinicianDescriptor.txt": ours.CLINICIAN,
    "cpt/2026 MODUL.txt": ours.MODIFIERS,
    "PPRRVU2026_Oct_nonQPP.csv": fees(),
    "ccipra-v323r0-f1.TXT": pairs(1, more=40_000),
    **{f"ccipra-v323r0-f{part}.TXT": pairs(part) for part in (2, 3, 4)},
    "MCR_MUE_PractitionerServices_Eff_10-01-2026.csv": MUE,
    "AOC_V2026Q4-MCR.csv": ADD_ONS,
    "ours.csv": b"code,name\nKITE-1,Our kite visit\n",
    "readme.pdf": b"%PDF-1.4",
}
PUBLIC = {
    "HCPC2026_OCT_ANWEB.csv": HCPCS,
    "HCPC2026_OCT_Trans_Alpha.xlsx": workbook(ours.CHANGE_ROWS),
    "icd10cm_order_2024.txt": ours.ORDER,
    "icd10cm-conversion-2026.xlsx": workbook(ours.CONVERSION_ROWS),
}
EXPECTED = {
    f"/cpt 97140{ON}": (
        "AMA words for manual therapy",
        "CPT copyright 2025",
        "Valid on Nov 3, 2026",
        "$28.06",
    ),
    f"/cpt 97140 more{ON}": ("RVUs: work 0.43",),
    "/cpt 97140 on 2025-11-03": ("not loaded for Nov 3, 2025",),
    f"/cpt 97530 97140 together{ON}": ("look again", "practitioner, 2026 Q4", "indicator 1"),
    f"/cpt units J0171 0.3 mg{ON}": ("3 units",),
    f"/cpt mod 28{ON}": ("Invented Other Service: words.",),
    f"/cpt GP{ON}": ("Invented words of CMS about a plan", "In our words"),
    f"/cpt kite-1{ON}": ("Our kite visit",),
    "/icd Z99.0 on 2024-01-05": ("Kite mishap, first", "FY2024"),
    f"/claim 97530 GP x5, 97140 GP, 97546, KITE-1{ON} more": (
        "NCCI pair with line 1 (practitioner, 2026 Q4)",
        "5 units in the day, MUE 4 a day",
        "an add-on without its primary: `97545`",
        "your team's own",
        "Medicare fee schedule, 2026 Q4",
    ),
}
SECRET = (
    "AMA words",
    "Our kite",
    "$28.06",
    "Invented Other",
    "Invented rationale",
    "NCCI pair with",
    "MUE 4",
)


async def test_what_is_loaded_beside_a_running_bot_answers_within_seconds_and_only_its_workspace(
    open_workspace: OpenWorkspace, home: Path, tmp_path: Path
) -> None:
    """Zips as downloaded; people go on asking meanwhile; a workspace without the licence sees none of it."""
    licensed, public = tmp_path / "download (1).zip", tmp_path / "download.zip"
    licensed.write_bytes(zipped(LICENSED))
    public.write_bytes(zipped(PUBLIC))
    async with open_workspace() as workspace:
        asked, lines = await _loaded_while_people_ask(
            workspace, home, licensed, "--workspace", workspace.slack.team_id
        )
        await _loaded_while_people_ask(workspace, home, public)
        began = time.monotonic()
        while "Invented words of CMS" not in await said(workspace, "/cpt GP"):
            assert time.monotonic() - began < SECONDS
            await asyncio.sleep(0.1)

        assert asked > 3
        assert "CPT modifiers 2026" in lines
        assert "Passed over" in lines
        for line, words in EXPECTED.items():
            card = await said(workspace, line)
            for each in words:
                assert each in card, (line, each, card)
        for line in EXPECTED:
            command, _, words_behind = line.partition(" ")
            status, body = await type_raw(
                workspace, words_behind, command=command, team="T0OTHER", trigger=line
            )
            assert status == 200
            assert not [each for each in SECRET if each in body], line
        _, theirs = await type_raw(workspace, f"GP{ON}", team="T0OTHER", trigger="9.9")
        assert "Invented words of CMS" in theirs  # it is answered, and from what is everybody's


async def said(workspace: Workspace, line: str) -> str:
    """The words of the answer, which Slack had within its three seconds."""
    answer = await workspace.slack.slash(line)
    assert (answer.status, answer.error) == (200, ""), (line, answer.error)
    return answer.body.encode().decode("unicode_escape") if "\\u" in answer.body else answer.body


async def _loaded_while_people_ask(
    workspace: Workspace, home: Path, file: Path, *more: str
) -> tuple[int, str]:
    """How many answers came meanwhile, each in Slack's time, and what the loader said."""
    url = f"sqlite+aiosqlite:///{home}/codedesk.db"
    loading = asyncio.create_task(asyncio.to_thread(codedesk, "codes", "load", str(file), *more, url=url))
    asked = 0
    while not loading.done():
        assert "97140" in await said(workspace, "/cpt 97140")
        asked += 1
        await asyncio.sleep(0.05)
    done = await loading
    assert done.returncode == 0, done.stderr
    return asked, done.stdout
