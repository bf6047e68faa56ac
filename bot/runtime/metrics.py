"""Prometheus metrics on a separate loopback port. They never name a workspace, channel or person."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from bot.services.ports.reminders import Numbers

_LATE_SECONDS = (1, 2, 5, 10, 30, 60, 300, 3600, 86_400)
_HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class DeliveryStatus:
    """Delivery status: outbox counts, and seconds since the last tick (None before the first)."""

    numbers: Numbers
    tick_age: float | None
    now: datetime

    @property
    def late(self) -> float:
        """Seconds that the oldest due message is late. 0 if none is due."""
        oldest = self.numbers.oldest_due_at
        return (self.now - oldest).total_seconds() if oldest else 0.0


GetStatus = Callable[[], Awaitable[DeliveryStatus]]


class Metrics:
    """Uses its own registry, because tests run two in one process."""

    def __init__(self, get_status: GetStatus) -> None:
        self._get_status = get_status
        self._registry = CollectorRegistry()
        self._outcomes = Counter(
            "codedesk_deliveries",
            "Attempts to deliver reminders, by outcome",
            ["outcome"],
            registry=self._registry,
        )
        self._late = Histogram(
            "codedesk_delivery_late_seconds",
            "Seconds after its time at which a reminder was posted",
            buckets=_LATE_SECONDS,
            registry=self._registry,
        )
        self._outbox = Gauge(
            "codedesk_outbox", "Reminders in the outbox, by state", ["state"], registry=self._registry
        )
        self._oldest = Gauge(
            "codedesk_oldest_due_seconds", "How late the oldest due reminder is", registry=self._registry
        )
        self._tick = Gauge(
            "codedesk_tick_age_seconds", "Seconds since the last delivery tick", registry=self._registry
        )

    def observe(self, outcome: str, late: float) -> None:
        """Count one message's outcome and its delay in seconds."""
        self._outcomes.labels(outcome).inc()
        if outcome in ("posted", "found"):
            self._late.observe(max(0.0, late))

    async def page(self, _request: web.Request) -> web.Response:
        """The metrics page."""
        status = await self._get_status()
        numbers = status.numbers
        for state in ("due", "planned", "posted", "uncertain", "dead"):
            self._outbox.labels(state).set(getattr(numbers, state))
        self._oldest.set(status.late)
        self._tick.set(status.tick_age if status.tick_age is not None else float("nan"))
        return web.Response(
            body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )


@asynccontextmanager
async def metrics_on(metrics: Metrics, port: int | None) -> AsyncIterator[int | None]:
    """Serve `/metrics` on this port of 127.0.0.1 (0: any free port). Yields the port, or None without one.

    Raises OSError if the port is in use.
    """
    if port is None:
        yield None
        return
    app = web.Application()
    app.router.add_get("/metrics", metrics.page)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, _HOST, port).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()
