"""Results of a run: outbox rows compared with the messages in Slack."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.deadlines.delivery import Delivery
from tests.faults.slack import FaultySlack, Message


@dataclass(frozen=True, slots=True)
class Lateness:
    """Delay in seconds after the earliest moment that the channel's rate limit allowed, for this many reminders."""

    count: int
    p50: float
    p99: float

    def __str__(self) -> str:
        return f"p50 {self.p50:.1f} p99 {self.p99:.1f} s" if self.count else "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Counts of a run.

    `doubled` are reminders posted more than once. Of these, `overtaken` had an earlier message that reached Slack
    after its sender hung up and searched; `unlabelled` are repeats without the repeat label; `unexplained` had no
    lost answer. `labelled` are messages with the repeat label. `orphaned` rows were taken over from a dead or
    suspended worker; `late` counts all other rows.
    """

    posted: int
    lost: int
    doubled: int
    overtaken: int
    unlabelled: int
    unexplained: int
    labelled: int
    dead: int
    kills: int
    faults: int
    messages: int
    seconds: float
    late: Lateness
    orphaned: Lateness

    def __str__(self) -> str:
        kinds = ("overtaken", "unlabelled", "unexplained")
        which = [f"{n} {kind}" for kind in kinds if (n := getattr(self, kind))]
        doubled = f"{self.doubled} doubled" + (f" ({', '.join(which)})" if which else "")
        return (
            f"{self.lost} lost, {doubled}, {self.labelled} labelled, {self.dead} dead of {self.posted}; "
            f"orphaned {self.orphaned.count} (late {self.orphaned}); the other {self.late.count} late {self.late}; "
            f"{self.kills} kills, {self.faults} faults, {self.messages} messages, {self.seconds:.0f} s"
        )


@dataclass(frozen=True, slots=True)
class Ran:
    """Parameters of the run. `gap` is the seconds between two messages of a channel. `began` is the start time."""

    kills: int
    seconds: float
    dead: int
    gap: float
    began: float
    orphans: frozenset[int]


def counted(slack: FaultySlack, rows: Mapping[int, Delivery], ran: Ran) -> Outcome:
    """Compare Slack with `rows`, the whole outbox by id."""
    stands = _standing(slack)
    again = {id_: messages for id_, messages in stands.items() if len(messages) > 1}
    late = _lateness(stands, rows, ran)
    return Outcome(
        posted=len(stands),
        lost=len(rows) - len(stands) - ran.dead,
        doubled=len(again),
        overtaken=sum(any(m.marker in slack.overtaken for m in messages) for messages in again.values()),
        unlabelled=sum(not _says(m) for messages in again.values() for m in messages[1:]),
        unexplained=sum(
            id_ not in ran.orphans and not any(slack.is_lost(m.marker) for m in messages[:-1])
            for id_, messages in again.items()
        ),
        labelled=sum(_says(m) for channel in slack.channels.values() for m in channel),
        dead=ran.dead,
        kills=ran.kills,
        faults=sum(n for name, n in slack.faults.items() if name),
        messages=sum(map(len, slack.channels.values())),
        seconds=ran.seconds,
        late=_summed([s for id_, s in late.items() if id_ not in ran.orphans]),
        orphaned=_summed([s for id_, s in late.items() if id_ in ran.orphans]),
    )


def _says(message: Message) -> bool:
    return message.text.startswith("repeat")


def _standing(slack: FaultySlack) -> dict[int, list[Message]]:
    """The messages of each row, earliest first."""
    stands: dict[int, list[Message]] = {}
    for channel in slack.channels.values():
        for message in channel:
            for id_ in map(int, re.findall(r"\d+", message.text)):
                stands.setdefault(id_, []).append(message)
    return stands


def _lateness(
    stands: Mapping[int, Sequence[Message]], rows: Mapping[int, Delivery], ran: Ran
) -> dict[int, float]:
    """For each row, the delay of its first message after the earliest moment that due time, start and rate limit
    allow.
    """
    may: dict[str, float] = {}
    late: dict[int, float] = {}
    for row in sorted(rows.values(), key=_due):
        earliest = max(row.due_at.timestamp(), ran.began, may.get(row.channel, 0.0))
        may[row.channel] = earliest + ran.gap
        if messages := stands.get(row.id):
            late[row.id] = max(0.0, messages[0].at - earliest)
    return late


def _due(row: Delivery) -> tuple[datetime, int]:
    return row.due_at, row.id


def _summed(late: Sequence[float]) -> Lateness:
    return Lateness(len(late), _at(sorted(late), 0.5), _at(sorted(late), 0.99))


def _at(late: Sequence[float], share: float) -> float:
    return late[min(len(late) - 1, int(len(late) * share))] if late else 0.0
