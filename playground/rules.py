"""Slack's time and count limits, with the clock as an argument.

Source: Slack's documentation of interactivity (trigger ids: 3 seconds, one use), response_url (5 uses in 30 minutes)
and rate limits (one message a second per channel, tiers for other methods).
"""

import math
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

Clock: TypeAlias = Callable[[], float]

TRIGGER_LIFE = 3.0
RESPONSE_URL_LIFE = 30 * 60.0
RESPONSE_URL_USES = 5
EVENT_RETRIES = (0.0, 60.0, 300.0)
SOCKET_TICKET_LIFE = 30.0
_ROUNDING = 1e-6  # float rounding: a client that waits as instructed must not be refused again


Held = TypeVar("Held")


def _forget(held: dict[str, Held], old: Callable[[Held], bool]) -> None:
    """Drop old entries from the front. Entries are in order of time."""
    while held and old(held[first := next(iter(held))]):
        del held[first]


@dataclass(frozen=True, slots=True)
class Trigger:
    """The data of a trigger id: who did something, when, and in which open modal, if any."""

    at: float
    user: str = ""
    view: str = ""


@dataclass(slots=True)
class Triggers:
    """Trigger ids: each opens one view, within three seconds."""

    clock: Clock
    _issued: dict[str, Trigger] = field(default_factory=dict)
    _used: dict[str, float] = field(default_factory=dict)

    def issue(self, user: str = "", view: str = "") -> str:
        """A new trigger id for an action of this person (in this modal)."""
        now = self.clock()
        _forget(self._issued, lambda issued: now - issued.at > 20 * TRIGGER_LIFE)
        trigger = f"{int(now)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger] = Trigger(now, user, view)
        return trigger

    def redeem(self, trigger: str) -> tuple[Trigger | None, str]:
        """Use a trigger id. Returns its data, or Slack's error name."""
        if trigger in self._used:
            return None, "exchanged_trigger_id"
        issued = self._issued.get(trigger)
        if issued is None:
            return None, "invalid_trigger_id"
        if self.clock() - issued.at > TRIGGER_LIFE:
            return None, "expired_trigger_id"
        _forget(self._used, lambda used: self.clock() - used > 20 * TRIGGER_LIFE)
        self._used[trigger] = self.clock()
        return issued, ""


@dataclass(slots=True)
class Grant:
    """The rights of a response_url: answer in this channel, to this person, for this message (if any)."""

    channel: str
    user: str
    issued: float
    original: str | None = None
    uses: int = 0


@dataclass(slots=True)
class ResponseUrls:
    """Response URLs by their secret part."""

    clock: Clock
    _grants: dict[str, Grant] = field(default_factory=dict)

    def issue(self, channel: str, user: str, original: str | None = None) -> str:
        """The secret part of a new response_url. `original` is the ts of the message with the pressed element."""
        key, now = secrets.token_urlsafe(18), self.clock()
        _forget(self._grants, lambda grant: now - grant.issued > 2 * RESPONSE_URL_LIFE)
        self._grants[key] = Grant(channel, user, now, original)
        return key

    def grant_for(self, key: str) -> tuple[Grant | None, str]:
        """The grant for the key, or Slack's error name."""
        grant = self._grants.get(key)
        if grant is None:
            return None, "invalid_url"
        if self.clock() - grant.issued > RESPONSE_URL_LIFE:
            return None, "expired_url"
        if grant.uses >= RESPONSE_URL_USES:
            return None, "used_url"
        return grant, ""


@dataclass(slots=True)
class TokenBuckets:
    """Token buckets: `per_second` tokens flow in, at most `burst` are held, each call takes one.

    Slack allows one message a second per channel with short bursts. So does this.
    """

    clock: Clock
    on: bool = True
    _buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, key: str, per_second: float, burst: int) -> int:
        """0 if the call may go ahead, else whole seconds until the next try."""
        if not self.on:
            return 0
        now = self.clock()
        held, since = self._buckets.get(key, (float(burst), now))
        held = min(float(burst), held + (now - since) * per_second)
        if held >= 1.0 - _ROUNDING:
            self._buckets[key] = (held - 1.0, now)
            return 0
        self._buckets[key] = (held, now)
        return max(1, math.ceil((1.0 - held) / per_second))
