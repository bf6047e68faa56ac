"""Ten thousand hostile requests over real HTTP against the guard with a real Bolt app behind it.

`python -m benchmarks.hostile [COUNT]` prints the answers by kind of hostility, and how the memory grew.
"""

import asyncio
import contextlib
import gc
import sys
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from re import compile as pattern
from time import monotonic, time

import psutil
from aiohttp import web
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from benchmarks.hostile_requests import SECRET, Hostile, Maker
from bot.logs import configure
from handlers.bolt.guard import AcceptedRequest, Dispatch, GuardSettings, bolt_dispatch, guarded

_AT_ONCE = 16
_WARM_UP = 500
_GOOD = "none a good request"


@dataclass
class Report:
    """Answers counted by kind and status ('none': closed without one), Bolt's exceptions, growth in bytes."""

    answers: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    bolt_raised: list[str] = field(default_factory=list)
    grown: int = 0
    seconds: float = 0.0

    def count(self, status: str) -> int:
        """Answers whose status begins with `status`."""
        return sum(n for c in self.answers.values() for s, n in c.items() if s.startswith(status))


@asynccontextmanager
async def listener(report: Report) -> AsyncIterator[int]:
    """The guard and a Bolt app that takes everything, on a port of loopback."""
    bolt = bolt_app(report)
    settings = GuardSettings(SECRET, frozenset({"https://hooks.slack.com"}), _sorry)
    app = web.Application()
    handler = partial(guarded, guard_settings=settings, dispatch=_noting(bolt, report))
    app.router.add_route("*", "/slack/events", handler)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1, lingering_time=0.2)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


def bolt_app(report: Report) -> AsyncApp:
    """A real Bolt app with a listener for everything; what it raises is noted."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_id="B1", bot_user_id="U9"
        )

    async def take(ack: AsyncAck) -> None:
        await ack()

    async def note(error: Exception) -> None:
        report.bolt_raised.append(repr(error))

    app = AsyncApp(authorize=authorize, process_before_response=True, request_verification_enabled=False)
    anything = pattern("")
    for listen in (app.command, app.action, app.view, app.view_closed, app.options, app.shortcut, app.event):
        listen(anything)(take)
    app.error(note)
    return app


def _noting(bolt: AsyncApp, report: Report) -> Dispatch:
    dispatch = bolt_dispatch(bolt)

    async def noting(passed: AcceptedRequest, headers: Mapping[str, str]) -> web.Response:
        try:
            return await dispatch(passed, headers)
        except Exception as error:
            report.bolt_raised.append(repr(error))
            raise

    return noting


def _sorry(reference: str) -> str:
    return f"That did not work: {reference}"


async def attack(requests: Iterable[Hostile], report: Report) -> None:
    """Send every request, a few at once, each on a connection of its own."""
    async with listener(report) as port:
        gate = asyncio.Semaphore(_AT_ONCE)
        process = psutil.Process()
        base, started = 0, monotonic()
        tasks: set[asyncio.Task[None]] = set()
        for i, one in enumerate(requests):
            if i == _WARM_UP:
                gc.collect()
                base = process.memory_info().rss
            await gate.acquire()
            task = asyncio.create_task(_send(one, port, report))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
            task.add_done_callback(lambda _: gate.release())
        await asyncio.gather(*tasks)
        gc.collect()
        report.grown = process.memory_info().rss - base if base else 0
        report.seconds = monotonic() - started


async def _send(one: Hostile, port: int, report: Report) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    status = "none"
    with contextlib.suppress(ConnectionError):
        writer.write(one.wire)
        if one.kind == "cut short":
            writer.write_eof()
        line = await asyncio.wait_for(reader.readline(), 30)
        status = line.split(b" ")[1].decode() if line.startswith(b"HTTP/1.") else "none"
        await reader.read()
    report.answers[one.kind][status] += 1
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()


def table(report: Report) -> str:
    """The answers by kind, as a Markdown table."""
    statuses = sorted({s for c in report.answers.values() for s in c})
    head = ["kind", *statuses]
    rows = [[kind, *(str(c[s] or "") for s in statuses)] for kind, c in sorted(report.answers.items())]
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def run(count: int, seed: int = 2) -> Report:
    """Attack with `count` requests."""
    report = Report()
    asyncio.run(attack(Maker(seed, int(time())).requests(count), report))
    return report


def main() -> int:
    """Print the table; 1 where a 5xx was answered or Bolt raised."""
    configure("CRITICAL")
    report = run(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    print(table(report))
    total = sum(c.total() for c in report.answers.values())
    print(f"\n{total} requests in {report.seconds:.1f} s")
    print(f"5xx: {report.count('5')}; Bolt raised: {len(report.bolt_raised)}")
    print(f"good requests answered 200: {report.answers[_GOOD]['200']} of {report.answers[_GOOD].total()}")
    print(f"memory grown after the first {_WARM_UP}: {report.grown / 2**20:.1f} MB")
    for error in Counter(report.bolt_raised).most_common(10):
        print(error)
    return 1 if report.count("5") or report.bolt_raised else 0


if __name__ == "__main__":
    sys.exit(main())
