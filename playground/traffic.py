"""Raw traffic between the workspace and the bot, for the side panel.

In memory only; the oldest entries are dropped.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class TrafficEntry:
    """One request and its answer.

    `kind` is 'command', 'interaction' or 'event' (to the bot), or 'web_api' or 'response_url' (from the bot). `via`
    is 'http' or 'socket'. `at` is Unix time. `status` is None until answered. `problems` are the lines of what Slack
    would reject in the bot's answer.
    """

    id: int
    at: float
    kind: str
    name: str
    via: str
    request: object
    status: int | None = None
    answer: object = None
    error: str = ""
    elapsed_ms: float = 0.0
    done: bool = False
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class Traffic:
    """The latest entries, oldest first."""

    changed: Callable[[], object]
    keep: int = 300
    _held: dict[int, TrafficEntry] = field(default_factory=dict)
    _count: int = 0
    pending: int = 0

    def begin(self, at: float, kind: str, name: str, request: object, *, via: str = "http") -> int:
        """Record a request. Returns its number for `finish`."""
        self._count += 1
        self.pending += 1
        self._held[self._count] = TrafficEntry(self._count, at, kind, name, via, request)
        while len(self._held) > self.keep:
            del self._held[next(iter(self._held))]
        self.changed()
        return self._count

    def finish(
        self,
        number: int,
        *,
        status: int | None,
        answer: object,
        elapsed_ms: float,
        error: str = "",
        problems: tuple[str, ...] = (),
    ) -> None:
        """Record the answer."""
        self.pending -= 1
        if number in self._held:
            self._held[number] = replace(
                self._held[number],
                status=status,
                answer=answer,
                error=error,
                elapsed_ms=elapsed_ms,
                done=True,
                problems=problems,
            )
        self.changed()

    def exchanges(self) -> list[TrafficEntry]:
        """All entries, oldest first."""
        return list(self._held.values())

    def clear(self) -> None:
        """Remove finished entries."""
        self._held = {number: held for number, held in self._held.items() if not held.done}
        self.changed()
