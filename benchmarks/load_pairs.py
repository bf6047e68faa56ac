"""Loading 2.5 million NCCI pairs, invented ones, beside a bot that writes: seconds, memory, and how long writes wait.

Run: python -m benchmarks.load_pairs [ROWS] [sqlite|postgres ...]. The loader is a process of its own, as it always is.
"""

import asyncio
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.synthetic_ncci import PREAMBLE, TRUE_SCALE, lines
from bot.services.loading.load_files import load_files
from bot.services.loading.release_names import LoadOptions
from storage import migrate
from storage.engine import SqlDatabase
from tests.postgres import fresh_database, server

_FILES = 4
_PROBES_EVERY_S = 0.01
_MB = 1024


def write_quarter(folder: Path, rows: int) -> list[Path]:
    """The four files of a quarter, `rows` pairs together."""
    paths = [folder / f"ccipra-v330r0-f{number}.TXT" for number in range(1, _FILES + 1)]
    pairs = lines(rows)
    for _line in PREAMBLE:
        next(pairs)
    each = -(-rows // _FILES)
    for path in paths:
        with path.open("wb") as target:
            target.writelines(f"{line}\r\n".encode() for line in PREAMBLE)
            target.writelines(f"{line}\r\n".encode() for _, line in zip(range(each), pairs, strict=False))
    return paths


async def load(url: str, paths: list[Path]) -> None:
    """What the loader does, without the building of editions; says seconds and the most memory held."""
    database = SqlDatabase(url, loader=True)
    begun, worked = time.perf_counter(), time.process_time()
    outcome = await load_files(
        database, paths, at=datetime.now(UTC), progress=lambda *_: None, options=LoadOptions(workspace="T1")
    )
    took, worked = time.perf_counter() - begun, time.process_time() - worked
    await database.close()
    rows = sum(loaded.rows for loaded in outcome.loaded)
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MB
    print(
        f"{rows:,} pairs in {took:.1f} s ({worked:.1f} s of one core), {most:.0f} MB at the most", flush=True
    )


async def probe(url: str, loader: subprocess.Popen[bytes]) -> list[float]:
    """Milliseconds that a bot's small writes took while `loader` ran; one every 10 ms."""
    database = SqlDatabase(url)
    waits: list[float] = []
    while loader.poll() is None:
        begun = time.perf_counter()
        async with database.write() as work:
            await work.seen.first_time("T1", f"Ev{len(waits)}", datetime.now(UTC))
            await work.commit()
        waits.append((time.perf_counter() - begun) * 1_000)
        await asyncio.sleep(_PROBES_EVERY_S)
    await database.close()
    return waits


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite+aiosqlite:///{folder}/codedesk.db"
        return
    import psycopg  # noqa: PLC0415 - only where it is asked for

    with server() as url:
        with psycopg.connect(url, autocommit=True) as admin:  # the tests' server does not survive a power cut
            for setting in ("fsync", "synchronous_commit", "full_page_writes"):
                admin.execute(f"ALTER SYSTEM RESET {setting}")
            admin.execute("SELECT pg_reload_conf()")
        with fresh_database(url) as fresh:
            yield fresh


def measure(kind: str, paths: list[Path], folder: Path) -> None:
    """One load beside one bot."""
    with _database(kind, folder) as url:
        migrate.upgrade(url)
        idle = asyncio.run(_idle(url))
        command = [sys.executable, "-m", "benchmarks.load_pairs", "--loader", url, *map(str, paths)]
        with subprocess.Popen(command) as loader:
            waits = sorted(asyncio.run(probe(url, loader)))
        if loader.returncode:
            raise SystemExit(loader.returncode)
    p99 = waits[int(len(waits) * 0.99)]
    print(f"{kind}: {len(waits):,} writes beside it: median {statistics.median(waits):.1f} ms, p99 {p99:.1f} ms, "
          f"longest {waits[-1]:.1f} ms; alone: median {statistics.median(idle):.1f} ms")  # fmt: skip
    for file in sorted(folder.glob("codedesk.db*")):
        print(f"  {file.name}: {file.stat().st_size / 1e6:.0f} MB")


async def _idle(url: str) -> list[float]:
    with subprocess.Popen(["sleep", "2"]) as nothing:  # noqa: ASYNC220
        return await probe(url, nothing)


def main() -> None:
    """Write the files, load them into each kind of database."""
    if sys.argv[1:2] == ["--loader"]:
        asyncio.run(load(sys.argv[2], [Path(path) for path in sys.argv[3:]]))
        return
    rows = next((int(word) for word in sys.argv[1:] if word.isdecimal()), TRUE_SCALE)
    kinds = [word for word in sys.argv[1:] if word in ("sqlite", "postgres")] or ["sqlite", "postgres"]
    with tempfile.TemporaryDirectory() as folder:
        paths = write_quarter(Path(folder), rows)
        for kind in kinds:
            measure(kind, paths, Path(folder))


if __name__ == "__main__":
    main()
