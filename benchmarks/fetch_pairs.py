"""2.5 million invented NCCI pairs, fetched from a server on this machine and loaded, while a bot answers.

Run: python -m benchmarks.fetch_pairs [ROWS]. The publisher's site, the worker that fetches, and the bot are processes
of their own; this one asks the bot for codes every 20 ms and notes how long each answer takes.
"""

import asyncio
import os
import resource
import statistics
import sys
import tempfile
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import aiohttp

from benchmarks.answers import ask, server
from benchmarks.load_pairs import write_quarter
from benchmarks.synthetic_ncci import TRUE_SCALE
from bot.domain.codes.fetching.code_sets import CodeSet
from bot.domain.codes.fetching.editions import Cadence, current_edition, template_fields
from bot.services.fetching.outcome import FetchReport
from bot.services.fetching.request import FetchRequest
from bot.settings import Settings
from bot.worker import client as worker_client
from bot.worker.fetch import accept_license
from tests.fetching.published import PTP_PAGE
from tests.fetching.site import Site, serving

_ASK_EVERY_S = 0.02
_LINES = ("/cpt 97140", "/icd M54.50", "/icd low back pain")
_WORKSPACE = "T1"


def publish(site: Site, folder: Path, rows: int) -> None:
    """The four zips of today's quarter, behind the license page."""
    fields = template_fields(current_edition(Cadence.QUARTERLY, datetime.now(UTC).date()))
    stem = "medicare-ncci-{year}q{quarter}-practitioner-ptp-edits-ccipra-v{version}r0-f{part}"
    zips: dict[str, bytes] = {}
    for part, path in enumerate(write_quarter(folder, rows), start=1):
        name = stem.format(part=part, **fields)
        packed = folder / f"{name}.zip"
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(path, f"{name.rpartition('-edits-')[2]}.TXT")
        path.unlink()
        zips[packed.name] = packed.read_bytes()
    site.publish(PTP_PAGE, zips, licensed=True)
    print(f"{rows:,} pairs in {len(zips)} zips, {sum(map(len, zips.values())) / 1e6:.0f} MB", flush=True)


async def probe(url: str, done: asyncio.Event) -> list[float]:
    """Milliseconds of each answer until `done`."""
    waits: list[float] = []
    async with aiohttp.ClientSession() as session:
        while not done.is_set():
            waits.append(await ask(session, url, _LINES[len(waits) % len(_LINES)]))
            await asyncio.sleep(_ASK_EVERY_S)
    return waits


async def fetch_meanwhile(
    settings: Settings, site: Site, url: str
) -> tuple[float, float, FetchReport, list[float]]:
    """Seconds of the fetch, its processor seconds, what came of it, and the bot's waits meanwhile."""
    done = asyncio.Event()
    async with serving([site]) as origins:
        asking = asyncio.create_task(probe(url, done))
        begun, worked = time.perf_counter(), _children()
        request = FetchRequest((CodeSet.PAIRS_PRACTITIONER,), _WORKSPACE)
        report = await worker_client.fetch(settings, origins, request, lambda *_: None)
        took, worked = time.perf_counter() - begun, _children() - worked
        done.set()
    return took, worked, report, await asking


def _children() -> float:
    """Processor seconds of the child processes that have ended: the worker, but not the bot."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tell(waits: list[float]) -> str:
    """Median, p99 and the longest."""
    cuts = statistics.quantiles(waits, n=100)
    return f"median {cuts[49]:.1f} ms, p99 {cuts[98]:.1f} ms, longest {max(waits):.1f} ms"


async def run(folder: Path, rows: int) -> None:
    """Publish, begin the bot, fetch, and print."""
    site, settings = Site(), Settings(_env_file=None)
    publish(site, folder, rows)
    await accept_license(settings, _WORKSPACE, "Benchmark", lambda *_: None)
    with server("desk", "there") as (_bot, url):
        took, worked, report, waits = await fetch_meanwhile(settings, site, url)
    (outcome,) = report.sets[0].editions
    loaded = sum(one.rows for one in outcome.loaded)
    print(
        f"{outcome.result}: {loaded:,} pairs fetched, verified, loaded, and indexed in {took:.1f} s "
        f"({worked:.1f} s of one core)"
    )
    print(f"{len(waits):,} answers meanwhile: {tell(waits)}")
    if loaded != rows:
        raise SystemExit(f"{rows - loaded:,} pairs are missing: {outcome.failure}")


def main() -> None:
    """On a database of its own."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else TRUE_SCALE
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DATABASE_URL"] = f"sqlite+aiosqlite:///{folder}/var/codedesk.db"
        asyncio.run(run(Path(folder), rows))


if __name__ == "__main__":
    main()
